//! A person signs a document second, on one of two workstations. It has no effect; they are told on
//! both, keep its text or say that they have seen it, and are told on neither again.

use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::{ChartId, IntentId, OpId, VoidVerdict, Workstation, WorkstationError};

use crate::cast::{desk, note, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

const FIRST: &str = "Slept well.";
const SECOND: [&str; 2] = ["Slept badly.", "Did not sleep."];

#[tokio::test(flavor = "multi_thread")]
async fn who_has_seen_that_their_signature_has_no_effect_is_told_on_no_workstation_again() {
    let hospital = riverside().await;
    let (first, nurse, chart) = desk(&hospital).await;
    let physician = one_of("physician", "4B");
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &physician).await;
    sign_second(&first, &second, chart).await;
    first.lock().expect("it locks");
    unlock(&first, &physician).await;
    let void = told(&second, chart);
    assert_eq!(void, told(&first, chart), "on either workstation");
    let [newest, before] = void[..] else {
        panic!("two: {void:?}")
    };

    let text = second.read_void(chart, newest).expect("it is theirs");
    assert_eq!(text.sections[0].text, SECOND[1]);
    let by = text.first.expect("it can be read").name;
    assert_eq!(by.as_deref(), Some(nurse.display_name));
    assert!(text.may_keep);
    keep_and_see(&second, chart, (newest, before));
    for station in [&second, &first] {
        station.sync(None).await.expect("central answers");
        assert_told_no_more(station, chart);
    }
    assert_not_theirs(&second, &nurse, (chart, newest)).await;
}

/// The nurse signs on `first`; the physician on `second` signs the same document twice more.
async fn sign_second(first: &Workstation, second: &Workstation, chart: ChartId) {
    first
        .write_signed_note(chart, &note(FIRST))
        .expect("it is signed");
    for station in [first, second] {
        station.sync(None).await.expect("central answers");
    }
    for text in SECOND {
        let signed = bundle(second, chart);
        let signed = signed.lines().find(|line| line.contains(FIRST));
        let revised = signed.expect("it came along").replace(FIRST, text);
        let put = second.put_record(chart, &revised, None);
        put.expect("it is kept here");
        second.sync(None).await.expect("central answers");
    }
    first.sync(None).await.expect("central answers");
}

/// What this person is told of signatures without effect in this chart, the newest first.
fn told(station: &Workstation, chart: ChartId) -> Vec<OpId> {
    let status = station.sync_status().expect("it can be read");
    let items = status.items.iter();
    items
        .filter(|item| item.chart == chart.to_string())
        .filter_map(|item| item.void.as_deref())
        .map(|void| void.parse().expect("an id"))
        .collect()
}

fn keep_and_see(station: &Workstation, chart: ChartId, (newest, before): (OpId, OpId)) {
    let intent = IntentId::from_bytes([7; 16]);
    for _ in ["pressed", "pressed again"] {
        station
            .settle_void(chart, intent, newest, VoidVerdict::KeptAsAddendum)
            .expect("it is kept");
    }
    let other = IntentId::from_bytes([8; 16]);
    let again = station.settle_void(chart, other, newest, VoidVerdict::Seen);
    let meanwhile = matches!(again, Err(WorkstationError::ChangedMeanwhile));
    assert!(meanwhile, "{again:?}");
    assert_eq!(told(station, chart), [before], "the other is told on");
    station
        .settle_void(chart, other, before, VoidVerdict::Seen)
        .expect("it is seen");
}

fn assert_told_no_more(station: &Workstation, chart: ChartId) {
    assert_eq!(told(station, chart), [], "nowhere again");
    let chart = bundle(station, chart);
    let has = |text: &str| chart.matches(text).count();
    assert_eq!(has(FIRST), 1, "the first signature stands");
    assert_eq!(has(SECOND[1]), 1, "its addendum");
    assert_eq!(has(SECOND[0]), 0, "left in the history");
    assert_eq!(
        has("Signature without effect"),
        2,
        "that both were seen is kept"
    );
}

async fn assert_not_theirs(
    station: &Workstation,
    person: &DemoPerson,
    (chart, op): (ChartId, OpId),
) {
    station.lock().expect("it locks");
    unlock(station, person).await;
    let read = station.read_void(chart, op);
    assert!(
        matches!(read, Err(WorkstationError::Unknown(_))),
        "{read:?}"
    );
}
