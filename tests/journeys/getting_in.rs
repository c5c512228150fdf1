//! Who gets in, when, and who does not: wrong passwords, a central that says no, a lock that comes while a password is checked.

use std::time::Duration;

use charthold_central_store::WithdrawalReason;
use charthold_crypto::{ServerPasswordParams, hash_password};
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::ipc::dto::{LockReason, SessionState};
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{Secret, Workstation, WorkstationError};

use crate::cast::{desk, note, one_of, riverside, unlock};

async fn try_in(station: &Workstation, username: &str, password: &str) -> Result<(), FailureCode> {
    let tried = station.unlock(username, Secret::new(password.to_owned()));
    tried.await.map_err(|error| Failure::from(error).code)
}

/// Ten wrong passwords, as fast as they are taken.
async fn guess_ten_times(hospital: &Riverside, station: &Workstation, nurse: &DemoPerson) {
    for _ in 0..10 {
        hospital.clock.pass(Duration::from_secs(300));
        let guess = try_in(station, nurse.username, "a guess").await;
        assert_eq!(guess, Err(FailureCode::WrongSecret));
    }
    hospital.clock.pass(Duration::from_secs(300));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_wrong_passwords_the_right_one_opens_once_central_has_checked_it() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station.lock().expect("it locks");
    hospital.plug.pull();
    guess_ten_times(&hospital, &station, &nurse).await;
    let held = try_in(&station, nurse.username, nurse.password).await;
    assert_eq!(held, Err(FailureCode::HeldOff), "not on its own word");

    hospital.plug.put_back();
    let guess = try_in(&station, nurse.username, "a guess").await;
    assert_eq!(guess, Err(FailureCode::WrongSecret), "central says no");
    hospital.clock.pass(Duration::from_secs(300));
    unlock(&station, &nurse).await;
    station.open_chart(chart).expect("it opens");

    station.lock().expect("it locks");
    hospital.plug.pull();
    unlock(&station, &nurse).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_set_forward_shortens_no_wait_and_a_restart_forgives_none() {
    let hospital = riverside().await;
    let enrolment = hospital.enrolment("WS-4B-03", &["4B"]).await;
    let home = hospital.folder.path().join("home");
    let environment = hospital.environment();
    let open = || Workstation::open(home.clone(), environment.clone()).expect("it opens");
    let station = open();
    station.enroll(&enrolment).await.expect("the code is good");
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    station.lock().expect("it locks");
    hospital.plug.pull();
    for _ in 0..7 {
        hospital.clock.pass(Duration::from_secs(60));
        let _ = try_in(&station, nurse.username, "a guess").await;
    }
    let held = Err(FailureCode::HeldOff);
    hospital.clock.set_wall_by(Duration::from_secs(3_600));
    assert_eq!(try_in(&station, nurse.username, nurse.password).await, held);
    drop(station);
    let station = open();
    assert_eq!(try_in(&station, nurse.username, nurse.password).await, held);
    hospital.clock.pass(Duration::from_secs(60));
    unlock(&station, &nurse).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_central_said_no_to_gets_nobody_in_when_the_plug_is_pulled() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    station.lock().expect("it locks");
    let store = hospital.store().await;
    let account = store
        .find_account(nurse.username)
        .await
        .expect("it answers");
    let person = account.expect("she has one").person;
    let now = charthold_workstation::Clock::now(hospital.clock.as_ref());
    store
        .disable_person(person.id, WithdrawalReason::Left, now)
        .await
        .expect("the account is closed");
    let refused = try_in(&station, nurse.username, nurse.password).await;
    assert!(refused.is_err(), "central says no");
    hospital.plug.pull();
    let unplugged = try_in(&station, nurse.username, nurse.password).await;
    assert!(unplugged.is_err(), "and that is remembered");
    assert!(station.search("").is_err(), "nobody is in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_changed_at_central_asks_for_the_one_before_it_once_and_loses_nothing() {
    const NEXT: &str = "winter-came-early-this-year";
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station
        .save_draft(chart, None, &note("Under the old one"))
        .expect("it is saved");
    station.lock().expect("it locks");
    let store = hospital.store().await;
    let account = store.find_account(nurse.username).await;
    let person = account.expect("it answers").expect("she has one").person;
    let mut entropy = charthold_testkit::SeededEntropy::new(9);
    let next = Secret::new(NEXT.to_owned());
    let hash = hash_password(&next, ServerPasswordParams::STANDARD, &mut entropy);
    let hash = hash.expect("there is room");
    let set = store.set_password(person.id, &hash).await;
    set.expect("it is set");

    let old = try_in(&station, nurse.username, nurse.password).await;
    assert_eq!(old, Err(FailureCode::WrongSecret), "central takes another");
    let next = try_in(&station, nurse.username, NEXT).await;
    assert_eq!(next, Err(FailureCode::PasswordChanged));
    let both = |previous: &str| {
        let previous = Secret::new(previous.to_owned());
        station.unlock_after_change(nurse.username, Secret::new(NEXT.to_owned()), previous)
    };
    let wrong = both("not the one before").await;
    assert!(
        matches!(wrong, Err(WorkstationError::PreviousWrong)),
        "{wrong:?}"
    );
    // The one that central takes forgives no wrong one before it.
    let next = try_in(&station, nurse.username, NEXT).await;
    assert_eq!(next, Err(FailureCode::PasswordChanged));
    let wrong = both("nor this").await;
    assert!(
        matches!(wrong, Err(WorkstationError::PreviousWrong)),
        "{wrong:?}"
    );
    let next = try_in(&station, nurse.username, NEXT).await;
    assert_eq!(next, Err(FailureCode::HeldOff), "two in a row wait");
    hospital.clock.pass(Duration::from_secs(10));
    both(nurse.password).await.expect("both are right");
    station.settle().await.expect("central answers");
    station.open_chart(chart).expect("it opens");
    let draft = station.load_draft(chart).expect("it can be read");
    let draft = draft.expect("it is there");
    assert_eq!(draft.text.sections[0].text, "Under the old one");

    station.lock().expect("it locks");
    hospital.plug.pull();
    let old = try_in(&station, nurse.username, nurse.password).await;
    assert_eq!(old, Err(FailureCode::WrongSecret), "its slot is gone");
    let next = try_in(&station, nurse.username, NEXT).await;
    assert_eq!(next, Ok(()), "one password is enough from here on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_comes_while_a_password_is_checked_lets_nobody_in() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station.lock().expect("it locks");
    let password = Secret::new(nurse.password.to_owned());
    // The first runs until it waits for central; then the lid is closed.
    let (unlocked, locked) = tokio::join!(biased; station.unlock(nurse.username, password), async {
        station.lock_with_system()
    });
    assert!(!locked.expect("nothing fails"), "nobody was in");
    assert!(
        matches!(unlocked, Err(WorkstationError::Locked)),
        "{unlocked:?}"
    );
    assert!(station.view_chart(chart).is_err(), "nobody is in");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_for_another_locks_them_first_and_neither_loses_a_word() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    let physician = one_of("physician", "4B");
    station
        .save_draft(chart, None, &note("Hers"))
        .expect("it is saved");
    unlock(&station, &physician).await;
    station.open_chart(chart).expect("it opens");
    let nothing = station.load_draft(chart).expect("it can be read");
    assert!(nothing.is_none(), "nobody sees another's draft");
    station
        .save_draft(chart, None, &note("His"))
        .expect("it is saved");
    unlock(&station, &nurse).await;
    station.open_chart(chart).expect("it opens");
    let hers = station.load_draft(chart).expect("it can be read");
    let hers = hers.expect("it is there");
    assert_eq!(hers.text.sections[0].text, "Hers");
    station.lock().expect("it locks");

    let status = station.session_status().expect("it can be shown");
    assert!(matches!(
        status.state,
        SessionState::Locked {
            reason: LockReason::Person,
            ..
        }
    ));
    unlock(&station, &nurse).await;
    let events = station.list_audit(None, None, 100).expect("it can be read");
    let stretches: Vec<(&str, &str)> = events
        .iter()
        .rev()
        .filter(|event| ["unlocked", "signed-in", "locked"].contains(&event.what.as_str()))
        .map(|event| (event.person.as_deref().unwrap_or(""), event.what.as_str()))
        .collect();
    let (she, he) = (nurse.username, physician.username);
    let expected = [
        (she, "signed-in"),
        (she, "locked"),
        (he, "signed-in"),
        (he, "locked"),
        (she, "unlocked"),
        (she, "locked"),
        (she, "unlocked"),
    ];
    assert_eq!(stretches, expected, "one person at a time");
}
