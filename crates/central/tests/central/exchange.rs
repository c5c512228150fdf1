//! Hello, push, pull, audit.

use charthold_audit::AuditHead;
use charthold_central::LimitsSection;
use charthold_central_store::{IncidentKind, WithdrawalReason};
use charthold_chartlog::{Envelope, Head, QuarantineReason};
use charthold_crypto::sha256;
use charthold_domain::{ChartId, Clock, Role};
use charthold_protocol::{
    AuditPush, AuditPushReply, AuditRefusal, ChartKind, DeviceStatus, HelloReply, HelloRequest,
    OpOutcome, PROTOCOL_VERSION, PullReply, PullRequest, PushGroup, PushReply, PushRequest,
    RefusalCode, SignedAuditReceipt,
};

use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{With, Workstation, send};

pub(crate) fn hello(epoch: u64) -> HelloRequest {
    HelloRequest {
        protocol: PROTOCOL_VERSION,
        schema: 1,
        epoch,
        app_version: "1".to_owned(),
        backups: None,
        known: None,
    }
}

fn outcomes(answer: &Answer) -> Vec<OpOutcome> {
    answer
        .cbor::<PushReply>()
        .results
        .into_iter()
        .map(|result| result.outcome)
        .collect()
}

pub(crate) async fn pull(site: &Site, device: &mut Workstation, request: &PullRequest) -> Answer {
    let id = device.explain(site, None).await;
    device
        .post_cbor(site, "/v1/sync/pull", request, &With::audit(id))
        .await
}

pub(crate) fn from_nothing(charts: &[ChartId]) -> PullRequest {
    let heads = charts.iter().map(|chart| (*chart, Head::EMPTY)).collect();
    PullRequest {
        epoch: 1,
        heads,
        max_bytes: 0,
        first: None,
        lacking: None,
        apart_above: None,
    }
}

#[tokio::test]
async fn hello_says_what_a_device_should_hold() {
    let mut site = Site::open().await;
    let nurse = site.person("tberg", Role::Nurse, site.near).await;
    site.person("afar", Role::Nurse, site.far).await;
    let mut device = site.workstation().await;
    let token = device.sign_in(&site, "tberg").await.token;
    let chart = device.chart(&site, &token, site.near).await;
    let answer = device
        .post_cbor(&site, "/v1/sync/hello", &hello(1), &With::default())
        .await;
    let reply: HelloReply = answer.cbor();
    assert_eq!((reply.epoch, reply.status), (1, DeviceStatus::Active));
    assert_eq!(reply.server_time, site.clock.now());
    let find = |id| {
        reply
            .scope
            .iter()
            .find(|scoped| scoped.chart == id)
            .unwrap()
    };
    assert_eq!(find(device.facility).kind, ChartKind::Facility);
    assert_eq!(
        (find(chart).kind, find(chart).unit),
        (ChartKind::Patient, Some(site.near))
    );
    assert!(serde_json::from_str::<charthold_protocol::Policy>(&reply.policy).is_ok());
    let people: Vec<_> = reply.people.iter().map(|one| (one.id, one.role)).collect();
    assert_eq!(people, [(nurse.id, Role::Nurse)], "who works in its units");

    site.store
        .revoke_device(device.id, WithdrawalReason::Lost, site.clock.now())
        .await
        .unwrap();
    let answer = device
        .post_cbor(&site, "/v1/sync/hello", &hello(1), &With::default())
        .await;
    let reply: HelloReply = answer.cbor();
    assert_eq!(reply.status, DeviceStatus::Revoked);
    assert!(reply.scope.is_empty() && reply.units.is_empty() && reply.people.is_empty());
}

#[tokio::test]
async fn an_old_protocol_and_a_restored_server_show_at_hello() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let old = HelloRequest {
        protocol: 0,
        ..hello(1)
    };
    let answer = device
        .post_cbor(&site, "/v1/sync/hello", &old, &With::default())
        .await;
    assert_eq!(answer.refused(), RefusalCode::UpgradeRequired);
    let answer = device
        .post_cbor(&site, "/v1/sync/hello", &hello(5), &With::default())
        .await;
    assert_eq!(answer.cbor::<HelloReply>().epoch, 1);
    let incidents = site.store.list_incidents(1).await.unwrap();
    assert_eq!(incidents[0].kind, IncidentKind::EpochBehind);
}

