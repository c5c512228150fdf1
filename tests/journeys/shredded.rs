//! A chart whose keys two operators destroyed: no workstation gets them any more, none asks without end, and the others' charts open.

use std::time::Duration;

use charthold_workstation::{ChartId, Workstation};

use crate::cast::{admit, one_of, riverside, unlock};

const AN_HOUR: Duration = Duration::from_secs(3_600);

fn asked(station: &Workstation) -> usize {
    let events = station.list_audit(None, None, 200).expect("it can be read");
    events
        .iter()
        .filter(|event| event.what == "keys-requested")
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shredded_chart_is_asked_for_once_an_hour_and_keeps_no_other_closed() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&first, &nurse).await;
    let patients = admit(&first, "4B", 3).await;
    let charts: Vec<ChartId> = patients
        .iter()
        .map(|patient| patient.chart.parse().expect("a chart id"))
        .collect();
    hospital.operators().shred(charts[0]).expect("they agree");

    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &nurse).await;
    assert!(second.open_chart(charts[0]).is_err(), "nobody has its keys");
    for chart in &charts[1..] {
        second.open_chart(*chart).expect("it opens");
    }
    let before = asked(&second);
    for _ in 0..4 {
        second.sync(None).await.expect("central answers");
    }
    assert_eq!(
        asked(&second),
        before,
        "it is not asked for at each exchange"
    );
    for _ in 0..5 {
        // Somebody works all the while.
        hospital.clock.pass(AN_HOUR / 5);
        second.activity().expect("she is in");
    }
    second.sync(None).await.expect("central answers");
    assert_eq!(asked(&second), before + 1, "but once an hour");
}
