//! A connection that stands and carries nothing more, from any place on, in either direction. An exchange ends within its
//! patience and says so, keeps nobody from writing or coming in meanwhile, and the next one succeeds.

use std::time::Duration;

use charthold_testkit::{Fault, Mishap, Riverside, Way};
use charthold_workstation::{
    ChartId, Clock as _, Environment, Patience, SystemClock, Workstation, WorkstationError,
};

use crate::cast::{admit, note, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

/// The product's patience is tried in its own tests; here it is short.
const PATIENCE: Patience = Patience {
    connect: Duration::from_millis(1_500),
    silence: Duration::from_secs(1),
    whole: Duration::from_secs(5),
};
/// In the handshake, in what comes first after it, and in the middle of a body.
const PLACES: [u64; 3] = [0, 900, 8_000];
/// More than the last place, and hardly smaller when it is compressed.
const NOTE_BYTES: usize = 24_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_held_is_given_up_and_holds_nobody_up() {
    let hospital = riverside().await;
    let station = impatient(&hospital, "WS-4B-01").await;
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let patients = admit(&station, "4B", 1).await;
    let chart: ChartId = patients[0].chart.parse().expect("a chart id");
    let other = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&other, &one_of("physician", "4B")).await;
    other.sync(None).await.expect("central answers");
    let mut written = Vec::new();
    for way in [Way::ToCentral, Way::ToWorkstation] {
        for after in PLACES {
            station.open_chart(chart).expect("it opens");
            // Enough to be sent that the fault has something to happen in, both ways.
            for (desk, number) in [(&station, 0), (&other, 1)] {
                desk.open_chart(chart).expect("it opens");
                let text = format!("{way:?} {after} {number}.");
                let long = format!("{text} {}", noise(written.len()));
                let saved = desk.write_signed_note(chart, &note(&long));
                saved.expect("it is saved");
                written.push(text);
            }
            other.sync(None).await.expect("central answers");
            hold(&hospital, &station, way, after).await;
            let text = format!("{way:?} {after} meanwhile.");
            held(&hospital, &station, chart, &text).await;
            written.push(text);
            hospital.plug.go_right();
            station.sync(None).await.expect("central answers again");
        }
    }
    for desk in [&station, &other, &station] {
        desk.sync(None).await.expect("central answers");
    }
    assert_eq!(station.sync_status().expect("it is whole").ops_to_send, 0);
    let shown = bundle(&station, chart);
    other.open_chart(chart).expect("it opens");
    assert_eq!(shown, bundle(&other, chart), "both show the same");
    for text in &written {
        assert_eq!(shown.matches(text.as_str()).count(), 1, "{text}");
    }
    assert_eq!(hospital.damage_at_central().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_in_or_writes_while_an_exchange_is_held_is_not_held() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let patients = admit(&station, "4B", 1).await;
    let chart: ChartId = patients[0].chart.parse().expect("a chart id");
    // Within the first request: TLS stands, and nothing answers.
    hold(&hospital, &station, Way::ToCentral, 700).await;
    let exchange = tokio::spawn(exchange(station.clone()));
    hospital.plug.all_befallen().await;
    station.lock().expect("it locks");
    unlock(&station, &nurse).await;
    station.open_chart(chart).expect("it opens");
    let saved = station.write_signed_note(chart, &note("Meanwhile."));
    saved.expect("it is saved");
    assert!(!exchange.is_finished(), "nobody was kept until it ended");
    hospital.plug.pull();
    let ended = exchange.await.expect("it ends with its connection");
    assert_offline(&ended.expect_err("it was cut off"));
    // Whoever came in left a connection, which was cut off, too.
    let cut_off = self::exchange(station.clone()).await;
    assert_offline(&cut_off.expect_err("the plug is pulled"));
    hospital.plug.put_back();
    station.sync(None).await.expect("central answers again");
}

/// The station's next connection is held after so many bytes on that way.
async fn hold(hospital: &Riverside, station: &Workstation, way: Way, after: u64) {
    // It has none any more, which it might take up again.
    hospital.plug.pull();
    let cut_off = exchange(station.clone()).await;
    assert_offline(&cut_off.expect_err("the plug is pulled"));
    let mishap = Mishap::Silence;
    hospital.plug.go_wrong([Fault { way, after, mishap }]);
}

/// An exchange over a connection that is held, and a write meanwhile.
async fn held(hospital: &Riverside, station: &Workstation, chart: ChartId, text: &str) {
    let before = SystemClock.boot_time();
    let exchange = tokio::spawn(exchange(station.clone()));
    hospital.plug.all_befallen().await;
    let saved = station.write_signed_note(chart, &note(text));
    saved.expect("nobody waits for an exchange to write");
    let ended = exchange.await.expect("it ends");
    assert_offline(&ended.expect_err(text));
    let lasted = SystemClock.boot_time().since(before);
    // Not all of it is waiting: there are four requests at most before the one that is held.
    let longest = PATIENCE.whole * 2;
    assert!(lasted < longest, "{text}: given up after {lasted:?}");
}

async fn exchange(station: Workstation) -> Result<(), WorkstationError> {
    station.sync(None).await.map(drop)
}

fn assert_offline(error: &WorkstationError) {
    let is_offline = matches!(error, WorkstationError::Sync(error) if error.is_offline());
    assert!(is_offline, "it is told as a line that is lost: {error:?}");
}

async fn impatient(hospital: &Riverside, name: &str) -> Workstation {
    let environment = Environment {
        patience: PATIENCE,
        ..hospital.environment()
    };
    let home = hospital.folder.path().join(name);
    let station = hospital.workstation_at(&home, name, &["4B"], environment);
    station.await.expect("it is enrolled")
}

/// Text that hardly gets smaller when it is compressed, another for each `seed`.
fn noise(seed: usize) -> String {
    let mut state = u64::try_from(seed).expect("it is small");
    let mut text = String::new();
    while text.len() < NOTE_BYTES {
        // Knuth's MMIX generator.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:x} ", state >> 20));
    }
    text
}
