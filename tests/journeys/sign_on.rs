//! Signing in by the hospital's sign-on provider, a real one, with somebody at its pages: it says who they are, a password of the
//! workstation opens what is here, with and without a network, and neither is told what the other knows.

use std::time::Duration;

use charthold_central_store::WithdrawalReason;
use charthold_testkit::hospital::DemoPerson;
use charthold_testkit::{Provider, Riverside, sign_in_at};
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{
    ChartId, Clock as _, Secret, SignedOn, SystemClock, Workstation, WorkstationError,
};

use crate::cast::{admit, note, one_of};

/// Of the workstation, and of nobody's account.
const HERE: &str = "seven herons by the weir";
const DAY_S: u64 = 86_400;

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn code_of<T>(result: Result<T, WorkstationError>) -> Result<T, FailureCode> {
    result.map_err(|error| Failure::from(error).code)
}

/// The provider goes by the machine's clock: the hospital has to, too.
async fn hospital(only: bool) -> (Provider, Riverside) {
    let provider = Provider::start().expect("Node and its packages are there");
    let hospital = Riverside::open_signing_on(SystemClock.now(), &provider, only).await;
    (provider, hospital)
}

/// Somebody signs in at the page that the workstation shows, as `username`.
async fn sign_on(station: &Workstation, username: &str) -> Result<SignedOn, FailureCode> {
    let begun = code_of(station.begin_sign_on().await)?;
    let page = begun.page().to_owned();
    let at_the_page = async {
        let told = sign_in_at(&page, username).await;
        told.expect("it gets there")
    };
    let (signed_on, told) = tokio::join!(station.finish_sign_on(begun), at_the_page);
    let signed_on = code_of(signed_on);
    assert!(told.contains("Go back to Charthold"), "{told}");
    signed_on
}

async fn let_in(
    station: &Workstation,
    signed_on: &SignedOn,
    password: &str,
) -> Result<(), FailureCode> {
    code_of(station.let_in_signed_on(signed_on, &secret(password)).await)?;
    code_of(station.settle().await)
}

async fn unlock(
    station: &Workstation,
    nurse: &DemoPerson,
    password: &str,
) -> Result<(), FailureCode> {
    code_of(station.unlock(nurse.username, secret(password)).await)
}

