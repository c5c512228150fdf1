//! What waits to be sent is more than the line carries before it breaks, each time: it arrives in the end all the same.

use charthold_testkit::hospital::{HospitalPlan, bundle, patient};
use charthold_testkit::{Fault, Mishap, Riverside, Way};
use charthold_workstation::{ImportSource, Timestamp, Workstation, WorkstationError};

use crate::cast::{NOW_MS, one_of, riverside, unlock};

const MOST_EXCHANGES: u32 = 40;

#[tokio::test(flavor = "multi_thread")]
async fn an_outbox_arrives_over_a_line_that_never_carries_it_whole() {
    arrives(4, 250 << 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outbox_arrives_over_a_line_that_carries_less_than_a_message() {
    arrives(1, 90 << 10).await;
}

/// The charts of so many patients, over a line that breaks after so many bytes.
async fn arrives(patients: usize, line_holds: u64) {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    bring_in(&station, patients).await;
    let all = waiting(&station);
    let (_, before) = hospital.plug.carried();
    let mut exchanges = 0;
    while waiting(&station) > 0 {
        exchanges += 1;
        assert!(
            exchanges <= MOST_EXCHANGES,
            "{} of {all} operations still wait",
            waiting(&station)
        );
        exchange_on_a_bad_line(&hospital, &station, line_holds).await;
    }
    let carried = hospital.plug.carried().1 - before;
    assert!(exchanges > 1, "{exchanges} exchanges: the line held");

    hospital.plug.go_right();
    let other = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&other, &one_of("physician", "4B")).await;
    let (_, whole) = hospital.plug.carried();
    let whole = whole - before - carried;
    assert!(
        carried < 3 * whole,
        "{carried} bytes to send what another gets with {whole}: it was sent again and again"
    );
    let ward = other.ward(None).expect("it is this person's");
    assert_eq!((ward.complete, ward.rows.len()), (true, patients));
    assert_eq!(hospital.damage_at_central().await, []);
}

/// Charts known to central, of which nothing was sent.
async fn bring_in(station: &Workstation, count: usize) {
    let plan = HospitalPlan {
        seed: 7,
        patients: 40,
        now: Timestamp::from_millis(NOW_MS),
    };
    let patients = (0..plan.patients).map(|index| patient(&plan, index));
    let sources: Vec<ImportSource> = patients
        .filter(|patient| patient.unit == "4B")
        .take(count)
        .map(|patient| ImportSource::Text {
            name: patient.mrn.clone(),
            content: bundle(&patient),
        })
        .collect();
    let report = station.import(&sources, Some("4B")).await;
    assert_eq!(report.expect("it is imported").refused, vec![]);
}

async fn exchange_on_a_bad_line(hospital: &Riverside, station: &Workstation, line_holds: u64) {
    hospital.plug.always_go_wrong(Fault {
        way: Way::ToCentral,
        after: line_holds,
        mishap: Mishap::Reset,
    });
    match station.sync(None).await {
        Ok(_) => {}
        Err(WorkstationError::Sync(error)) if error.is_offline() => {}
        Err(error) => panic!("{error:?}"),
    }
}

fn waiting(station: &Workstation) -> u32 {
    station.sync_status().expect("it can be read").ops_to_send
}
