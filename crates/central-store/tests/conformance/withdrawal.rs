//! Devices that are withdrawn and accounts that are closed: why, what ends, and what a device says at its end.

use std::time::Duration;

use charthold_audit::Subtype;
use charthold_central_store::{Kept, Session, SignatureCheck, StoreError, Use, WithdrawalReason};
use charthold_crypto::SigningSecret;
use charthold_domain::{DeviceId, PersonId};
use charthold_protocol::{DeviceStatus, SignedWipe, Wipe};

use crate::world::{Counted, World};

pub(crate) async fn the_first_reason_stays(world: &mut World<'_>) {
    let device = world.enrol(&[]).await.id;
    let person = world.person("tberg", &[]).await.id;
    for (device_why, person_why) in [
        (WithdrawalReason::Stolen, WithdrawalReason::Suspended),
        (WithdrawalReason::Replaced, WithdrawalReason::Left),
    ] {
        let withdrawn = world.store.revoke_device(device, device_why, world.now);
        withdrawn.await.unwrap();
        let closed = world.store.disable_person(person, person_why, world.now);
        closed.await.unwrap();
    }
    let device = world.store.find_device(device).await.unwrap().unwrap();
    assert_eq!(device.revoked_why, Some(WithdrawalReason::Stolen));
    let accounts = world.store.list_all_accounts().await.unwrap();
    assert_eq!(accounts.len(), 1, "closed ones too");
    assert_eq!(accounts[0].disabled_why, Some(WithdrawalReason::Suspended));
}

pub(crate) async fn a_device_is_seen_forwards(world: &mut World<'_>) {
    let device = world.enrol(&[]).await.id;
    let found = world.store.find_device(device).await.unwrap().unwrap();
    assert_eq!((found.enrolled_at, found.seen_at), (world.now, None));
    let early = world.now;
    world.pass(60);
    for at in [world.now, early] {
        world.store.note_contact(device, at).await.unwrap();
    }
    let found = world.store.find_device(device).await.unwrap().unwrap();
    assert_eq!(found.seen_at, Some(world.now));
}

pub(crate) async fn only_a_withdrawn_device_is_wiped(world: &mut World<'_>) {
    let mut device = world.enrol(&[]).await;
    let said = Wipe {
        tenant: world.facts.tenant,
        device: device.id,
        audit: device.audit_head(),
        at: world.now,
    };
    let word = SignedWipe::make(&said, &device.signing);
    let in_use = world.store.record_wipe(device.id, &word, world.now).await;
    assert!(matches!(in_use, Err(StoreError::Absent { .. })));
    let why = WithdrawalReason::Lost;
    let withdrawn = world.store.revoke_device(device.id, why, world.now);
    withdrawn.await.unwrap();
    let first = world.now;
    for _ in 0..2 {
        let wiped = world.store.record_wipe(device.id, &word, world.now);
        wiped.await.unwrap();
        world.pass(60);
    }
    let found = world.store.find_device(device.id).await.unwrap().unwrap();
    assert_eq!(found.wiped_at, Some(first));
    let event = device.event(Subtype::Locked).1;
    let late = world.ingesting(&device, &[event]);
    let late = world.store.ingest(&late).await.unwrap();
    assert_eq!(late.head.seq, 1, "what it says afterwards is still kept");
}

pub(crate) async fn a_device_knows_whose_accounts_closed(world: &mut World<'_>) {
    let (here, elsewhere) = (world.enrol(&[]).await.id, world.enrol(&[]).await.id);
    let (left, stays) = (
        world.person("tberg", &[]).await.id,
        world.person("arahman", &[]).await.id,
    );
    for (device, person) in [(here, left), (here, stays), (elsewhere, stays)] {
        let at = world.now;
        let made = Use { device, person, at };
        world.store.record_use(made).await.unwrap();
    }
    let why = WithdrawalReason::Left;
    let closed = world.store.disable_person(left, why, world.now);
    closed.await.unwrap();
    let told = world.store.list_closed_users(here).await.unwrap();
    assert_eq!(told, [left]);
    assert_eq!(
        world.store.list_closed_users(elsewhere).await.unwrap(),
        [],
        "who was never here is nobody's business here"
    );
    world.store.enable_person(left, world.now).await.unwrap();
    assert_eq!(world.store.list_closed_users(here).await.unwrap(), []);
}

