//! What a device learns of withdrawals, how it knows that it may let go of everything, and what it says at its end.

use charthold_audit::AuditHead;
use charthold_central_store::{IncidentKind, WithdrawalReason};
use charthold_crypto::SigningSecret;
use charthold_domain::{ChartId, Clock, DeviceId, Role, TenantId};
use charthold_protocol::{
    DeviceStatus, Durable, HelloReply, HelloRequest, KnownBackup, OpOutcome, PushReply,
    RefusalCode, SignedAuditReceipt, SignedWipe, Wipe, Withdrawn,
};

use crate::exchange::hello;
use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{With, Workstation};

async fn ask(site: &Site, device: &mut Workstation, request: &HelloRequest) -> HelloReply {
    let with = With::default();
    let answer = device.post_cbor(site, "/v1/sync/hello", request, &with);
    answer.await.cbor()
}

fn holding(charts: &[ChartId]) -> HelloRequest {
    HelloRequest {
        backups: Some(KnownBackup {
            number: 0,
            outside: charts.to_vec(),
        }),
        ..hello(1)
    }
}

async fn withdraw(site: &Site, device: &Workstation) {
    let (why, now) = (WithdrawalReason::Lost, site.clock.now());
    let withdrawn = site.store.revoke_device(device.id, why, now);
    withdrawn.await.unwrap();
}

async fn back_up(site: &Site) {
    let extent = site.store.measure().await.unwrap();
    let noted = site.store.note_backup(&extent, site.clock.now());
    noted.await.unwrap();
}

#[tokio::test]
async fn a_withdrawn_device_learns_what_no_restore_can_lose() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let written = device.write(facility);
    device.push(&site, &[written]).await;
    withdraw(&site, &device).await;
    let late = device.write(facility);
    let reply: PushReply = device.push(&site, &[late]).await.cbor();
    assert!(matches!(
        reply.results[0].outcome,
        OpOutcome::Quarantined { .. }
    ));
    device.explain(&site, None).await;

    let holds = holding(&[facility]);
    let before = ask(&site, &mut device, &holds).await;
    let told = |aside, audit| Withdrawn {
        at: site.clock.now(),
        aside,
        audit,
        wiped: false,
    };
    assert_eq!(
        (before.status, before.durable),
        (DeviceStatus::Revoked, None)
    );
    assert_eq!(before.withdrawn, Some(told(Vec::new(), 0)));
    assert!(before.scope.is_empty() && before.validator.is_none());

    back_up(&site).await;
    let after = ask(&site, &mut device, &holds).await;
    assert_eq!(after.withdrawn, Some(told(vec![facility], 1)));
    let durable = Durable {
        backup: 1,
        charts: vec![(facility, 1)],
    };
    assert_eq!(after.durable, Some(durable));

    let last = device.write(facility);
    device.push(&site, &[last]).await;
    let since = ask(&site, &mut device, &holds).await;
    assert_eq!(
        since.withdrawn,
        Some(told(Vec::new(), 1)),
        "that is in no backup"
    );
    let mut other = site.workstation().await;
    assert_eq!(ask(&site, &mut other, &holds).await.withdrawn, None);
}

#[tokio::test]
async fn a_device_learns_whose_accounts_closed_at_it() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let (mut device, mut other) = (site.workstation().await, site.workstation().await);
    device.sign_in(&site, "tberg").await;
    let before = ask(&site, &mut device, &hello(1)).await;
    assert_eq!(before.closed, None);
    let (why, now) = (WithdrawalReason::Left, site.clock.now());
    site.store.disable_person(person, why, now).await.unwrap();
    let after = ask(&site, &mut device, &hello(1)).await;
    assert_eq!(after.closed, Some(vec![person]));
    assert_ne!(
        after.validator, before.validator,
        "it is told to who knew better"
    );
    assert_eq!(ask(&site, &mut other, &hello(1)).await.closed, None);
    site.store.enable_person(person, now).await.unwrap();
    assert_eq!(ask(&site, &mut device, &hello(1)).await.closed, None);
}

