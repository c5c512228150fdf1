//! How cost grows with what central holds: the same ward of the same size, while the hospital around it grows from a
//! thousand charts to a hundred thousand and its log to ten million operations. `cargo xtask bench --scale`.
//!
//! The ward's operations are real ones, written and taken by real workstations over TLS. The others stand for what nobody
//! touches meanwhile: rows of a realistic size whose chains hold and whose signatures do not.

mod cost;
mod filling;
mod plot;
mod report;

use anyhow::{Context as _, Result};
use charthold_domain::{Clock as _, SystemClock};

use crate::arguments::Arguments;
use crate::console::{announce, say};
use crate::machine::Machine;
use crate::patients;
use crate::station::Station;
use cost::Ward;
use filling::Filling;
use report::{Report, Step};

/// Measures every size there is, and writes what came of it where the arguments say.
///
/// # Errors
/// When the product, the disk or the machine fails.
pub(crate) fn measure(arguments: &Arguments) -> Result<()> {
    say("a ward of real charts");
    let station = Station::open()?;
    let mut from = 0;
    let charts = patients::charts(SystemClock.now(), &mut from, (WARD_CHARTS, WARD_RECORDS))?;
    let ids = station.import(&charts)?;
    station.send()?;
    let mut ward = Ward::open(&station, &ids, &charts)?;
    let mut filling = Filling::of(&station.hospital().site.central_database(), OTHER_UNIT)?;
    let sizes = if arguments.quick { QUICK } else { WHOLE };
    let mut report = Report {
        machine: Machine::this(),
        ward_charts: WARD_CHARTS,
        ward_records: WARD_CHARTS * WARD_RECORDS,
        steps: Vec::with_capacity(sizes.len()),
    };
    for charts in sizes {
        say(&format!("growing to {charts} charts"));
        let filled = filling.grow_to(*charts)?;
        say("measuring");
        report.steps.push(Step {
            charts: *charts,
            operations: filled.operations,
            file_bytes: filled.file_bytes,
            costs: ward.measure()?,
        });
        // A run that is stopped at the largest size has told the others.
        write_down(&report, arguments)?;
    }
    announce(&report.text()).context("saying the figures")
}

fn write_down(report: &Report, arguments: &Arguments) -> Result<()> {
    if let Some(file) = &arguments.json {
        let json = serde_json::to_string_pretty(report).context("writing the figures as JSON")?;
        std::fs::write(file, json).context("writing the figures")?;
    }
    if let Some(file) = &arguments.plot {
        std::fs::write(file, plot::svg(&report.steps)).context("writing the plot")?;
    }
    Ok(())
}

/// Charts of the ward that is measured, and records of each.
const WARD_CHARTS: usize = 60;
const WARD_RECORDS: usize = 50;
/// Where the other charts lie: no workstation of the ward may see them.
const OTHER_UNIT: &str = "5A";
/// How many other charts there are, of a hundred operations each.
const WHOLE: &[u32] = &[1_000, 10_000, 30_000, 100_000];
const QUICK: &[u32] = &[1_000, 10_000];
