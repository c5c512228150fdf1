//! An exchange with nothing to do asks once, and costs as much on a ward as with an empty list.

use charthold_testkit::Riverside;
use charthold_workstation::Workstation;

use crate::cast::{NOW_MS, admit, one_of, riverside, unlock, vitals};

/// What one exchange carries, in bytes both ways.
async fn bytes_of(hospital: &Riverside, station: &Workstation) -> u64 {
    let (_, before) = hospital.plug.carried();
    station.sync(None).await.expect("central answers");
    let (_, after) = hospital.plug.carried();
    after - before
}

/// The same, of one with nothing left to do.
async fn idle_bytes(hospital: &Riverside, station: &Workstation) -> u64 {
    for _ in 0..2 {
        bytes_of(hospital, station).await;
    }
    bytes_of(hospital, station).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_with_nothing_to_do_does_not_grow_with_the_ward() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&first, &one_of("nurse", "4B")).await;
    let empty = idle_bytes(&hospital, &first).await;
    let patients = admit(&first, "4B", 3).await;
    let full = idle_bytes(&hospital, &first).await;
    assert!(
        full.abs_diff(empty) < 100,
        "{full} bytes with three patients, {empty} without"
    );

    // Whoever is told "as you have it" still hears of what is new.
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &one_of("physician", "4B")).await;
    idle_bytes(&hospital, &second).await;
    let chart = first.chart_of_mrn(&patients[0].mrn).expect("it is here");
    first.open_chart(chart).expect("it opens");
    let intent = "01940000-0000-7000-8000-000000000001";
    let intent = intent.parse().expect("an id");
    first
        .record_vitals(chart, intent, NOW_MS, (&vitals(), false))
        .expect("it is saved");
    first.sync(None).await.expect("central answers");
    let exchanged = second.sync(None).await.expect("central answers");
    assert_eq!(exchanged.report.changed, [chart]);
    let again = second.sync(None).await.expect("central answers");
    assert!(again.report.changed.is_empty());
    let waiting = first.sync(None).await.expect("central answers");
    assert_eq!(waiting.report.pushed, 0, "its own is confirmed");
}