#[tokio::test]
async fn what_one_workstation_pushes_another_pulls() {
    let mut site = Site::open().await;
    let (mut one, mut two) = (site.workstation().await, site.workstation().await);
    let facility = one.facility;
    let operations = [one.write(facility), one.write(facility)];
    let answer = one.push(&site, &operations).await;
    let accepted = [
        OpOutcome::Accepted { seq: 1 },
        OpOutcome::Accepted { seq: 2 },
    ];
    assert_eq!(outcomes(&answer), accepted);

    let reply: PullReply = pull(&site, &mut two, &from_nothing(&[facility]))
        .await
        .cbor();
    let entries = &reply.frames[0].entries;
    assert_eq!(entries.len(), 2);
    for (entry, operation) in entries.iter().zip(&operations) {
        assert_eq!(
            entry.operation.as_ref(),
            Some(operation.envelope()),
            "byte for byte"
        );
    }
    let certificate = reply.devices[0].verify(&site.keys.public).unwrap();
    assert_eq!(
        certificate.device, one.id,
        "its author's certificate comes with it"
    );

    let reply: PullReply = pull(&site, &mut one, &from_nothing(&[facility]))
        .await
        .cbor();
    assert!(
        reply.frames[0]
            .entries
            .iter()
            .all(|entry| entry.operation.is_none())
    );
    assert!(reply.devices.is_empty());
}

#[tokio::test]
async fn a_pull_comes_in_pages_with_the_open_chart_first() {
    let limits = LimitsSection {
        max_bytes: 64 << 10,
        max_ops: 5_000,
        ..LimitsSection::default()
    };
    let mut site = Site::open_with(limits).await;
    site.person("tberg", Role::Nurse, site.near).await;
    let (mut one, mut two) = (site.workstation().await, site.workstation().await);
    let token = one.sign_in(&site, "tberg").await.token;
    let mut charts = Vec::new();
    for _ in 0..3 {
        let chart = one.chart(&site, &token, site.near).await;
        let operations: Vec<_> = (0..5).map(|_| one.write(chart)).collect();
        one.push(&site, &operations).await;
        charts.push(chart);
    }
    let mut request = from_nothing(&charts);
    request.first = Some(charts[2]);
    request.max_bytes = 1_000;
    let reply: PullReply = pull(&site, &mut two, &request).await.cbor();
    assert!(reply.more);
    assert_eq!((reply.frames.len(), reply.frames[0].chart), (1, charts[2]));
    assert!(reply.frames[0].entries.len() < 5);
    assert_eq!(reply.frames[0].server_seq, 5);
    request.max_bytes = u32::MAX;
    let reply: PullReply = pull(&site, &mut two, &request).await.cbor();
    assert_eq!((reply.more, reply.frames.len()), (false, 3));
}

#[tokio::test]
async fn unknown_and_forbidden_charts_look_the_same() {
    let mut site = Site::open().await;
    site.person("far", Role::Nurse, site.far).await;
    let (mut near, mut far) = (site.workstation().await, site.workstation().await);
    let token = far.sign_in(&site, "far").await.token;
    let forbidden = far.chart(&site, &token, site.far).await;
    let unknown = ChartId::from_bytes([9; 16]);
    let facility = near.facility;
    for chart in [forbidden, unknown] {
        let answer = pull(&site, &mut near, &from_nothing(&[facility, chart])).await;
        assert_eq!(answer.refused(), RefusalCode::NotFound);
        assert!(!answer.text().contains(&chart.to_string()));
    }
    pull(&site, &mut far, &from_nothing(&[forbidden]))
        .await
        .cbor::<PullReply>();

    for chart in [forbidden, unknown] {
        let operation = near.write(chart);
        let taken = outcomes(&near.push(&site, &[operation]).await);
        let reason = QuarantineReason::OutOfScope;
        assert_eq!(
            taken,
            [OpOutcome::Quarantined { reason }],
            "kept, not thrown away"
        );
    }
}

