//! Who may ask: proofs, tokens, withdrawn devices, audit events. Every route that asks for one of
//! these is tried without it.

use charthold_central_store::WithdrawalReason;
use charthold_domain::{AuditEventId, Clock, Role};
use charthold_protocol::{Because, RefusalCode};

use crate::site::Site;
use crate::workstation::{Headers, With, send};

/// Routes signed by a device, with the method; those of a person; those that need an audit event.
const DEVICE: &[(&str, &str)] = &[
    ("POST", "/v1/session"),
    ("POST", "/v1/session/renew"),
    ("POST", "/v1/password"),
    ("POST", "/v1/second-factor"),
    ("POST", "/v1/sign-on"),
    ("POST", "/v1/sign-on/finish"),
    ("POST", "/v1/person-key"),
    ("POST", "/v1/sync/hello"),
    ("POST", "/v1/sync/push"),
    ("POST", "/v1/sync/pull"),
    ("POST", "/v1/audit/push"),
    ("GET", "/v1/audit/head"),
    ("POST", "/v1/device/wiped"),
    ("POST", "/v1/keys/release"),
    ("POST", "/v1/charts"),
    ("GET", "/v1/live"),
    ("GET", "/v1/recovery-key"),
];
const PERSON: &[&str] = &["/v1/keys/release", "/v1/charts", "/v1/person-key"];
const AUDITED: &[&str] = &["/v1/sync/pull", "/v1/keys/release", "/v1/charts"];

#[tokio::test]
async fn without_a_proof_nothing_is_answered() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    for (method, path) in DEVICE {
        let bare = send(&site, method, path, Vec::new(), &Headers(Vec::new())).await;
        assert_eq!(bare.refused(), RefusalCode::DeviceRefused, "{path}");
        let whole = device.sign(&site, method, path, b"", &With::default());
        for missing in 0..whole.0.len() {
            let mut headers = whole.clone();
            headers.0.remove(missing);
            let answer = send(&site, method, path, Vec::new(), &headers).await;
            assert_eq!(answer.refused(), RefusalCode::DeviceRefused, "{path}");
        }
    }
}

#[tokio::test]
async fn a_proof_is_for_one_request_of_one_device() {
    let mut site = Site::open().await;
    let (mut device, mut other) = (site.workstation().await, site.workstation().await);
    let path = "/v1/audit/head";
    let with = With::default();
    let good = device.sign(&site, "GET", path, b"", &with);

    let answer = send(&site, "GET", path, b"x".to_vec(), &good).await;
    assert_eq!(answer.refused(), RefusalCode::DeviceRefused, "another body");
    let answer = send(&site, "GET", "/v1/audit/head?x=1", Vec::new(), &good).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::DeviceRefused,
        "another query"
    );
    let mut with_token = good.clone();
    with_token
        .0
        .push(("authorization", "Bearer token".to_owned()));
    let answer = send(&site, "GET", path, Vec::new(), &with_token).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::DeviceRefused,
        "another token"
    );
    let mut stolen = other.sign(&site, "GET", path, b"", &with);
    stolen.0[0] = good.0[0].clone();
    let answer = send(&site, "GET", path, Vec::new(), &stolen).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::DeviceRefused,
        "another device"
    );
    assert_eq!(answer.problem().because, None, "a stranger is told no more");

    let answer = send(&site, "GET", path, Vec::new(), &good).await;
    assert_eq!(
        answer.status,
        200,
        "none of these spent it: {}",
        answer.text()
    );
    let answer = send(&site, "GET", path, Vec::new(), &good).await;
    assert_eq!(answer.refused(), RefusalCode::DeviceRefused, "sent again");
}

#[tokio::test]
async fn a_wrong_clock_is_told_the_time() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let path = "/v1/audit/head";
    for (seconds, allowed) in [(-301, false), (-300, true), (300, true), (301, false)] {
        let time =
            charthold_domain::Timestamp::from_millis(site.clock.now().as_millis() + seconds * 1000);
        let headers = device.sign_at(time, "GET", path, b"", &With::default());
        let answer = send(&site, "GET", path, Vec::new(), &headers).await;
        if allowed {
            assert_eq!(answer.status, 200, "{seconds}");
        } else {
            assert_eq!(answer.refused(), RefusalCode::ClockSkew, "{seconds}");
            assert_eq!(
                answer.problem().server_time,
                Some(site.clock.now().to_string())
            );
        }
    }
}

