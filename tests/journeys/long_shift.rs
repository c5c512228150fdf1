//! A shift is longer than a token: whoever is in gets the keys of new patients without typing the
//! password again, also when central was away as they came in.

use std::time::Duration;

use charthold_testkit::Riverside;
use charthold_workstation::ipc::dto::{LockReason, SessionState};
use charthold_workstation::{ChartId, Secret, SessionEnd, Standing, Workstation, WorkstationError};

use crate::cast::{admit, desk, note, now, one_of, riverside, unlock};

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
async fn a_lease_that_ends_locks_whoever_is_in_and_the_password_brings_new_keys() {
    let hospital = riverside().await;
    let (station, nurse, known) = desk(&hospital).await;
    station.lock().expect("it locks");
    hospital.clock.pass(LEASE - Duration::from_secs(3_600));
    hospital.plug.pull();
    unlock(&station, &nurse).await;
    work_on(&hospital, &station, 50);
    station
        .save_draft(known, None, &note("Typed to the last minute"))
        .expect("it is saved");
    hospital.clock.pass(Duration::from_secs(9 * 60 + 30));
    let near = station.standing();
    assert!(
        matches!(
            near,
            Some(Standing::Warning {
                why: SessionEnd::Lease,
                ..
            })
        ),
        "{near:?}"
    );
    station
        .activity()
        .expect("it is open, and input moves nothing");
    hospital.clock.pass(Duration::from_secs(30));
    assert!(
        station.open_chart(known).is_err(),
        "what central allowed is over"
    );
    let status = station.session_status().expect("it can be shown");
    assert!(
        matches!(
            status.state,
            SessionState::Locked {
                reason: LockReason::Lease,
                ..
            }
        ),
        "{:?}",
        status.state
    );
    hospital.plug.put_back();
    let arrival = admitted_elsewhere(&hospital, known).await;
    station.sync(None).await.expect("nobody needs to be in");
    unlock(&station, &nurse).await;
    station
        .open_chart(arrival)
        .expect("the password brought the key");
    station.open_chart(known).expect("it opens");
    let kept = station.load_draft(known).expect("it can be read");
    let kept = kept.expect("it is there");
    assert_eq!(kept.text.sections[0].text, "Typed to the last minute");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_may_go_without_central_people_work_while_it_is_there() {
    let hospital = Riverside::open_leasing(now(), 0).await;
    let (station, nurse, chart) = desk(&hospital).await;
    for _ in 0..12 {
        work_on(&hospital, &station, 10);
        station.sync(None).await.expect("central answers");
    }
    station
        .open_chart(chart)
        .expect("it is open after two hours");
    hospital.plug.pull();
    hospital.clock.pass(Duration::from_secs(600));
    station.activity().expect("a short cut ends nothing");
    hospital.clock.pass(Duration::from_secs(301));
    assert!(station.activity().is_err(), "a longer one does");
    let password = Secret::new(nurse.password.to_owned());
    let unplugged = station.unlock(nurse.username, password).await;
    assert!(
        matches!(unplugged, Err(WorkstationError::LeaseEnded)),
        "{unplugged:?}"
    );
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
