use std::time::Duration;

use charthold_central_store::{Attempt, Session, StoreError, Use, WithdrawalReason};
use charthold_domain::{Person, PersonId};

use crate::world::World;

pub(crate) async fn a_username_is_taken_once(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let person = world.person("tberg", &[unit]).await;
    let other = Person {
        id: PersonId::from_bytes([8; 16]),
        ..person.clone()
    };
    let again = world.store.add_person(&other, "hash", world.now).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })));
    let account = world.store.find_account("tberg").await.unwrap().unwrap();
    assert_eq!(account.person, person);
    assert!(world.store.find_account("nobody").await.unwrap().is_none());
    assert_eq!(
        world.store.find_person(person.id).await.unwrap(),
        Some(person)
    );
}

pub(crate) async fn a_closed_account_has_no_sessions_and_no_scope(world: &mut World<'_>) {
    let (near, far) = (world.unit("4B").await, world.unit("5A").await);
    let chart = world.chart(far).await;
    let person = world.person("tberg", &[far]).await;
    let device = world.enrol(&[near]).await;
    let made = Use {
        device: device.id,
        person: person.id,
        at: world.now,
    };
    world.store.record_use(made).await.unwrap();
    let session = session(world, device.id, person.id);
    world.store.add_session(&session).await.unwrap();
    let holds = |scope: Vec<charthold_protocol::ScopedChart>| {
        scope.iter().any(|scoped| scoped.chart == chart)
    };
    assert!(holds(world.store.list_scope(device.id).await.unwrap()));

    world
        .store
        .disable_person(person.id, WithdrawalReason::Left, world.now)
        .await
        .unwrap();
    assert!(!holds(world.store.list_scope(device.id).await.unwrap()));
    let found = world
        .store
        .find_session(session.token_hash, world.now)
        .await
        .unwrap();
    assert_eq!(found, None);
    assert_eq!(world.store.find_person(person.id).await.unwrap(), None);
    let account = world.store.find_account("tberg").await.unwrap().unwrap();
    assert_eq!(
        account.disabled_at,
        Some(world.now),
        "the account stays known"
    );
    assert!(world.store.list_people().await.unwrap().is_empty());
    let nobody = world
        .store
        .disable_person(
            PersonId::from_bytes([8; 16]),
            WithdrawalReason::Left,
            world.now,
        )
        .await;
    assert!(matches!(nobody, Err(StoreError::Absent { .. })));
}

pub(crate) async fn who_left_is_known_to_those_who_read(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let (here, left) = (
        world.person("tberg", &[unit]).await,
        world.person("arahman", &[]).await,
    );
    world
        .store
        .disable_person(left.id, WithdrawalReason::Left, world.now)
        .await
        .unwrap();
    let nobody = PersonId::from_bytes([8; 16]);
    let asked = [left.id, nobody, here.id];
    let mut found = world.store.list_accounts(&asked).await.unwrap();
    found.sort_by(|a, b| a.person.username.cmp(&b.person.username));
    let told: Vec<_> = found
        .into_iter()
        .map(|account| (account.person, account.disabled_at))
        .collect();
    assert_eq!(told, [(left, Some(world.now)), (here, None)]);
    assert!(world.store.list_accounts(&[]).await.unwrap().is_empty());
}

fn session(world: &mut World<'_>, device: charthold_domain::DeviceId, person: PersonId) -> Session {
    let token_hash = world.bytes();
    let expires_at = world.now.plus(Duration::from_secs(600));
    Session {
        token_hash,
        device,
        person,
        began_at: world.now,
        expires_at,
    }
}

pub(crate) async fn a_session_ends_by_itself(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await;
    let device = world.enrol(&[]).await;
    let session = session(world, device.id, person.id);
    world.store.add_session(&session).await.unwrap();
    let found = world
        .store
        .find_session(session.token_hash, world.now)
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&session));
    world.pass(599);
    assert!(
        world
            .store
            .find_session(session.token_hash, world.now)
            .await
            .unwrap()
            .is_some()
    );
    world.pass(1);
    assert!(
        world
            .store
            .find_session(session.token_hash, world.now)
            .await
            .unwrap()
            .is_none()
    );
}

pub(crate) async fn tries_are_held_off_by_the_ladder(world: &mut World<'_>) {
    let ladder = [0, 0, 10].map(Duration::from_secs);
    let (name, other) = (world.bytes(), world.bytes());
    for _ in 0..2 {
        let attempt = world
            .store
            .begin_attempt(name, &ladder, world.now)
            .await
            .unwrap();
        assert_eq!(attempt, Attempt::Allowed);
    }
    let until = world.now.plus(Duration::from_secs(10));
    world.pass(9);
    let attempt = world
        .store
        .begin_attempt(name, &ladder, world.now)
        .await
        .unwrap();
    assert_eq!(
        attempt,
        Attempt::HeldOff { until },
        "trying does not make the wait longer"
    );
    let attempt = world
        .store
        .begin_attempt(other, &ladder, world.now)
        .await
        .unwrap();
    assert_eq!(attempt, Attempt::Allowed, "others are not held off");
    world.pass(1);
    let attempt = world
        .store
        .begin_attempt(name, &ladder, world.now)
        .await
        .unwrap();
    assert_eq!(attempt, Attempt::Allowed);
    let attempt = world
        .store
        .begin_attempt(name, &ladder, world.now)
        .await
        .unwrap();
    assert!(
        matches!(attempt, Attempt::HeldOff { .. }),
        "the last rung holds on"
    );
    world.store.clear_attempts(name).await.unwrap();
    let attempt = world
        .store
        .begin_attempt(name, &ladder, world.now)
        .await
        .unwrap();
    assert_eq!(attempt, Attempt::Allowed);
}