#[tokio::test]
async fn a_token_is_for_one_device_and_ten_minutes() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let (mut device, mut other) = (site.workstation().await, site.workstation().await);
    let token = device.sign_in(&site, "tberg").await.token;
    for path in PERSON {
        let id = other.explain(&site, Some(person.id)).await;
        let stolen = other
            .post(&site, path, Vec::new(), &With::both(&token, id))
            .await;
        assert_eq!(
            stolen.refused(),
            RefusalCode::Unauthenticated,
            "{path}: another device's"
        );
        let none = device.post(&site, path, Vec::new(), &With::audit(id)).await;
        assert_eq!(none.refused(), RefusalCode::Unauthenticated, "{path}: none");
        let wrong = device
            .post(&site, path, Vec::new(), &With::both("x", id))
            .await;
        assert_eq!(
            wrong.refused(),
            RefusalCode::Unauthenticated,
            "{path}: unknown"
        );
        let id = device.explain(&site, Some(person.id)).await;
        let good = device
            .post(&site, path, Vec::new(), &With::both(&token, id))
            .await;
        assert_eq!(
            good.refused(),
            RefusalCode::Malformed,
            "{path}: it got as far as the body"
        );
    }
    site.clock.pass(600);
    for path in PERSON {
        let id = device.explain(&site, Some(person.id)).await;
        let old = device
            .post(&site, path, Vec::new(), &With::both(&token, id))
            .await;
        assert_eq!(old.refused(), RefusalCode::Unauthenticated, "{path}: ended");
    }
}

#[tokio::test]
async fn a_closed_account_ends_its_sessions_at_once() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let token = device.sign_in(&site, "tberg").await.token;
    let id = device.explain(&site, None).await;
    site.store
        .disable_person(person.id, WithdrawalReason::Left, site.clock.now())
        .await
        .unwrap();
    let answer = device
        .post(&site, "/v1/charts", Vec::new(), &With::both(&token, id))
        .await;
    assert_eq!(answer.refused(), RefusalCode::Unauthenticated);
}

#[tokio::test]
async fn charts_and_keys_need_an_audit_event_of_this_device() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let stranger = site.person("other", Role::Nurse, site.near).await;
    let (mut device, mut other) = (site.workstation().await, site.workstation().await);
    let token = device.sign_in(&site, "tberg").await.token;
    let foreign = other.explain(&site, Some(person.id)).await;
    let unknown = AuditEventId::from_bytes([9; 16]);
    let (unsent, _) = other.event(None);
    for path in AUDITED {
        let token = Some(token.clone());
        for audit in [None, Some(foreign), Some(unknown), Some(unsent)] {
            let with = With {
                token: token.clone(),
                audit,
            };
            let answer = device.post(&site, path, Vec::new(), &with).await;
            assert_eq!(answer.refused(), RefusalCode::AuditTrailRequired, "{path}");
        }
    }
    for path in PERSON.iter().filter(|path| AUDITED.contains(path)) {
        let of_other = device.explain(&site, Some(stranger.id)).await;
        let answer = device
            .post(&site, path, Vec::new(), &With::both(&token, of_other))
            .await;
        assert_eq!(
            answer.refused(),
            RefusalCode::AuditTrailRequired,
            "{path}: of somebody else"
        );
    }
}

#[tokio::test]
async fn a_withdrawn_device_may_only_bring_what_it_holds() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    site.store
        .revoke_device(device.id, WithdrawalReason::Lost, site.clock.now())
        .await
        .unwrap();
    let brings = [
        "/v1/sync/hello",
        "/v1/sync/push",
        "/v1/audit/push",
        "/v1/audit/head",
        "/v1/device/wiped",
    ];
    for (method, path) in DEVICE {
        let headers = device.sign(&site, method, path, b"", &With::default());
        let answer = send(&site, method, path, Vec::new(), &headers).await;
        let is_refused = answer.status != 200 && answer.refused() == RefusalCode::DeviceRefused;
        if is_refused {
            let because = answer.problem().because;
            assert_eq!(because, Some(Because::DeviceWithdrawn), "{path}");
        }
        assert_eq!(
            is_refused,
            !brings.contains(path),
            "{path}: {}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn an_expired_certificate_makes_no_requests() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    site.clock.pass(365 * 86_400);
    let headers = device.sign(&site, "GET", "/v1/audit/head", b"", &With::default());
    let answer = send(&site, "GET", "/v1/audit/head", Vec::new(), &headers).await;
    assert_eq!(answer.refused(), RefusalCode::DeviceRefused);
}
