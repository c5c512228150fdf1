//! P1 and P2: from the command to the answer the window is sent, with nothing of the chart in a
//! cache of ours. Opening writes an audit event first; what that takes is measured on the same chart
//! right after and counted apart.

use anyhow::{Context as _, Result};
use charthold_workstation::ChartId;

use crate::figure::{Figure, Goal, Measure, Outcome, Pair, median, percentile};
use crate::peer::plain_sqlite::PlainSqlite;
use crate::peer::pouch::Pouch;
use crate::station::{Station, told};
use crate::steady::{Floor, in_turns};
use crate::stopwatch::{Span, timed};

/// A chart on the station and with the peers.
pub(crate) struct Opened {
    /// What it is called in the report.
    pub(crate) label: String,
    /// Its id on the station.
    pub(crate) chart: ChartId,
    /// Its place with the peers.
    pub(crate) position: i64,
    /// How many records it has.
    pub(crate) records: usize,
}

/// P1 beside plain SQLite: the figure itself, its tail, and command to answer with everything in it.
///
/// # Errors
/// Those of the station and the peer.
pub(crate) fn beside_plain_sqlite(
    station: &Station,
    plain: &PlainSqlite,
    opened: &Opened,
    count: usize,
) -> Result<Vec<Figure>> {
    let (mut walls, mut audits, mut plains, mut commands) = (vec![], vec![], vec![], vec![]);
    let outcome = in_turns(&mut Floor::Processor, count, || {
        let sample = open_cold(station, opened.chart)?;
        let connection = plain.connect()?;
        let (records, beside) = timed(|| plain.read(&connection, opened.position))?;
        drop(records);
        walls.push(sample.without_audit.wall_s);
        audits.push(sample.audit.wall_s);
        commands.push(sample.command.wall_s);
        plains.push(beside.wall_s);
        Ok(Pair {
            ours: sample.without_audit.cpu_s,
            peer: beside.cpu_s,
        })
    })?;
    let (p50, p99) = tail(&walls)?;
    let audit = median(&audits).context("no audit event was timed")?;
    let command = Figure {
        metric: "P1",
        what: format!("{}: command to answer, audit append included", opened.label),
        peer: "the same peer, on the wall".into(),
        measure: Measure::WallTime,
        goal: Goal::Unset,
        outcome: outcome.with_pairs(
            commands
                .iter()
                .zip(&plains)
                .map(|(ours, peer)| Pair {
                    ours: *ours,
                    peer: *peer,
                })
                .collect(),
        ),
        remarks: vec![format!("of it the audit append {:.2} ms", audit * 1e3)],
    };
    let tail = Figure {
        metric: "P1",
        what: format!("{}: p99 of {}", opened.label, walls.len()),
        peer: "its own p50".into(),
        measure: Measure::WallTime,
        goal: Goal::Ratio(2.0),
        outcome: outcome.with_pairs(vec![Pair {
            ours: p99,
            peer: p50,
        }]),
        remarks: vec![],
    };
    let core = Figure {
        metric: "P1",
        what: format!("{}: chart open in the core, cold cache", opened.label),
        peer: PLAIN.into(),
        measure: Measure::CpuTime,
        goal: Goal::Ratio(0.7),
        outcome,
        remarks: vec!["the audit append is counted apart".into()],
    };
    Ok(vec![core, tail, command])
}

/// P2, beside PouchDB; `pouch` says why when there is none.
///
/// # Errors
/// Those of the station and the peer.
pub(crate) fn beside_pouch(
    station: &Station,
    pouch: &mut Result<Pouch>,
    opened: &Opened,
    count: usize,
) -> Result<Figure> {
    let figure = |outcome| Figure {
        metric: "P2",
        what: format!("{}: command to answer, audit append included", opened.label),
        peer: "PouchDB 9.0.0 on LevelDB".into(),
        measure: Measure::WallTime,
        goal: Goal::Ratio(1.0 / 20.0),
        outcome,
        remarks: vec![],
    };
    let pouch = match pouch {
        Ok(pouch) => pouch,
        Err(error) => {
            let why = format!("{error:#}");
            return Ok(figure(Outcome::not_measured(why)));
        }
    };
    let outcome = in_turns(&mut Floor::Machine, count, || {
        let sample = open_cold(station, opened.chart)?;
        Ok(Pair {
            ours: sample.command.wall_s,
            peer: pouch.open(opened.position, opened.records)?,
        })
    })?;
    Ok(figure(outcome))
}

/// What stands for foreign charts where there are none.
pub(crate) fn no_foreign_charts() -> Figure {
    Figure {
        metric: "P1",
        what: "the largest foreign charts: chart open in the core, cold cache".into(),
        peer: PLAIN.into(),
        measure: Measure::CpuTime,
        goal: Goal::Ratio(0.7),
        outcome: Outcome::not_measured("CHARTHOLD_FOREIGN_CHARTS names no folder of bundles"),
        remarks: vec![],
    }
}

struct Sample {
    command: Span,
    audit: Span,
    without_audit: Span,
}

fn open_cold(station: &Station, chart: ChartId) -> Result<Sample> {
    station.come_in_again()?;
    let workstation = station.workstation();
    let answer = || {
        anyhow::Ok(serde_json::to_string(
            &workstation.open_chart(chart).map_err(told)?,
        )?)
    };
    let (_, command) = timed(answer)?;
    workstation.close_chart(chart).map_err(told)?;
    // Warm now: what opening takes more than showing is the audit append.
    let (_, opened) = timed(answer)?;
    let (_, shown) = timed(|| {
        anyhow::Ok(serde_json::to_string(
            &workstation.view_chart(chart).map_err(told)?,
        )?)
    })?;
    let audit = less(opened, shown);
    Ok(Sample {
        command,
        audit,
        without_audit: less(command, audit),
    })
}

fn less(whole: Span, part: Span) -> Span {
    Span {
        wall_s: (whole.wall_s - part.wall_s).max(0.0),
        cpu_s: (whole.cpu_s - part.cpu_s).max(0.0),
    }
}

fn tail(walls: &[f64]) -> Result<(f64, f64)> {
    let p50 = percentile(walls, 50).context("no chart was opened")?;
    let p99 = percentile(walls, 99).context("no chart was opened")?;
    Ok((p50, p99))
}

const PLAIN: &str = "plain SQLite + AES-256-GCM + generic JSON";
