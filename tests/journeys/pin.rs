//! A PIN through a shift: set with the password, good for some hours of one process, and worth little to who guesses.

use std::time::Duration;

use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::ipc::dto::PinState;
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{Secret, Workstation};

use crate::cast::{desk, note, one_of, riverside, unlock};

const PIN: &str = "135790";

async fn set(station: &Workstation, password: &str, pin: &str) -> Result<(), FailureCode> {
    let [password, pin] = [password, pin].map(|text| Secret::new(text.to_owned()));
    let set = station.set_pin(password, pin).await;
    set.map_err(|error| Failure::from(error).code)
}

async fn try_pin(station: &Workstation, nurse: &DemoPerson, pin: &str) -> Result<(), FailureCode> {
    let tried = station.unlock_with_pin(nurse.username, Secret::new(pin.to_owned()));
    tried.await.map_err(|error| Failure::from(error).code)
}

fn state(station: &Workstation, nurse: &DemoPerson) -> PinState {
    let status = station.session_status().expect("it can be shown");
    let theirs = status
        .people
        .iter()
        .find(|each| each.username == nurse.username);
    theirs.expect("she was here").pin
}

const GONE: Result<(), FailureCode> = Err(FailureCode::PinGone);
const WRONG: Result<(), FailureCode> = Err(FailureCode::PinWrong);

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_opens_what_the_password_opened_with_and_without_a_network() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    assert_eq!(state(&station, &nurse), PinState::Unset);
    let stranger = set(&station, "a guess", PIN).await;
    assert_eq!(
        stranger,
        Err(FailureCode::WrongSecret),
        "a desk left open is no proof"
    );
    let simple = set(&station, nurse.password, "123456").await;
    assert_eq!(simple, Err(FailureCode::PinTooSimple));
    assert_eq!(set(&station, nurse.password, PIN).await, Ok(()));
    station
        .save_draft(chart, None, &note("Typed before"))
        .expect("it is saved");
    station.lock().expect("it locks");
    assert_eq!(state(&station, &nurse), PinState::Set);

    assert_eq!(try_pin(&station, &nurse, PIN).await, Ok(()));
    station.open_chart(chart).expect("it opens");
    let draft = station
        .load_draft(chart)
        .expect("it can be read")
        .expect("it is there");
    assert_eq!(draft.text.sections[0].text, "Typed before");
    station
        .write_signed_note(chart, &note("Signed by a PIN's session."))
        .expect("it is signed");
    station.sync(None).await.expect("her key vouches for her");

    station.lock().expect("it locks");
    hospital.plug.pull();
    assert_eq!(try_pin(&station, &nurse, PIN).await, Ok(()));
    station.open_chart(chart).expect("it opens");
    let events = station.list_audit(None, None, 100).expect("it can be read");
    let by_pin = events.iter().filter(|event| event.what == "pin-unlocked");
    assert_eq!(by_pin.count(), 2);
    assert_eq!(
        events
            .iter()
            .filter(|event| event.what == "pin-set")
            .count(),
        1
    );

    station.remove_pin().expect("somebody is in");
    station.lock().expect("it locks");
    assert_eq!(try_pin(&station, &nurse, PIN).await, GONE);
    unlock(&station, &nurse).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_wrong_ones_end_it_and_each_is_in_the_audit() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    assert_eq!(set(&station, nurse.password, PIN).await, Ok(()));
    station.lock().expect("it locks");
    for right_after in [PIN, ""] {
        assert_eq!(try_pin(&station, &nurse, "246801").await, WRONG);
        assert_eq!(try_pin(&station, &nurse, "246802").await, WRONG);
        if !right_after.is_empty() {
            assert_eq!(
                try_pin(&station, &nurse, right_after).await,
                Ok(()),
                "slips are forgiven"
            );
            station.lock().expect("it locks");
        }
    }
    assert_eq!(try_pin(&station, &nurse, "246803").await, GONE);
    assert_eq!(
        try_pin(&station, &nurse, PIN).await,
        GONE,
        "the right one comes too late"
    );
    assert_eq!(state(&station, &nurse), PinState::Unset);
    unlock(&station, &nurse).await;
    let events = station.list_audit(None, None, 100).expect("it can be read");
    let failed = events.iter().filter(|event| event.what == "unlock-failed");
    assert_eq!(failed.count(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_with_the_shift_with_the_process_and_with_the_lease() {
    let hospital = riverside().await;
    let (home, environment) = (hospital.folder.path().join("desk"), hospital.environment());
    let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
    let station = opened.await.expect("it is enrolled");
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let other = one_of("physician", "4B");
    assert_eq!(set(&station, nurse.password, PIN).await, Ok(()));
    station.lock().expect("it locks");
    assert_eq!(try_pin(&station, &other, PIN).await, GONE, "it is hers");
    hospital.clock.pass(Duration::from_secs(12 * 3_600 - 60));
    assert_eq!(try_pin(&station, &nurse, PIN).await, Ok(()));
    station.lock().expect("it locks");
    hospital.clock.pass(Duration::from_secs(60));
    assert_eq!(
        try_pin(&station, &nurse, PIN).await,
        GONE,
        "after twelve hours"
    );

    unlock(&station, &nurse).await;
    assert_eq!(set(&station, nurse.password, PIN).await, Ok(()));
    station.lock().expect("it locks");
    drop(station);
    let station = Workstation::open(home, environment).expect("it opens");
    assert_eq!(
        try_pin(&station, &nurse, PIN).await,
        GONE,
        "it was in memory alone"
    );

    unlock(&station, &nurse).await;
    station.lock().expect("it locks");
    hospital.plug.pull();
    hospital
        .clock
        .pass(Duration::from_secs(3 * 86_400 - 4 * 3_600));
    unlock(&station, &nurse).await;
    assert_eq!(set(&station, nurse.password, PIN).await, Ok(()));
    station.lock().expect("it locks");
    hospital.clock.pass(Duration::from_secs(5 * 3_600));
    let over = try_pin(&station, &nurse, PIN).await;
    assert_eq!(
        over,
        Err(FailureCode::CentralUnreachable),
        "the lease is over"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_set_by_it_and_a_closed_account_end_it() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    assert_eq!(set(&station, nurse.password, PIN).await, Ok(()));
    station.lock().expect("it locks");
    hospital
        .set_password(nurse.username, "winter-came-early-this-year")
        .await;
    assert_eq!(
        try_pin(&station, &nurse, PIN).await,
        GONE,
        "central wants the password"
    );
    hospital.plug.pull();
    assert_eq!(
        try_pin(&station, &nurse, PIN).await,
        GONE,
        "and no plug gets around it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_desk_does_not_set_one() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    station.lock().expect("it locks");
    let locked = set(&station, nurse.password, PIN).await;
    assert_eq!(locked, Err(FailureCode::Locked));
    assert!(station.remove_pin().is_err());
}