#[tokio::test]
async fn a_changed_epoch_asks_for_hello_first() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    site.store.begin_epoch(site.clock.now(), 0).await.unwrap();
    let operation = device.write(device.facility);
    let answer = device.push(&site, &[operation]).await;
    assert_eq!(answer.refused(), RefusalCode::StaleEpoch);
    let request = from_nothing(&[device.facility]);
    let answer = pull(&site, &mut device, &request).await;
    assert_eq!(answer.refused(), RefusalCode::StaleEpoch);
}

#[tokio::test]
async fn a_withdrawn_devices_operations_are_quarantined() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let operation = device.write(device.facility);
    site.store
        .revoke_device(device.id, WithdrawalReason::Lost, site.clock.now())
        .await
        .unwrap();
    let taken = outcomes(&device.push(&site, &[operation]).await);
    let reason = QuarantineReason::DeviceRevoked;
    assert_eq!(taken, [OpOutcome::Quarantined { reason }]);
}

#[tokio::test]
async fn an_operation_somebody_else_signed_is_quarantined() {
    let mut site = Site::open().await;
    let (mut device, other) = (site.workstation().await, site.workstation().await);
    device.signing = charthold_crypto::SigningSecret::make(&mut device.chance);
    let operation = device.write(device.facility);
    let mut bringing = other;
    let taken = outcomes(&bringing.push(&site, &[operation]).await);
    let reason = QuarantineReason::BadSignature;
    assert_eq!(taken, [OpOutcome::Quarantined { reason }]);
}

/// A header over a body that is no seal, with every hash and signature right.
fn unsealed(device: &mut Workstation, body: &[u8]) -> Envelope {
    let core = device.write(device.facility).core().to_bytes();
    let mut header = minicbor::Encoder::new(Vec::new());
    header.array(3).unwrap().bytes(&core).unwrap();
    header.u32(u32::try_from(body.len()).unwrap()).unwrap();
    header.bytes(&sha256(&[body])).unwrap();
    let header = header.into_writer();
    let signature = device.signing.sign("charthold/op/1", &sha256(&[&header]));
    Envelope {
        header,
        body: body.to_vec(),
        signature,
    }
}

#[tokio::test]
async fn what_is_not_sealed_is_refused_and_is_an_incident() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let resource = br#"{"resourceType":"Observation","id":"o","status":"final","code":
        {"text":"canary"},"note":[{"text":"a text that is long enough to be taken for a seal"}]}"#;
    let chart = device.facility;
    let mut bodies = vec![resource.to_vec()];
    for body in [resource.as_slice(), b"", &[0xff; 71]] {
        let operations = vec![unsealed(&mut device, body)];
        let push = PushRequest {
            epoch: 1,
            groups: vec![PushGroup { chart, operations }],
        };
        bodies.push(minicbor::to_vec(&push).unwrap());
    }
    let sealed = device.write(chart);
    let mut damaged = sealed.envelope().clone();
    damaged.body[0] ^= 1;
    let operations = vec![sealed.into_envelope(), damaged];
    let push = PushRequest {
        epoch: 1,
        groups: vec![PushGroup { chart, operations }],
    };
    bodies.push(minicbor::to_vec(&push).unwrap());
    let count = bodies.len();
    for body in bodies {
        let answer = device
            .post(&site, "/v1/sync/push", body, &With::default())
            .await;
        assert_eq!(answer.refused(), RefusalCode::UnsealedContent);
        assert!(!answer.text().contains("canary"));
    }
    let incidents = site.store.list_incidents(100).await.unwrap();
    assert_eq!(incidents.len(), count);
    assert!(incidents.iter().all(|incident| {
        (incident.kind, incident.device) == (IncidentKind::UnsealedContent, Some(device.id))
    }));
    let log = site.store.read_log(chart, 0, 10).await.unwrap();
    assert!(log.entries.is_empty(), "nothing of a refused push is taken");

    let look_alike = unsealed(&mut device, &[0xff; 72]);
    let operations = vec![look_alike];
    let push = PushRequest {
        epoch: 1,
        groups: vec![PushGroup { chart, operations }],
    };
    let answer = device
        .post_cbor(&site, "/v1/sync/push", &push, &With::default())
        .await;
    assert_eq!(
        answer.status, 200,
        "central cannot tell more than the form of a seal"
    );
}