/// A nurse in, for the first time, with a chart open.
async fn at_work(hospital: &Riverside) -> (Workstation, DemoPerson, ChartId) {
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    let signed_on = sign_on(&station, nurse.username).await.expect("it is her");
    let_in(&station, &signed_on, HERE)
        .await
        .expect("her first time");
    let patients = admit(&station, "4B", 1).await;
    let chart = patients[0].chart.parse().expect("a chart id");
    station.open_chart(chart).expect("it opens");
    (station, nurse, chart)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_provider_says_who_it_is_and_a_password_of_the_workstation_opens_it() {
    let (_provider, hospital) = hospital(true).await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    let known_to_central = unlock(&station, &nurse, nurse.password).await;
    assert_eq!(known_to_central, Err(FailureCode::SignOnWanted));

    let signed_on = sign_on(&station, nurse.username).await.expect("it is her");
    assert_eq!(signed_on.person().username, nurse.username);
    assert!(signed_on.is_new());
    for simple in ["short", "passwordpassword", nurse.username] {
        let simple = let_in(&station, &signed_on, simple).await;
        assert_eq!(simple, Err(FailureCode::PasswordTooSimple));
    }
    assert_eq!(let_in(&station, &signed_on, HERE).await, Ok(()));
    let patients = admit(&station, "4B", 1).await;
    let chart: ChartId = patients[0].chart.parse().expect("a chart id");
    station.open_chart(chart).expect("her key is registered");
    station
        .save_draft(chart, None, &note("Typed today"))
        .expect("it is saved");
    station.lock().expect("it locks");

    assert_eq!(
        unlock(&station, &nurse, HERE).await,
        Ok(()),
        "no page is shown"
    );
    let sent = station.sync(None).await.expect("her key vouches for her");
    assert!(sent.report.complete, "{:?}", sent.report);
    station.lock().expect("it locks");
    hospital.plug.pull();
    assert_eq!(
        unlock(&station, &nurse, nurse.password).await,
        Err(FailureCode::WrongSecret)
    );
    assert_eq!(unlock(&station, &nurse, HERE).await, Ok(()));
    station.open_chart(chart).expect("it opens");
    let draft = station.load_draft(chart).expect("it can be read");
    assert!(draft.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_lease_is_over_the_provider_is_asked_again() {
    let (_provider, hospital) = hospital(true).await;
    let (station, nurse, chart) = at_work(&hospital).await;
    station
        .save_draft(chart, None, &note("Before the holiday"))
        .expect("it is saved");
    station.lock().expect("it locks");
    let another = sign_on(&station, nurse.username).await.expect("it is her");
    assert!(!another.is_new());

    hospital.clock.pass(Duration::from_secs(4 * DAY_S));
    assert_eq!(
        unlock(&station, &nurse, HERE).await,
        Err(FailureCode::SignOnWanted)
    );
    hospital.plug.pull();
    let offline = unlock(&station, &nurse, HERE).await;
    assert!(offline.is_err(), "pulling the plug gets nobody in");
    hospital.plug.put_back();
    let stale = let_in(&station, &another, HERE).await;
    assert_eq!(
        stale,
        Err(FailureCode::SignOnWanted),
        "that was four days ago"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_wrong_passwords_the_provider_says_who_it_is_first() {
    let (_provider, hospital) = hospital(false).await;
    let (station, nurse, _) = at_work(&hospital).await;
    station.lock().expect("it locks");
    hospital.plug.pull();
    for _ in 0..10 {
        while unlock(&station, &nurse, "a guess").await == Err(FailureCode::HeldOff) {
            hospital.clock.pass(Duration::from_secs(30));
        }
    }
    hospital.clock.pass(Duration::from_secs(3_600));
    assert_eq!(
        unlock(&station, &nurse, HERE).await,
        Err(FailureCode::SignOnWanted)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_a_password_of_centrals_goes_on_with_it_here_and_says_it_to_nobody_any_more() {
    let (_provider, hospital) = hospital(false).await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    assert_eq!(unlock(&station, &nurse, nurse.password).await, Ok(()));
    station.lock().expect("it locks");
    let signed_on = sign_on(&station, nurse.username).await.expect("it is her");
    assert!(!signed_on.is_new());
    assert_eq!(
        let_in(&station, &signed_on, "not it").await,
        Err(FailureCode::WrongSecret)
    );
    assert_eq!(let_in(&station, &signed_on, nurse.password).await, Ok(()));
    station.lock().expect("it locks");
    hospital
        .set_password(nurse.username, "another at central")
        .await;
    let centrals = unlock(&station, &nurse, "another at central").await;
    assert_eq!(centrals, Err(FailureCode::WrongSecret));
    // Who sets a password at central asks for everybody to say anew who they are.
    let here = unlock(&station, &nurse, nurse.password).await;
    assert_eq!(here, Err(FailureCode::SignOnWanted));
    let again = sign_on(&station, nurse.username).await.expect("it is her");
    let here = let_in(&station, &again, nurse.password).await;
    assert_eq!(here, Ok(()), "central's password is no matter here");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_provider_knows_and_central_does_not_gets_nowhere() {
    let (_provider, hospital) = hospital(false).await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let stranger = sign_on(&station, "stranger").await;
    assert_eq!(stranger.err(), Some(FailureCode::SignOnRefused));

    let nurse = one_of("nurse", "4B");
    let store = hospital.store().await;
    let account = store.find_account(nurse.username).await;
    let id = account.expect("it answers").expect("she has one").person.id;
    store
        .disable_person(id, WithdrawalReason::Left, hospital.clock.now())
        .await
        .expect("the account is closed");
    let closed = sign_on(&station, nurse.username).await;
    assert_eq!(closed.err(), Some(FailureCode::NotAllowed), "IT closed it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_away_keeps_nobody_out_who_was_here() {
    let (provider, hospital) = hospital(true).await;
    let (station, nurse, _) = at_work(&hospital).await;
    station.lock().expect("it locks");
    provider.stop().expect("it ends");
    assert_eq!(unlock(&station, &nurse, HERE).await, Ok(()));
    station.lock().expect("it locks");
    // What it said of itself an hour ago is asked for again.
    hospital.clock.pass(Duration::from_secs(7_200));
    let away = sign_on(&station, nurse.username).await;
    assert_eq!(away.err(), Some(FailureCode::CentralUnreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hospital_without_a_provider_has_no_page_to_show() {
    let hospital = crate::cast::riverside().await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let none = code_of(station.begin_sign_on().await);
    assert_eq!(none.err(), Some(FailureCode::Unknown));
}
