//! A code beside the password, through the day: asked for where central checks the password and nothing here stands for the code.

use std::time::Duration;

use charthold_crypto::Totp;
use charthold_testkit::hospital::DemoPerson;
use charthold_testkit::{Riverside, read_link};
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{Clock as _, Secret, Typed, Workstation};

use crate::cast::{admit, desk, now, one_of, unlock};

const DAY: Duration = Duration::from_secs(86_400);
const STEP: Duration = Duration::from_secs(30);

/// What somebody types, and what comes of it.
async fn type_in(
    station: &Workstation,
    nurse: &DemoPerson,
    (password, previous, code): (&str, Option<&str>, Option<String>),
) -> Result<(), FailureCode> {
    let typed = Typed {
        password: Secret::new(password.to_owned()),
        previous: previous.map(|previous| Secret::new(previous.to_owned())),
        code: code.map(Secret::new),
    };
    let tried = station.let_in(nurse.username, typed).await;
    tried.map_err(|error| Failure::from(error).code)
}

async fn by_password(station: &Workstation, nurse: &DemoPerson) -> Result<(), FailureCode> {
    type_in(station, nurse, (nurse.password, None, None)).await
}

async fn by_code(
    (hospital, app): (&Riverside, &Totp),
    station: &Workstation,
    nurse: &DemoPerson,
) -> Result<(), FailureCode> {
    let code = Some(shown(hospital, app));
    type_in(station, nurse, (nurse.password, None, code)).await
}

/// What the app shows now.
fn shown(hospital: &Riverside, app: &Totp) -> String {
    let at = hospital.clock.now().as_millis() / 1_000;
    app.code_at(u64::try_from(at).expect("after 1970"))
}

fn lease(station: &Workstation) -> charthold_workstation::Timestamp {
    let status = station.home_status().expect("it can be read");
    status.lease_expires_at.expect("somebody was here")
}

