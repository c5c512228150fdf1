//! A chart's keys are made anew, because a device was lost say: within a day everybody seals under the new ones, and whoever meets
//! something sealed under them before that asks and reads it.

use std::time::Duration;

use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::{ChartId, Workstation};

use crate::cast::{admit, desk, note, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

const HOUR: u64 = 3_600;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_under_a_newer_key_is_read_where_that_key_was_not_known() {
    let hospital = riverside().await;
    let (first, nurse, chart) = desk(&hospital).await;
    first.lock().expect("it locks");
    hospital.clock.pass(Duration::from_secs(23 * HOUR));
    let second = hospital.workstation("WS-4B-04", &["4B"]).await;
    let physician = one_of("physician", "4B");
    unlock(&second, &physician).await;
    let facility = facility_of(&hospital).await;
    for log in [chart, facility] {
        assert_eq!(hospital.make_generation(log), 2);
    }
    assert_eq!(key_requests(&second), 1);

    // The first workstation's day is over: it asks for everything again, and writes under what is new.
    hospital.clock.pass(Duration::from_secs(2 * HOUR));
    come_back(&first, &nurse).await;
    first.open_chart(chart).expect("it opens");
    first
        .write_signed_note(chart, &note("Sealed anew."))
        .expect("it is signed");
    let admitted = admit(&first, "4B", 2).await;
    first.sync(None).await.expect("central answers");

    // The second one's is not: it asks because it met them.
    come_back(&second, &physician).await;
    // Of the patient who is new, and of what it met.
    assert_eq!(key_requests(&second), 3);
    second.open_chart(chart).expect("it opens");
    assert!(bundle(&second, chart).contains("Sealed anew."));
    for patient in &admitted {
        let found = second.search(&patient.mrn).expect("it can be searched");
        assert_eq!(found.len(), 1, "the list of patients is sealed anew, too");
    }
    assert_eq!(bundle(&first, chart), bundle(&second, chart));

    // Nobody asks each time.
    let asked = [&first, &second].map(key_requests);
    for station in [&first, &second] {
        station.sync(None).await.expect("central answers");
    }
    assert_eq!([&first, &second].map(key_requests), asked);
}

async fn come_back(station: &Workstation, person: &DemoPerson) {
    unlock(station, person).await;
    station.sync(None).await.expect("central answers");
}

/// How often this workstation asked for keys.
fn key_requests(station: &Workstation) -> usize {
    let events = station.list_audit(None, None, 1_000);
    let events = events.expect("it can be read");
    let asked = |what: &str| what == "keys-requested";
    events.iter().filter(|event| asked(&event.what)).count()
}

async fn facility_of(hospital: &Riverside) -> ChartId {
    let store = hospital.store().await;
    let facts = store.find_hospital().await.expect("it answers");
    facts.expect("it is founded").facility_chart
}