#[tokio::test]
async fn an_operation_under_another_chart_is_malformed() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let operations = vec![device.write(device.facility).into_envelope()];
    let chart = ChartId::from_bytes([9; 16]);
    let push = PushRequest {
        epoch: 1,
        groups: vec![PushGroup { chart, operations }],
    };
    let answer = device
        .post_cbor(&site, "/v1/sync/push", &push, &With::default())
        .await;
    assert_eq!(answer.refused(), RefusalCode::Malformed);
}

#[tokio::test]
async fn more_than_the_limits_is_too_large() {
    let limits = LimitsSection {
        max_bytes: 64 << 10,
        max_ops: 2,
        ..LimitsSection::default()
    };
    let mut site = Site::open_with(limits).await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let operations = [1, 2, 3].map(|_| device.write(facility));
    let answer = device.push(&site, &operations).await;
    assert_eq!(answer.refused(), RefusalCode::TooLarge);
    let large = vec![0; 70 << 10];
    let answer = device
        .post(&site, "/v1/sync/push", large, &With::default())
        .await;
    assert_eq!(answer.refused(), RefusalCode::TooLarge);
    let huge = vec![0; 18 << 20];
    let answer = device
        .post(&site, "/v1/sync/push", huge, &With::default())
        .await;
    assert_eq!(answer.refused(), RefusalCode::TooLarge);
}

#[tokio::test]
async fn one_operation_is_taken_however_small_the_limit_is() {
    let limits = LimitsSection {
        max_bytes: 64 << 10,
        max_ops: 2,
        ..LimitsSection::default()
    };
    let mut site = Site::open_with(limits).await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let large = device.write_of(facility, 70 << 10);
    let after = device.write(facility);
    let answer = device.push(&site, &[large.clone(), after.clone()]).await;
    assert_eq!(answer.refused(), RefusalCode::TooLarge);
    for operation in [large, after] {
        let answer = device.push(&site, &[operation]).await;
        let reply: PushReply = answer.cbor();
        let taken = matches!(reply.results[0].outcome, OpOutcome::Accepted { .. });
        assert!(taken, "{:?}", reply.results);
    }
}

#[tokio::test]
async fn audit_events_get_a_signed_receipt() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let events = vec![
        device.event(None).1,
        device.event(None).1,
        device.event(None).1,
    ];
    let late = AuditPush {
        events: events[1..].to_vec(),
    };
    let answer = device
        .post_cbor(&site, "/v1/audit/push", &late, &With::default())
        .await;
    let reply: AuditPushReply = answer.cbor();
    assert_eq!(reply.refusal, Some(AuditRefusal::Gap));
    let receipt = reply.receipt.verify(&site.central_key).unwrap();
    assert_eq!(
        (receipt.head, receipt.device),
        (AuditHead::EMPTY, device.id)
    );

    let last = events[2].head();
    let all = AuditPush { events };
    let answer = device
        .post_cbor(&site, "/v1/audit/push", &all, &With::default())
        .await;
    let reply: AuditPushReply = answer.cbor();
    assert_eq!(reply.refusal, None);
    assert_eq!(reply.receipt.verify(&site.central_key).unwrap().head, last);

    let headers = device.sign(&site, "GET", "/v1/audit/head", b"", &With::default());
    let answer = send(&site, "GET", "/v1/audit/head", Vec::new(), &headers).await;
    let receipt: SignedAuditReceipt = answer.cbor();
    assert_eq!(receipt.verify(&site.central_key).unwrap().head, last);
    assert!(
        receipt.verify(&site.keys.public).is_err(),
        "central signed it and nobody else"
    );
}
