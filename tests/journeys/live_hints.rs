//! What one workstation writes is on the other without anybody asking, and a line that is lost is
//! noticed and found again.

use std::sync::Arc;
use std::time::Duration;

use charthold_workstation::Workstation;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::cast::{NOW_MS, admit, one_of, riverside, unlock, vitals};

/// A listener that wakes whoever waits, as the app's worker does.
fn listen(station: &Workstation) -> (Arc<Notify>, JoinHandle<()>) {
    let wake = Arc::new(Notify::new());
    let (station, woken) = (station.clone(), Arc::clone(&wake));
    let listening = tokio::spawn(async move {
        station.stay_live(&|| woken.notify_one()).await;
    });
    (wake, listening)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_writes_wakes_the_other_also_while_it_is_locked() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&first, &nurse).await;
    let patients = admit(&first, "4B", 1).await;
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    let physician = one_of("physician", "4B");
    unlock(&second, &physician).await;
    let chart = first.chart_of_mrn(&patients[0].mrn).expect("it is here");
    first.open_chart(chart).expect("it opens");
    second.lock().expect("it locks");

    let often = second.next_exchange_in();
    let (wake, listening) = listen(&second);
    wake.notified().await;
    assert!(
        second.next_exchange_in() > often,
        "with hints the regular exchange is rarer, and still there"
    );
    second.sync(None).await.expect("central answers");

    let intent = "01940000-0000-7000-8000-000000000001";
    first
        .record_vitals(
            chart,
            intent.parse().expect("an id"),
            NOW_MS,
            (&vitals(), false),
        )
        .expect("it is saved");
    first.sync(None).await.expect("central answers");
    wake.notified().await;
    let exchanged = second.sync(None).await.expect("central answers");
    assert!(exchanged.report.pulled > 0, "the hint was true");
    assert_eq!(exchanged.report.changed, [chart]);
    listening.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_is_noticed_and_found_again() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let often = station.next_exchange_in();
    let (wake, listening) = listen(&station);
    wake.notified().await;
    assert!(station.next_exchange_in() > often, "hints come");

    hospital.plug.pull();
    wake.notified().await;
    assert_eq!(
        station.next_exchange_in(),
        often,
        "without hints it asks as often as before"
    );
    station.sync(None).await.expect_err("there is no line");

    hospital.plug.put_back();
    wake.notified().await;
    station.sync(None).await.expect("central answers");
    assert!(station.next_exchange_in() > Duration::from_secs(60));
    listening.abort();
}