const WANTED: Result<(), FailureCode> = Err(FailureCode::SecondFactorWanted);
const WRONG: Result<(), FailureCode> = Err(FailureCode::SecondFactorWrong);

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_shown_at_the_first_sign_in_and_once_a_lease() {
    let hospital = Riverside::open_requiring_codes(now()).await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    let unset = by_password(&station, &nurse).await;
    assert_eq!(unset, Err(FailureCode::SecondFactorUnset), "IT sees to it");

    let app = hospital.set_second_factor(nurse.username).await;
    assert_eq!(by_password(&station, &nurse).await, WANTED);
    let guess = Some("000000".to_owned());
    let guess = type_in(&station, &nurse, (nurse.password, None, guess)).await;
    assert_eq!(guess, WRONG);
    let here = (&hospital, &app);
    assert_eq!(by_code(here, &station, &nurse).await, Ok(()));
    station.settle().await.expect("central answers");
    // Keys are released: the person's key was registered though the code is good once.
    let patients = admit(&station, "4B", 1).await;
    let chart = patients[0].chart.parse().expect("a chart id");
    station.open_chart(chart).expect("it opens");
    let leased_until = lease(&station);

    station.lock().expect("it locks");
    hospital.clock.pass(DAY);
    assert_eq!(
        by_password(&station, &nurse).await,
        Ok(()),
        "the key stands for it"
    );
    assert_eq!(lease(&station), leased_until, "and makes no lease longer");
    station.settle().await.expect("central answers");
    station.lock().expect("it locks");
    hospital.plug.pull();
    assert_eq!(by_password(&station, &nurse).await, Ok(()), "none offline");
    station.lock().expect("it locks");

    hospital.clock.pass(3 * DAY);
    assert!(
        by_password(&station, &nurse).await.is_err(),
        "the lease is over"
    );
    hospital.plug.put_back();
    assert_eq!(by_password(&station, &nurse).await, WANTED);
    assert_eq!(by_code(here, &station, &nurse).await, Ok(()));
    assert!(lease(&station) > leased_until, "another lease");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_wrong_passwords_central_asks_for_a_code_too() {
    let hospital = Riverside::open(now()).await;
    let nurse = one_of("nurse", "4B");
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    let app = hospital.set_second_factor(nurse.username).await;
    let here = (&hospital, &app);
    assert_eq!(by_code(here, &station, &nurse).await, Ok(()));
    station.settle().await.expect("central answers");
    station.lock().expect("it locks");
    hospital.plug.pull();
    for _ in 0..10 {
        hospital.clock.pass(Duration::from_secs(300));
        let guess = type_in(&station, &nurse, ("a guess", None, None)).await;
        assert_eq!(guess, Err(FailureCode::WrongSecret));
    }
    hospital.clock.pass(Duration::from_secs(300));
    let held = by_password(&station, &nurse).await;
    assert_eq!(held, Err(FailureCode::HeldOff), "not on its own word");

    hospital.plug.put_back();
    assert_eq!(by_password(&station, &nurse).await, WANTED, "nor the key's");
    let wrong = Some("000000".to_owned());
    let guess = type_in(&station, &nurse, ("a guess", None, wrong)).await;
    assert_eq!(guess, Err(FailureCode::WrongSecret));
    assert_eq!(by_code(here, &station, &nurse).await, Ok(()));
    station.lock().expect("it locks");
    assert_eq!(by_password(&station, &nurse).await, Ok(()), "as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_set_or_reset_is_asked_for_at_the_next_unlock_and_no_plug_gets_around_it() {
    let hospital = Riverside::open(now()).await;
    let (station, nurse, chart) = desk(&hospital).await;
    station.lock().expect("it locks");
    let app = hospital.set_second_factor(nurse.username).await;
    assert_eq!(by_password(&station, &nurse).await, WANTED);
    hospital.plug.pull();
    assert!(by_password(&station, &nurse).await.is_err());
    assert!(station.view_chart(chart).is_err(), "nobody is in");
    hospital.plug.put_back();
    let here = (&hospital, &app);
    assert_eq!(by_code(here, &station, &nurse).await, Ok(()));
    station.settle().await.expect("central answers");
    station.open_chart(chart).expect("it opens");
    station.lock().expect("it locks");
    hospital.plug.pull();
    unlock(&station, &nurse).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_changed_at_central_wants_the_one_before_it_and_a_code() {
    const NEXT: &str = "winter-came-early-this-year";
    let hospital = Riverside::open(now()).await;
    let (station, nurse, chart) = desk(&hospital).await;
    station.lock().expect("it locks");
    let app = hospital.set_second_factor(nurse.username).await;
    let here = (&hospital, &app);
    assert_eq!(by_code(here, &station, &nurse).await, Ok(()));
    station.settle().await.expect("central answers");
    station.lock().expect("it locks");
    hospital.clock.pass(2 * STEP);
    hospital.set_password(nurse.username, NEXT).await;

    let next = |previous, code| type_in(&station, &nurse, (NEXT, previous, code));
    let changed = next(None, None).await;
    assert_eq!(changed, Err(FailureCode::PasswordChanged));
    let previous = Some(nurse.password);
    assert_eq!(next(previous, None).await, WANTED);
    let code = Some(shown(&hospital, &app));
    assert_eq!(next(previous, code).await, Ok(()));
    station.settle().await.expect("central answers");
    station.open_chart(chart).expect("it opens");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sets_their_app_up_with_a_code_from_it() {
    let hospital = Riverside::open_requiring_codes(now()).await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    let set_up = async |password: &str, code: &str| {
        let [password, code] = [password, code].map(|text| Secret::new(text.to_owned()));
        let link = station.set_up_second_factor(nurse.username, &password, &code);
        link.await.map_err(|error| Failure::from(error).code)
    };
    let nothing = set_up(nurse.password, "7K2M").await.err();
    assert_eq!(nothing, Some(FailureCode::CodeRefused), "nobody gave one");
    let code = hospital.reset_second_factor(nurse.username).await;
    let unset = by_password(&station, &nurse).await;
    assert_eq!(unset, Err(FailureCode::SecondFactorUnset));
    let wrong = set_up("a guess", &code).await.err();
    assert_eq!(wrong, Some(FailureCode::WrongSecret));
    let wrong = set_up(nurse.password, "7K2M").await.err();
    assert_eq!(wrong, Some(FailureCode::CodeRefused));
    let held = set_up(nurse.password, &code).await.err();
    assert_eq!(
        held,
        Some(FailureCode::HeldOff),
        "on the ladder of passwords"
    );
    hospital.clock.pass(STEP);
    // The first answer is lost on the way; what counts is the last.
    let lost = set_up(nurse.password, &code)
        .await
        .expect("the code is good");
    let typed = code.to_lowercase().replace('-', " ");
    let link = set_up(nurse.password, &typed).await.expect("still");
    let [lost, app] = [lost, link].map(|link| read_link(link.expose()));
    assert_eq!(by_password(&station, &nurse).await, WANTED);
    assert_eq!(by_code((&hospital, &lost), &station, &nurse).await, WRONG);
    assert_eq!(by_code((&hospital, &app), &station, &nurse).await, Ok(()));
    let used = set_up(nurse.password, &code).await.err();
    assert_eq!(used, Some(FailureCode::CodeRefused), "it was used");
}
