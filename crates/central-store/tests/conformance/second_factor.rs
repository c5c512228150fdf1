use std::time::Duration;

use charthold_central_store::{
    Attempt, LastSet, NewSecondFactor, SecondFactor, Session, SetUpCode, StoreError, Use,
};
use charthold_domain::PersonId;

use crate::world::World;

const MOST: u32 = 3;

fn new(world: &World<'_>, person: PersonId) -> NewSecondFactor {
    NewSecondFactor {
        person,
        secret: Some(vec![7; 92]),
        code: None,
        at: world.now,
    }
}

pub(crate) async fn a_step_is_taken_once_and_none_before_it(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let factor = new(world, person);
    world.store.set_second_factor(&factor).await.unwrap();
    let at = world.now;
    let take = |step| world.store.take_step(person, at, step);
    assert!(take(100).await.unwrap());
    for step in [100, 99, 1] {
        assert!(!take(step).await.unwrap(), "{step} is over");
    }
    assert!(take(101).await.unwrap());

    world.pass(1);
    let again = new(world, person);
    world.store.set_second_factor(&again).await.unwrap();
    let earlier = world.store.take_step(person, at, 102).await;
    assert!(!earlier.unwrap(), "of the secret before this one");
    let later = world.store.take_step(person, world.now, 102).await;
    assert!(later.unwrap());
    let nobody = PersonId::from_bytes([8; 16]);
    let nobodys = world.store.take_step(nobody, world.now, 103).await;
    assert!(!nobodys.unwrap());
}

pub(crate) async fn of_two_at_once_one_takes_the_step(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let factor = new(world, person);
    world.store.set_second_factor(&factor).await.unwrap();
    for step in 1..=10 {
        let take = || world.store.take_step(person, factor.at, step);
        let (one, two, three) = tokio::join!(take(), take(), take());
        let taken = [one, two, three].map(Result::unwrap);
        let times = taken.iter().filter(|taken| **taken).count();
        assert_eq!(times, 1, "step {step}: {taken:?}");
    }
}

pub(crate) async fn codes_are_counted_before_they_are_tried(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let factor = new(world, person);
    world.store.set_second_factor(&factor).await.unwrap();
    let begin = || world.store.begin_code(person, MOST);
    let (one, two, three) = tokio::join!(begin(), begin(), begin());
    assert_eq!([one, two, three].map(Result::unwrap), [true; 3]);
    assert!(!begin().await.unwrap(), "no more than these");
    let found = world.store.find_second_factor(person).await.unwrap();
    assert_eq!(found.unwrap().wrong, MOST);
    assert!(world.store.take_step(person, factor.at, 1).await.unwrap());
    assert!(begin().await.unwrap(), "a right one forgets them");
}

pub(crate) async fn setting_one_ends_what_was_open(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let device = world.enrol(&[]).await.id;
    let at = world.now;
    world
        .store
        .record_use(Use { device, person, at })
        .await
        .unwrap();
    let session = Session {
        token_hash: world.bytes(),
        device,
        person,
        began_at: at,
        expires_at: at.plus(Duration::from_secs(600)),
    };
    world.store.add_session(&session).await.unwrap();
    let factor = new(world, person);
    world.store.set_second_factor(&factor).await.unwrap();
    let open = world.store.find_session(session.token_hash, at).await;
    assert_eq!(open.unwrap(), None);
    let known = world.store.find_use(device, person).await.unwrap();
    assert_eq!(known.unwrap().signed_in_at.as_millis(), 0, "no lease");

    let nobody = new(world, PersonId::from_bytes([8; 16]));
    let refused = world.store.set_second_factor(&nobody).await;
    assert!(matches!(refused, Err(StoreError::Absent { .. })));
}

pub(crate) async fn a_person_sets_one_up_with_a_code_until_they_used_it(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let code = SetUpCode {
        hash: world.bytes(),
        until: world.now.plus(Duration::from_secs(60)),
    };
    let reset = NewSecondFactor {
        secret: None,
        code: Some(code),
        ..new(world, person)
    };
    world.store.set_second_factor(&reset).await.unwrap();
    let expected = SecondFactor {
        person,
        set_at: world.now,
        secret: None,
        wrong: 0,
        code: Some(code),
    };
    let found = world.store.find_second_factor(person).await.unwrap();
    assert_eq!(found, Some(expected));
    let early = world.store.take_step(person, reset.at, 1).await.unwrap();
    assert!(!early, "nothing is set up");

    let (store, at) = (world.store, world.now);
    let set_up = |hash, secret: u8, at| async move {
        let secret = [secret; 92];
        let set_up = store.set_up_second_factor(person, hash, &secret, at);
        set_up.await.unwrap()
    };
    assert!(!set_up([9; 32], 1, at).await, "another code");
    assert!(!set_up(code.hash, 1, code.until).await, "too late");
    assert!(set_up(code.hash, 1, at).await);
    assert!(set_up(code.hash, 2, at).await, "the answer was lost");
    let found = store.find_second_factor(person).await.unwrap().unwrap();
    assert_eq!(found.secret, Some(vec![2; 92]));
    assert!(store.take_step(person, reset.at, 5).await.unwrap());
    assert!(!set_up(code.hash, 3, at).await, "it was used");
}

pub(crate) async fn one_that_is_removed_is_wanted_no_more(world: &mut World<'_>) {
    let person = world.person("tberg", &[]).await.id;
    let (store, at) = (world.store, world.now);
    let factor = new(world, person);
    store.set_second_factor(&factor).await.unwrap();
    let set = LastSet {
        person,
        at,
        is_wanted: true,
        is_set_up: true,
    };
    assert_eq!(store.list_second_factors().await.unwrap(), [set]);
    world.pass(1);
    store.remove_second_factor(person, world.now).await.unwrap();
    assert_eq!(store.find_second_factor(person).await.unwrap(), None);
    let removed = LastSet {
        person,
        at: world.now,
        is_wanted: false,
        is_set_up: false,
    };
    assert_eq!(store.list_second_factors().await.unwrap(), [removed]);
    assert!(!store.take_step(person, world.now, 9).await.unwrap());
    let nobody = PersonId::from_bytes([8; 16]);
    let refused = store.remove_second_factor(nobody, world.now).await;
    assert!(matches!(refused, Err(StoreError::Absent { .. })));
    let again = new(world, person);
    store.set_second_factor(&again).await.unwrap();
    assert!(store.find_second_factor(person).await.unwrap().is_some());
}

pub(crate) async fn a_try_that_is_taken_back_forgives_none_before_it(world: &mut World<'_>) {
    let ladder = [0, 0, 10].map(Duration::from_secs);
    let name = world.bytes();
    let (store, at) = (world.store, world.now);
    let begin = || async move { store.begin_attempt(name, &ladder, at).await.unwrap() };
    for _ in 0..5 {
        assert_eq!(begin().await, Attempt::Allowed);
        store.take_back_attempt(name).await.unwrap();
    }
    assert_eq!(begin().await, Attempt::Allowed);
    assert_eq!(begin().await, Attempt::Allowed);
    store.take_back_attempt(name).await.unwrap();
    assert_eq!(
        begin().await,
        Attempt::Allowed,
        "the last one counts no more"
    );
    let held = begin().await;
    assert!(
        matches!(held, Attempt::HeldOff { .. }),
        "those before it do"
    );
    store.take_back_attempt([9; 32]).await.unwrap();
}
