use charthold_central_store::{Enrolled, NewDevice, StoreError, WithdrawalReason};
use charthold_protocol::OpOutcome;

use crate::world::World;

pub(crate) async fn a_code_is_used_up(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let code = world.code(&[unit], 2).await;
    for _ in 0..2 {
        assert!(world.store.is_code_good(code, world.now).await.unwrap());
        let (new, _) = world.device();
        let enrolled = world.store.enrol(code, &new, world.now).await.unwrap();
        assert_eq!(enrolled, Enrolled::Yes);
        let device = world.store.find_device(new.id).await.unwrap().unwrap();
        assert_eq!(
            (device.units, device.certificate),
            (vec![unit], new.certificate)
        );
    }
    assert!(!world.store.is_code_good(code, world.now).await.unwrap());
    let (new, _) = world.device();
    let enrolled = world.store.enrol(code, &new, world.now).await.unwrap();
    assert_eq!(enrolled, Enrolled::CodeRefused);
    assert!(world.store.find_device(new.id).await.unwrap().is_none());
}

pub(crate) async fn a_code_expires(world: &mut World<'_>) {
    let code = world.code(&[], 1).await;
    world.pass(900);
    assert!(!world.store.is_code_good(code, world.now).await.unwrap());
    let (new, _) = world.device();
    let enrolled = world.store.enrol(code, &new, world.now).await.unwrap();
    assert_eq!(enrolled, Enrolled::CodeRefused);
}

pub(crate) async fn a_refused_enrolment_leaves_nothing(world: &mut World<'_>) {
    let code = world.code(&[], 2).await;
    let (new, _) = world.device();
    world.store.enrol(code, &new, world.now).await.unwrap();
    let again = world.store.enrol(code, &new, world.now).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })));
    assert!(
        world.store.is_code_good(code, world.now).await.unwrap(),
        "the use of the failed enrolment was given back"
    );
}

pub(crate) async fn a_device_that_was_lost_comes_back_withdrawn(world: &mut World<'_>) {
    let (lost, mut author) = world.device();
    let chart = world.facts.facility_chart;
    let operation = author.write(chart);
    let donor = world.enrol(&[]).await;
    assert!(world.store.donate_device(&lost, world.now).await.unwrap());
    assert!(!world.store.donate_device(&lost, world.now).await.unwrap());
    let back = world.store.find_device(lost.id).await.unwrap().unwrap();
    assert_eq!(back.revoked_at, Some(world.now));
    assert!(back.units.is_empty(), "nothing is in its scope");
    let outcome = world.push(donor.id, &[&operation]).await;
    assert_eq!(
        outcome,
        [OpOutcome::Accepted { seq: 1 }],
        "what it wrote counts"
    );

    let active = world.enrol(&[]).await;
    let again = NewDevice {
        id: active.id,
        ..lost
    };
    assert!(!world.store.donate_device(&again, world.now).await.unwrap());
    let active = world.store.find_device(active.id).await.unwrap().unwrap();
    assert_eq!(active.revoked_at, None, "one that is known stays as it is");
}

pub(crate) async fn a_withdrawn_device_stays_known(world: &mut World<'_>) {
    let device = world.enrol(&[]).await;
    world
        .store
        .revoke_device(device.id, WithdrawalReason::Lost, world.now)
        .await
        .unwrap();
    let first = world.now;
    world.pass(5);
    world
        .store
        .revoke_device(device.id, WithdrawalReason::Lost, world.now)
        .await
        .unwrap();
    let known = world.store.find_device(device.id).await.unwrap().unwrap();
    assert_eq!(
        known.revoked_at,
        Some(first),
        "it was withdrawn when it was first withdrawn"
    );
    assert_eq!(world.store.list_devices().await.unwrap().len(), 1);
    let certificates = world.store.list_certificates(&[device.id]).await.unwrap();
    assert_eq!(
        certificates.len(),
        1,
        "what it signed before can still be checked"
    );
}
