//! A shift is longer than a token: whoever is in gets the keys of new patients without typing the
//! password again, also when central was away as they came in.

use std::time::Duration;

use charthold_testkit::Riverside;
use charthold_workstation::{ChartId, Workstation};

use crate::cast::{admit, desk, one_of, riverside, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_admitted_hours_later_opens_without_the_password_again() {
    let hospital = riverside().await;
    let (station, _, known) = desk(&hospital).await;
    work_on(&hospital, &station, 60);
    let arrival = admitted_elsewhere(&hospital, known).await;
    station.sync(None).await.expect("central answers");
    station
        .open_chart(arrival)
        .expect("the new patient's key came too");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_in_offline_gets_new_keys_when_the_network_is_back() {
    let hospital = riverside().await;
    let (station, nurse, known) = desk(&hospital).await;
    station.lock().expect("it locks");
    hospital.plug.pull();
    unlock(&station, &nurse).await;
    hospital.plug.put_back();
    let arrival = admitted_elsewhere(&hospital, known).await;
    station.sync(None).await.expect("central answers");
    station
        .open_chart(arrival)
        .expect("the new patient's key came too");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_lease_new_patients_wait_for_the_password_and_the_others_stay_open() {
    let hospital = riverside().await;
    let (station, nurse, known) = desk(&hospital).await;
    station.lock().expect("it locks");
    hospital.clock.pass(LEASE - Duration::from_secs(3_600));
    hospital.plug.pull();
    unlock(&station, &nurse).await;
    work_on(&hospital, &station, 120);
    hospital.plug.put_back();
    let arrival = admitted_elsewhere(&hospital, known).await;
    station.sync(None).await.expect("central answers");
    assert!(station.open_chart(arrival).is_err(), "its key did not come");
    station.open_chart(known).expect("what is here stays open");
    station.lock().expect("it locks");
    unlock(&station, &nurse).await;
    station
        .open_chart(arrival)
        .expect("the password brought the key");
}

/// `minutes` go by with somebody at the keyboard.
fn work_on(hospital: &Riverside, station: &Workstation, minutes: u64) {
    for _ in 0..minutes / 10 {
        hospital.clock.pass(Duration::from_secs(600));
        station.activity().expect("somebody is in");
    }
}

/// How long central takes a person's key for their password, unless a policy says otherwise.
const LEASE: Duration = Duration::from_secs(3 * 86_400);

/// Another desk of 4B admits a patient; answers which of the two is not `known`.
async fn admitted_elsewhere(hospital: &Riverside, known: ChartId) -> ChartId {
    let other = hospital.workstation("WS-4B-04", &["4B"]).await;
    unlock(&other, &one_of("physician", "4B")).await;
    let patients = admit(&other, "4B", 2).await;
    let charts = patients.iter().map(|hit| hit.chart.parse::<ChartId>());
    charts
        .map(|chart| chart.expect("a chart id"))
        .find(|chart| *chart != known)
        .expect("one of two is new")
}
