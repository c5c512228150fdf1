//! Two workstations write and exchange while their connections to central are cut, reset, half closed, garbled and slow, at any
//! byte. Nothing that was saved is lost or doubled, and in the end all show the same.

use charthold_scoreboard::Row;
use charthold_testkit::{Fault, Riverside, SeededEntropy};
use charthold_workstation::{ChartId, Workstation, WorkstationError};

use crate::cast::{admit, note, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;
use crate::torture;

/// Schedules of faults in `cargo xtask test`; `cargo xtask torture` runs more.
const SCHEDULES: u32 = 200;
/// Connections that something befalls, in each.
const FAULTS: usize = 4;
/// Charts stay of a size that is seen.
const PATIENTS: usize = 4;
const LOOK_EVERY: u32 = 40;
/// An exchange moves everything; the next ones confirm it.
const EXCHANGES_TO_SETTLE: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_connections_each_write_arrives_once() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&first, &one_of("nurse", "4B")).await;
    let patients = admit(&first, "4B", PATIENTS).await;
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &one_of("physician", "4B")).await;
    let charts: Vec<ChartId> = patients
        .iter()
        .map(|patient| patient.chart.parse().expect("a chart id"))
        .collect();
    for (station, chart) in both(&first, &second, &charts) {
        station.open_chart(chart).expect("it opens");
    }
    let mut chance = SeededEntropy::new(torture::seed());
    let mut written: Vec<(ChartId, String)> = Vec::new();
    let schedules = torture::times(SCHEDULES);
    let mut broken = 0;
    for (number, chart) in (0..schedules).zip(charts.iter().copied().cycle()) {
        for (station, who) in [(&first, "first"), (&second, "second")] {
            let text = format!("Schedule {number} by the {who}.");
            station
                .write_signed_note(chart, &note(&text))
                .expect("it is saved, whatever the network does");
            written.push((chart, text));
        }
        hospital
            .plug
            .go_wrong((0..FAULTS).map(|_| Fault::draw(&mut chance)));
        let (one, other) = tokio::join!(first.sync(None), second.sync(None));
        for exchanged in [one, other] {
            if let Err(error) = exchanged {
                assert!(is_of_the_line(&error), "schedule {number}: {error:?}");
                broken += 1;
            }
        }
        if number % LOOK_EVERY == LOOK_EVERY - 1 {
            come_together(&hospital, [&first, &second], &charts, &written).await;
        }
    }
    come_together(&hospital, [&first, &second], &charts, &written).await;
    assert!(
        broken > schedules / 2,
        "only {broken} exchanges were broken: nothing was tried"
    );
    Row::held("F7", "network", schedules.into()).record();
}

fn both<'a>(
    first: &'a Workstation,
    second: &'a Workstation,
    charts: &[ChartId],
) -> Vec<(&'a Workstation, ChartId)> {
    let of = |station: &'a Workstation| charts.iter().map(move |chart| (station, *chart));
    of(first).chain(of(second)).collect()
}

/// A broken line is told as one; what arrives over it is never called forged or damaged.
fn is_of_the_line(error: &WorkstationError) -> bool {
    matches!(error, WorkstationError::Sync(error) if error.is_offline())
}

async fn come_together(
    hospital: &Riverside,
    stations: [&Workstation; 2],
    charts: &[ChartId],
    written: &[(ChartId, String)],
) {
    hospital.plug.go_right();
    for _ in 0..EXCHANGES_TO_SETTLE {
        for station in stations {
            station.sync(None).await.expect("central answers");
        }
    }
    for station in stations {
        let status = station.sync_status().expect("it can be read");
        assert_eq!((status.ops_to_send, status.audit_to_send), (0, 0));
    }
    for chart in charts {
        let [one, other] = stations.map(|station| bundle(station, *chart));
        assert_eq!(one, other, "both show the same chart");
        for (_, text) in written.iter().filter(|(written_in, _)| written_in == chart) {
            assert_eq!(one.matches(text.as_str()).count(), 1, "{text}");
        }
    }
    assert_eq!(hospital.damage_at_central().await, []);
}
