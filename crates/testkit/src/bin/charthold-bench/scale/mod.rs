//! How cost grows with what central holds: the same ward of the same size, while the hospital around it grows from a
//! thousand charts to a hundred thousand and its log to ten million operations. `cargo xtask bench --scale`.
//!
//! The ward's operations are real ones, written and taken by real workstations over TLS. The others stand for what nobody
//! touches meanwhile: rows of a realistic size whose chains hold and whose signatures do not.

mod cost;
mod filling;
mod list;
mod plot;
mod report;

use std::rc::Rc;

use anyhow::{Context as _, Result};
use charthold_domain::{Clock as _, SystemClock};
use charthold_testkit::postgres::Cluster;

use crate::arguments::Arguments;
use crate::console::{announce, say};
use crate::machine::Machine;
use crate::patients;
use crate::station::Station;
use cost::Ward;
use filling::{Filling, OfCluster, OfFile};
use list::List;
use report::{Report, Step};

/// Measures every size there is, and writes what came of it where the arguments say.
///
/// # Errors
/// When the product, the disk or the machine fails.
pub(crate) fn measure(arguments: &Arguments) -> Result<()> {
    say("a ward of real charts");
    let cluster = match arguments.postgres {
        true => Some(Rc::new(Cluster::start().context("starting PostgreSQL")?)),
        false => None,
    };
    let station = Station::open_on(cluster.as_ref().map(|cluster| cluster.url()).as_deref())?;
    let mut from = 0;
    let charts = patients::charts(SystemClock.now(), &mut from, (WARD_CHARTS, WARD_RECORDS))?;
    let ids = station.import(&charts)?;
    station.send()?;
    let database = cluster.as_ref().and_then(|cluster| cluster.process());
    let mut ward = Ward::open(&station, database, (&ids, &charts))?;
    let (store, mut filling): (_, Box<dyn Filling>) = match &cluster {
        Some(cluster) => {
            let filling = OfCluster::of(Rc::clone(cluster), OTHER_UNIT);
            ("PostgreSQL", Box::new(filling))
        }
        None => {
            let file = station.hospital().site.central_database();
            ("file", Box::new(OfFile::of(&file, OTHER_UNIT)?))
        }
    };
    let sizes = if arguments.quick { QUICK } else { WHOLE };
    let mut report = Report {
        machine: Machine::this(),
        store,
        ward_charts: WARD_CHARTS,
        ward_records: WARD_CHARTS * WARD_RECORDS,
        steps: Vec::with_capacity(sizes.len()),
        lists: Vec::new(),
    };
    for charts in sizes {
        say(&format!("growing to {charts} charts"));
        let filled = filling.grow_to(*charts)?;
        say("measuring");
        report.steps.push(Step {
            charts: *charts,
            operations: filled.operations,
            listed: 0,
            store_bytes: filled.bytes,
            costs: ward.measure()?,
        });
        // A run that is stopped at the largest size has told the others.
        write_down(&report, arguments)?;
    }
    lengthen_list(&mut report, (&station, &mut ward), arguments)?;
    announce(&report.text()).context("saying the figures")
}

/// What a longer list of patients costs, beside as many charts as there are by now.
fn lengthen_list(
    report: &mut Report,
    (station, ward): (&Station, &mut Ward<'_>),
    arguments: &Arguments,
) -> Result<()> {
    let mut list = List::of(station, LIST_UNIT)?;
    for patients in LISTS {
        say(&format!("a list of {patients} patients more"));
        list.grow_to(*patients)?;
        say("measuring");
        let last = report.steps.last().context("no size was measured")?;
        report.lists.push(Step {
            charts: last.charts,
            operations: last.operations,
            store_bytes: last.store_bytes,
            listed: *patients,
            costs: ward.measure()?,
        });
        write_down(report, arguments)?;
    }
    Ok(())
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
/// Where the patients lie who lengthen the list: a workstation of theirs gets real charts alone.
const LIST_UNIT: &str = "4A";
/// How many other charts there are, of a hundred operations each.
const WHOLE: &[u32] = &[1_000, 10_000, 30_000, 100_000];
const QUICK: &[u32] = &[1_000, 10_000];
/// How many patients there are besides in the hospital's list.
const LISTS: &[u32] = &[1_000, 10_000];
