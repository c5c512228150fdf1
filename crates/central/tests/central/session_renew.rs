//! A token after a token: whose key, which device, when, and how long after the password.

use charthold_central_store::WithdrawalReason;
use charthold_crypto::SigningSecret;
use charthold_domain::{Clock, PersonId, Role, Timestamp};
use charthold_protocol::{
    Because, RefusalCode, SessionRenewal, SessionReply, Signed, SignedSessionRenewal,
};

use crate::site::{PASSWORD, Site};
use crate::transport::Answer;
use crate::workstation::{With, Workstation};

const PATH: &str = "/v1/session/renew";

#[tokio::test]
async fn somebody_who_is_in_goes_on_after_their_token_ended() {
    let (site, mut device, person) = signed_in().await;
    site.clock.pass(3_600);
    let said = statement(&site, &device, person);
    let answer = renew(&site, &mut device, &said).await;
    let reply: SessionReply = answer.json();
    assert_eq!(reply.person.id, person);
    assert_eq!(reply.expires_at.since(site.clock.now()).as_secs(), 600);
    let id = device.explain(&site, Some(person)).await;
    let used = device
        .post(
            &site,
            "/v1/charts",
            Vec::new(),
            &With::both(&reply.token, id),
        )
        .await;
    assert_eq!(
        used.refused(),
        RefusalCode::Malformed,
        "it got as far as the body"
    );
}

#[tokio::test]
async fn only_their_own_key_on_this_device_vouches_for_them() {
    let (mut site, mut device, person) = signed_in().await;
    let mut other = site.workstation().await;
    let good = statement(&site, &device, person);
    let theirs = Signed::make(&good, &device.person_key);
    let stolen = renew_signed(&site, &mut other, &theirs).await;
    assert_eq!(
        stolen.refused(),
        RefusalCode::Unauthenticated,
        "another device"
    );
    let stranger = SigningSecret::make(&mut device.chance);
    let forged = renew_signed(&site, &mut device, &Signed::make(&good, &stranger)).await;
    assert_eq!(
        forged.refused(),
        RefusalCode::Unauthenticated,
        "another key"
    );
    let nobody = SessionRenewal {
        person: PersonId::from_bytes([9; 16]),
        ..good
    };
    let nobody = renew(&site, &mut device, &nobody).await;
    assert_eq!(nobody.refused(), RefusalCode::Unauthenticated, "nobody");
    let noise = device
        .post(&site, PATH, b"noise".to_vec(), &With::default())
        .await;
    assert_eq!(noise.refused(), RefusalCode::Malformed);
}

#[tokio::test]
async fn a_renewal_is_of_this_hospital_and_of_now() {
    let (site, mut device, person) = signed_in().await;
    let good = statement(&site, &device, person);
    for (seconds, allowed) in [(-301, false), (-300, true), (300, true), (301, false)] {
        let at = Timestamp::from_millis(good.at.as_millis() + seconds * 1_000);
        let said = SessionRenewal { at, ..good.clone() };
        let answer = renew(&site, &mut device, &said).await;
        assert_eq!(answer.status == 200, allowed, "{seconds} s apart");
    }
    let elsewhere = SessionRenewal {
        tenant: charthold_domain::TenantId::from_bytes([9; 16]),
        ..good
    };
    let answer = renew(&site, &mut device, &elsewhere).await;
    assert_eq!(answer.refused(), RefusalCode::Unauthenticated);
}

#[tokio::test]
async fn after_the_lease_the_password_is_wanted_again() {
    let (site, mut device, person) = signed_in().await;
    site.clock.pass(3 * 86_400);
    let said = statement(&site, &device, person);
    let last = renew(&site, &mut device, &said).await;
    assert_eq!(last.status, 200, "renewing does not extend the lease");
    site.clock.pass(1);
    let said = statement(&site, &device, person);
    let over = renew(&site, &mut device, &said).await;
    assert_eq!(over.refused(), RefusalCode::Unauthenticated);
    device.sign_in(&site, "tberg").await;
    let said = statement(&site, &device, person);
    let again = renew(&site, &mut device, &said).await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn a_closed_account_and_a_withdrawn_device_renew_nothing() {
    let (site, mut device, person) = signed_in().await;
    let now = site.clock.now();
    site.store
        .disable_person(person, WithdrawalReason::Left, now)
        .await
        .unwrap();
    let said = statement(&site, &device, person);
    let closed = renew(&site, &mut device, &said).await;
    assert_eq!(closed.refused(), RefusalCode::Unauthenticated);
    assert_eq!(closed.problem().because, Some(Because::AccountClosed));
    let stranger = SigningSecret::make(&mut device.chance);
    let forged = renew_signed(&site, &mut device, &Signed::make(&said, &stranger)).await;
    assert_eq!(
        forged.problem().because,
        None,
        "whose account is whose is nobody's business"
    );
    site.store
        .revoke_device(device.id, WithdrawalReason::Lost, now)
        .await
        .unwrap();
    let said = statement(&site, &device, person);
    let withdrawn = renew(&site, &mut device, &said).await;
    assert_eq!(withdrawn.refused(), RefusalCode::DeviceRefused);
    assert_eq!(withdrawn.problem().because, Some(Because::DeviceWithdrawn));
}

#[tokio::test]
async fn without_a_registered_key_there_is_nothing_to_renew_with() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let mut device = site.workstation().await;
    device.sign_in(&site, "tberg").await;
    let said = statement(&site, &device, person);
    let answer = renew(&site, &mut device, &said).await;
    assert_eq!(answer.refused(), RefusalCode::Unauthenticated);
}

/// A nurse signed in on a device that brought her key.
async fn signed_in() -> (Site, Workstation, PersonId) {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let mut device = site.workstation().await;
    let key = device.registration(&site, person);
    let answer = device
        .try_session(&site, "tberg", PASSWORD, Some(key))
        .await;
    assert!(answer.json::<SessionReply>().person_key_registered);
    (site, device, person)
}

fn statement(site: &Site, device: &Workstation, person: PersonId) -> SessionRenewal {
    SessionRenewal {
        tenant: device.tenant,
        device: device.id,
        person,
        at: site.clock.now(),
    }
}

/// Signed by the person's key on `device`.
async fn renew(site: &Site, device: &mut Workstation, said: &SessionRenewal) -> Answer {
    let signed = Signed::make(said, &device.person_key);
    renew_signed(site, device, &signed).await
}

async fn renew_signed(
    site: &Site,
    device: &mut Workstation,
    signed: &SignedSessionRenewal,
) -> Answer {
    let body = signed.to_bytes();
    device.post(site, PATH, body, &With::default()).await
}
