//! P14: what goes over the line, both ways together, TLS and HTTP included; what TCP and IP add is not in it. Bytes do not
//! depend on how busy the machine is, so that one look is enough.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use charthold_domain::{Clock as _, SystemClock};
use charthold_testkit::Riverside;
use charthold_workstation::ChartId;
use serde_json::{Map, Value};
use tokio::sync::Notify;

use crate::figure::{Figure, Goal, Measure, Outcome, Pair};
use crate::patients::Chart;
use crate::station::{Station, WARD, told};

/// At a station with `charts` brought in as `ids`; it is online afterwards.
///
/// # Errors
/// Those of the station, or when the first chart has no result to be written.
pub(crate) fn figures(station: &Station, ids: &[ChartId], charts: &[Chart]) -> Result<Vec<Figure>> {
    let (id, chart) = (ids.first().copied(), charts.first());
    let (id, chart) = id.zip(chart).context("no chart was brought in")?;
    station.go_online()?;
    for _ in 0..EXCHANGES_TO_SETTLE {
        station.send()?;
    }
    let idle = exchanged(station, Line::Kept)?;
    let again = exchanged(station, Line::New)?;
    station.workstation().open_chart(id).map_err(told)?;
    let mut figures = Vec::new();
    for count in [1, MANY] {
        let json = write(station, id, chart, count)?;
        let carried = exchanged(station, Line::Kept)? - idle;
        figures.push(figure(
            format!("on the wire, each of {count} new records in an exchange"),
            "their JSON",
            Goal::Ratio(1.6),
            (carried, json),
            vec!["with its audit event, and its way back as a confirmation".into()],
        ));
        station.send()?;
    }
    let live = station.runtime().block_on(live_line())?;
    let exchanges = f64::from(SECONDS_AN_HOUR) / live.regular.as_secs_f64();
    let pings = f64::from(SECONDS_AN_HOUR) / KEEPALIVE_S;
    let hour = exchanges * again + pings * live.turn;
    figures.push(figure(
        "on the wire in an hour with nothing to do".into(),
        "the budget of 10 kB",
        Goal::Ours(BUDGET),
        (hour, BUDGET),
        vec![format!(
            "{exchanges:.0} exchanges of {again:.0} bytes on a new connection each ({idle:.0} on a kept one), {pings:.0} times \
             {:.0} bytes on the live line; {} charts in scope",
            live.turn,
            station.workstation().search("").map_err(told)?.len(),
        )],
    ));
    Ok(figures)
}

/// The connection of an exchange.
#[derive(Clone, Copy)]
enum Line {
    /// That of the exchange before.
    Kept,
    /// Another, as after minutes.
    New,
}

fn exchanged(station: &Station, line: Line) -> Result<f64> {
    let plug = &station.hospital().plug;
    if matches!(line, Line::New) {
        plug.pull();
        plug.put_back();
    }
    let (_, before) = plug.carried();
    station.send()?;
    let (_, after) = plug.carried();
    bytes(after - before)
}

/// Writes results of the chart again under other ids; answers the size of their JSON.
fn write(station: &Station, id: ChartId, chart: &Chart, count: usize) -> Result<f64> {
    let is_result = |json: &&String| json.contains(r#""resourceType":"Observation""#);
    let results: Vec<&String> = chart.resources.iter().filter(is_result).collect();
    let mut size = 0;
    for (number, json) in results.into_iter().cycle().take(count).enumerate() {
        let mut resource: Map<String, Value> = serde_json::from_str(json)?;
        resource.insert("id".into(), format!("p14-{count}-{number}").into());
        let json = serde_json::to_string(&resource)?;
        let put = station.workstation().put_record(id, &json, None);
        put.map_err(told)?;
        size += json.len();
    }
    ensure!(size > 0, "the chart has no results");
    bytes(u64::try_from(size)?)
}

/// What a live line costs.
struct Live {
    /// Bytes of one turn: central says that it is there, and is answered.
    turn: f64,
    /// Between exchanges while it stands.
    regular: Duration,
}

/// At a hospital whose central says it every second, so that nobody has to wait for an hour.
async fn live_line() -> Result<Live> {
    let hospital = Riverside::open_keeping_alive(SystemClock.now(), 1).await;
    let station = hospital.workstation("WS-LIVE", &[WARD]).await;
    let wake = Arc::new(Notify::new());
    let (listener, woken) = (station.clone(), Arc::clone(&wake));
    let listening = tokio::spawn(async move { listener.stay_live(&|| woken.notify_one()).await });
    wake.notified().await;
    // What the line says when it comes up is not what it costs.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let (lines, before) = hospital.plug.carried();
    tokio::time::sleep(Duration::from_secs(TURNS.into())).await;
    let (lines_after, after) = hospital.plug.carried();
    ensure!(lines == lines_after, "the live line was lost");
    let regular = station.next_exchange_in();
    listening.abort();
    Ok(Live {
        turn: bytes(after - before)? / f64::from(TURNS),
        regular,
    })
}

fn figure(
    what: String,
    peer: &str,
    goal: Goal,
    (ours, peers): (f64, f64),
    remarks: Vec<String>,
) -> Figure {
    Figure {
        metric: "P14",
        what,
        peer: peer.into(),
        measure: Measure::Bytes,
        goal,
        outcome: Outcome::Measured {
            pairs: vec![Pair { ours, peer: peers }],
            floors: None,
        },
        remarks,
    }
}

fn bytes(count: u64) -> Result<f64> {
    Ok(f64::from(u32::try_from(count).context("counting bytes")?))
}

/// An exchange sends and is confirmed; what is left over is seen by the next.
const EXCHANGES_TO_SETTLE: usize = 3;
const MANY: usize = 50;
const SECONDS_AN_HOUR: u32 = 3_600;
/// As delivered; `limits.live_keepalive_s`.
const KEEPALIVE_S: f64 = 55.0;
const TURNS: u32 = 8;
const BUDGET: f64 = 10_000.0;
