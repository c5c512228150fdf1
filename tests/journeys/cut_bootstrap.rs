//! A workstation's first exchange, which brings a whole ward, is cut: early, in the middle, near its end. What is
//! not all here says so and claims nothing to be absent; the next exchange goes on, and in the end nothing is missing.

use charthold_testkit::{Fault, Mishap, Way};
use charthold_workstation::ipc::dto::{ChartView, Completeness, Listing};
use charthold_workstation::{ChartId, Secret, Workstation, WorkstationError};

use crate::cast::{admit, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

const PATIENTS: usize = 10;
/// Hundredths of what the whole exchange carries.
const CUTS: [u64; 4] = [25, 50, 75, 90];

#[tokio::test(flavor = "multi_thread")]
async fn a_ward_that_arrives_in_pieces_claims_nothing_and_is_whole_in_the_end() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&first, &one_of("nurse", "4B")).await;
    let charts: Vec<ChartId> = admit(&first, "4B", PATIENTS)
        .await
        .iter()
        .map(|patient| patient.chart.parse().expect("a chart id"))
        .collect();
    let carried = || hospital.plug.carried().1;
    let before = carried();
    let whole = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&whole, &one_of("physician", "4B")).await;
    let total = carried() - before;

    let cut = hospital.workstation("WS-4B-03", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    let password = Secret::new(nurse.password.to_owned());
    cut.unlock(nurse.username, password)
        .await
        .expect("the right password opens");
    let (mut cuts, mut unfinished) = (0, 0);
    for hundredths in CUTS {
        hospital.plug.always_go_wrong(Fault {
            way: Way::ToWorkstation,
            after: total * hundredths / 100,
            mishap: Mishap::Reset,
        });
        match cut.sync(None).await {
            // What came before is not sent again: there may be less left than the cut is far.
            Ok(_) => {}
            Err(WorkstationError::Sync(error)) if error.is_offline() => cuts += 1,
            Err(error) => panic!("cut at {hundredths} %: {error:?}"),
        }
        cut.refresh().expect("what is here can be read");
        for chart in &charts {
            unfinished += u32::from(!is_whole(&cut, *chart));
        }
    }
    assert!(
        cuts > 0 && unfinished > 0,
        "{cuts} cuts, {unfinished} charts unfinished"
    );
    hospital.plug.go_right();
    let before = carried();
    cut.sync(None).await.expect("central answers");
    let rest = carried() - before;
    assert!(
        rest < total / 2,
        "{rest} of {total} bytes: what had come was sent again"
    );
    for chart in charts {
        assert_same(&first, &cut, chart);
    }
    let ward = cut.ward(None).expect("it is this person's");
    assert_eq!((ward.complete, ward.rows.len()), (true, PATIENTS));
    assert_eq!(hospital.damage_at_central().await, []);
}

fn assert_same(first: &Workstation, cut: &Workstation, chart: ChartId) {
    for station in [first, cut] {
        station.open_chart(chart).expect("it is here");
    }
    assert!(view(cut, chart).freshness.complete);
    let [there, here] = [first, cut].map(|station| bundle(station, chart));
    assert_eq!(there, here, "nothing is missing");
}

fn view(station: &Workstation, chart: ChartId) -> ChartView {
    station.view_chart(chart).expect("it is open")
}

/// Whether all of the chart is here; if not, no list of it is called whole, empty or known to be empty.
fn is_whole(station: &Workstation, chart: ChartId) -> bool {
    if station.open_chart(chart).is_err() {
        // Nothing of it is here, and it says so.
        return false;
    }
    let ChartView {
        freshness,
        problems,
        allergies,
        medications,
        results,
        notes,
        ..
    } = view(station, chart);
    if freshness.complete {
        return true;
    }
    assert_open(&problems);
    assert_open(&allergies);
    assert_open(&medications);
    assert_open(&results);
    assert_open(&notes);
    false
}

fn assert_open<T: std::fmt::Debug>(listing: &Listing<T>) {
    let claims = matches!(
        listing,
        Listing::NotRecorded
            | Listing::Listed {
                completeness: Completeness::Complete,
                ..
            }
    );
    assert!(!claims, "{listing:?}");
}