/// Whether it was before the account closed nobody can tell: it is in the chart, and somebody is told.
#[tokio::test]
async fn what_a_closed_account_wrote_is_taken_and_reported() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let colleagues = device.write(facility);
    device.person = person;
    let (first, second) = (device.write(facility), device.write(facility));
    device.push(&site, &[colleagues, first]).await;
    assert_eq!(site.store.list_incidents(10).await.unwrap(), []);

    let (why, now) = (WithdrawalReason::Left, site.clock.now());
    site.store.disable_person(person, why, now).await.unwrap();
    for _ in 0..2 {
        let reply: PushReply = device
            .push(&site, std::slice::from_ref(&second))
            .await
            .cbor();
        let outcome = &reply.results[0].outcome;
        assert!(
            matches!(
                outcome,
                OpOutcome::Accepted { seq: 3 } | OpOutcome::Duplicate { seq: 3 }
            ),
            "{outcome:?}"
        );
    }
    let incidents = site.store.list_incidents(10).await.unwrap();
    let told: Vec<_> = incidents
        .iter()
        .map(|one| (one.kind, one.device, one.chart))
        .collect();
    let kind = IncidentKind::ClosedAccountWrote;
    assert_eq!(told, [(kind, Some(device.id), Some(facility))], "once");
}

#[tokio::test]
async fn a_device_is_seen_at_a_hello_now_and_then() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let id = device.id;
    let began = site.clock.now();
    for (pass, seen) in [(0, 0), (599, 0), (1, 600)] {
        site.clock.pass(pass);
        ask(&site, &mut device, &hello(1)).await;
        let found = site.store.find_device(id).await.unwrap().unwrap();
        let at = found.seen_at.unwrap().since(began).as_secs();
        assert_eq!(at, seen);
    }
}

fn statement(site: &Site, device: &Workstation) -> Wipe {
    Wipe {
        tenant: device.tenant,
        device: device.id,
        audit: device.audit_head(),
        at: site.clock.now(),
    }
}

async fn report(site: &Site, device: &mut Workstation, said: &Wipe) -> Answer {
    let signed = SignedWipe::make(said, &device.signing);
    send(site, device, &signed).await
}

async fn send(site: &Site, device: &mut Workstation, signed: &SignedWipe) -> Answer {
    let with = With::default();
    let body = signed.to_bytes();
    device.post(site, "/v1/device/wiped", body, &with).await
}

#[tokio::test]
async fn a_withdrawn_device_says_that_it_holds_nothing() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    device.explain(&site, None).await;
    let said = statement(&site, &device);
    let in_use = report(&site, &mut device, &said).await;
    assert_eq!(
        in_use.refused(),
        RefusalCode::NotFound,
        "one in use is not empty"
    );

    withdraw(&site, &device).await;
    let receipt: SignedAuditReceipt = report(&site, &mut device, &said).await.cbor();
    let receipt = receipt.verify(&site.central_key).unwrap();
    assert_eq!((receipt.device, receipt.head), (device.id, said.audit));
    let first = site.clock.now();
    site.clock.pass(60);
    assert_eq!(report(&site, &mut device, &said).await.status, 200, "again");
    let found = site.store.find_device(device.id).await.unwrap().unwrap();
    assert_eq!(found.wiped_at, Some(first));
    let listed = crate::command::run(&["devices"], &site.folder().join("central"));
    let listed = crate::command::stdout(&listed);
    assert!(listed.contains("(lost)\twiped 2023-11-14T"), "{listed}");
    let told = ask(&site, &mut device, &holding(&[])).await.withdrawn;
    assert!(told.unwrap().wiped);
}

#[tokio::test]
async fn a_wipe_is_of_this_device_and_after_all_it_recorded() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    device.explain(&site, None).await;
    withdraw(&site, &device).await;
    let said = statement(&site, &device);
    for other in [
        Wipe {
            device: DeviceId::from_bytes([9; 16]),
            ..said
        },
        Wipe {
            tenant: TenantId::from_bytes([9; 16]),
            ..said
        },
    ] {
        let refused = report(&site, &mut device, &other).await;
        assert_eq!(refused.refused(), RefusalCode::Malformed);
    }
    let stranger = SigningSecret::make(&mut device.chance);
    let forged = SignedWipe::make(&said, &stranger);
    let forged = send(&site, &mut device, &forged).await;
    assert_eq!(forged.refused(), RefusalCode::Malformed);
    let early = Wipe {
        audit: AuditHead::EMPTY,
        ..said
    };
    let refused = report(&site, &mut device, &early).await;
    assert_eq!(refused.refused(), RefusalCode::AuditGap);
    device.event(None);
    let later = statement(&site, &device);
    let refused = report(&site, &mut device, &later).await;
    assert_eq!(
        refused.refused(),
        RefusalCode::AuditGap,
        "that one is not here"
    );
    let found = site.store.find_device(device.id).await.unwrap().unwrap();
    assert_eq!(found.wiped_at, None);
}
