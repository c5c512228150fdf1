//! Somebody with central's disk takes away what was acknowledged: the operator's `verify` says that it is gone, and where it was.

use std::time::Duration;

use charthold_central_store::RegisteredChart;
use charthold_testkit::hospital::bundle;
use charthold_testkit::programs::{Premises, Said, Server, Station};
use serde_json::Value;

use crate::cast::{one_of, patient_today};

const CODE_VALID: Duration = Duration::from_secs(3_600);
/// An exchange moves everything; the next confirms it.
const EXCHANGES_TO_SETTLE: u32 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_was_taken_away_is_named_with_its_place() {
    let mut premises = Premises::open().await;
    let station = ward(&premises).await;
    let status = well(station.run(&["status"]).await.expect("it starts"));
    let status: Value = serde_json::from_str(&status).expect("an answer is JSON");
    assert_eq!(status["ops_unconfirmed"], 0, "all of it was acknowledged");
    let (RegisteredChart { chart, .. }, last) = longest_chart(&premises).await;
    assert!(last > 2, "there is something in the middle");
    premises.servers.kill(Server::Central).await;
    well(premises.verify_central().await.expect("it starts"));

    for seq in [last, 2] {
        premises.remove_entry(chart, seq).expect("it was there");
        let said = premises.verify_central().await.expect("it starts");
        assert_eq!(said.code, Some(7), "{said:?}");
        let place = format!("damaged: chart {chart} at entry {seq}\n");
        assert!(said.out.contains(&place), "{said:?}");
    }
}

/// A workstation with a patient, all of which central acknowledged.
async fn ward(premises: &Premises) -> Station {
    let code = premises.code(1, CODE_VALID).await;
    let station = premises.station("WS-4B-01").expect("it was built");
    let enrolling = premises.enrol(&station, "WS-4B-01", &code);
    well(enrolling.expect("it starts").end().await.expect("it ends"));
    let nurse = one_of("nurse", "4B");
    premises.let_in(&station, &nurse).await;
    let file = premises.folder.path().join("patient.json");
    std::fs::write(&file, bundle(&patient_today(0))).expect("there is room");
    let mut import = station.sign_in(&nurse).expect("there is room").to_vec();
    import.extend(["import".into(), file.into()]);
    well(station.run(&import).await.expect("it starts"));
    for _ in 0..EXCHANGES_TO_SETTLE {
        well(station.run(&["sync"]).await.expect("it starts"));
    }
    station
}

/// The chart with the most entries, and how many these are.
async fn longest_chart(premises: &Premises) -> (RegisteredChart, u64) {
    let store = premises.store().await;
    let mut longest: Option<(RegisteredChart, u64)> = None;
    for chart in store.list_all_charts().await.expect("it can be read") {
        let page = store.read_log(chart.chart, 0, 1).await;
        let last = page.expect("it can be read").head.seq;
        if longest.as_ref().is_none_or(|(_, known)| last > *known) {
            longest = Some((chart, last));
        }
    }
    longest.expect("there are charts")
}

fn well(said: Said) -> String {
    assert_eq!(said.code, Some(0), "{said:?}");
    said.out
}