pub(crate) async fn an_account_is_opened_again(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await;
    let why = WithdrawalReason::Suspended;
    let closed = world.store.disable_person(person.id, why, world.now);
    closed.await.unwrap();
    let opened = world.store.enable_person(person.id, world.now);
    opened.await.unwrap();
    let found = world.store.find_person(person.id).await.unwrap();
    assert_eq!(found, Some(person));
    let account = world.store.find_account("tberg").await.unwrap().unwrap();
    assert_eq!((account.disabled_at, account.disabled_why), (None, None));
    assert_eq!(account.enabled_at, Some(world.now));
    let nobody = PersonId::from_bytes([8; 16]);
    let nobody = world.store.enable_person(nobody, world.now);
    assert!(matches!(nobody.await, Err(StoreError::Absent { .. })));
}

pub(crate) async fn a_new_password_ends_what_the_old_one_opened(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let device = world.enrol(&[]).await.id;
    let at = world.now;
    let made = Use { device, person, at };
    world.store.record_use(made).await.unwrap();
    let key = SigningSecret::make(&mut Counted(7)).public();
    let kept = world.store.record_person_key(device, person, &key);
    kept.await.unwrap();
    let session = Session {
        token_hash: [1; 32],
        device,
        person,
        began_at: at,
        expires_at: at.plus(Duration::from_secs(600)),
    };
    world.store.add_session(&session).await.unwrap();

    world.store.set_password(person, "$new$").await.unwrap();
    let account = world.store.find_account("tberg").await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$new$");
    let found = world.store.find_session([1; 32], at).await.unwrap();
    assert_eq!(found, None);
    let known = world.store.find_use(device, person).await.unwrap().unwrap();
    assert_eq!(known.signed_in_at.as_millis(), 0, "no lease is left");
    assert_eq!(known.person_key, Some(key), "the key is theirs as before");
    let nobody = PersonId::from_bytes([8; 16]);
    let nobody = world.store.set_password(nobody, "$new$").await;
    assert!(matches!(nobody, Err(StoreError::Absent { .. })));
}

pub(crate) async fn what_is_kept_aside_is_durable_in_a_backup(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let (chart, other) = (world.chart(unit).await, world.chart(unit).await);
    let mut device = world.enrol(&[unit]).await;
    let (standing, holds) = (DeviceStatus::Revoked, SignatureCheck::Holds);
    let (a, b, c) = (
        device.write(chart),
        device.write(chart),
        device.write(other),
    );
    let event = device.event(Subtype::ChartOpened).1;
    let event = world.ingesting(&device, &[event]);
    world.store.ingest(&event).await.unwrap();
    world.offer(device.id, standing, holds, &[&a]).await;
    let kept = |charts, audit| Kept {
        aside: charts,
        audit,
    };
    let charts = [chart, other];
    let now = world.store.kept(device.id, &charts).await.unwrap();
    assert_eq!(now, kept(vec![other], 0), "of the other nothing is aside");

    let extent = world.store.measure().await.unwrap();
    assert_eq!(extent.aside, [(chart, 1)]);
    assert_eq!(extent.audit, [(device.id, 1)]);
    world.store.note_backup(&extent, world.now).await.unwrap();
    let now = world.store.kept(device.id, &charts).await.unwrap();
    assert_eq!(now, kept(charts.to_vec(), 1));
    let stranger = DeviceId::from_bytes([9; 16]);
    let theirs = world.store.kept(stranger, &[]).await.unwrap();
    assert_eq!(theirs, Kept::default());

    world.offer(device.id, standing, holds, &[&b, &c]).await;
    let now = world.store.kept(device.id, &charts).await.unwrap();
    assert_eq!(now, kept(Vec::new(), 1), "what came since is in no backup");
    let later = world.store.measure().await.unwrap();
    for (aside, audit) in [
        (vec![(chart, 3)], later.audit.clone()),
        (later.aside.clone(), vec![(device.id, 2)]),
    ] {
        let longer = charthold_central_store::Extent {
            aside,
            audit,
            ..later.clone()
        };
        let refused = world.store.note_backup(&longer, world.now).await;
        assert!(matches!(refused, Err(StoreError::Absent { .. })));
    }
    world.store.note_backup(&later, world.now).await.unwrap();
    let now = world.store.kept(device.id, &charts).await.unwrap();
    assert_eq!(now, kept(charts.to_vec(), 1));
}
