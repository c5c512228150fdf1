//! The figures that need no window, in the order of the budgets.

use std::path::Path;

use anyhow::{Context as _, Result};
use charthold_domain::{Clock as _, SystemClock};
use charthold_workstation::ChartId;

use crate::arguments::Arguments;
use crate::console::say;
use crate::desk::Desk;
use crate::figure::Figure;
use crate::part::chart_open::Opened;
use crate::part::{
    at_rest, central, chart_open, durable, first_sync, lock, seal, search, unlock, wire,
};
use crate::patients::{self, Chart};
use crate::peer::plain_sqlite::PlainSqlite;
use crate::peer::pouch::Pouch;
use crate::size::Size;
use crate::station::Station;

/// Measures all of them.
///
/// # Errors
/// When the product or the machine fails; a missing peer is no failure.
pub(crate) fn measure(arguments: &Arguments, size: &Size) -> Result<Vec<Figure>> {
    let now = SystemClock.now();
    say("growing charts");
    let mut from = 0;
    let mut charts = patients::charts(now, &mut from, (1, 500))?;
    charts.extend(patients::charts(now, &mut from, (1, 1000))?);
    charts.extend(patients::charts(now, &mut from, (size.other_charts, 500))?);
    let records: usize = charts.iter().map(|chart| chart.resources.len()).sum();
    let json_bytes: usize = charts.iter().map(Chart::json_bytes).sum();

    say(&format!("bringing {records} records in"));
    let station = Station::open()?;
    let ids = station.import(&charts)?;
    let (station, mut figures) =
        station.restart_offline(|home| at_rest::figures(home, records, json_bytes))?;

    let opened = opened(&charts, &ids)?;
    let resources: Vec<&[String]> = charts
        .iter()
        .map(|chart| chart.resources.as_slice())
        .collect();
    let plain = PlainSqlite::of(station.folder(), &resources)?;
    for each in &opened {
        say(&format!("P1, {}", each.label));
        figures.extend(chart_open::beside_plain_sqlite(
            &station, &plain, each, size.pairs,
        )?);
    }
    say("P2");
    let mut pouch = Pouch::of(&arguments.peers, station.folder(), &charts);
    for each in &opened {
        figures.push(chart_open::beside_pouch(
            &station,
            &mut pouch,
            each,
            size.few_pairs,
        )?);
    }
    drop(pouch);
    let chart = charts.first().context("no chart was grown")?;
    let mut desk = Desk::at(&station.folder().join("desk.db"))?;
    say("P4");
    figures.extend(seal::figures(&mut desk, chart, size.pairs)?);
    for patients in size.patients {
        say(&format!("P6, {patients} patients"));
        figures.extend(search::figures(now, *patients, size.few_pairs)?);
    }
    say("P7");
    figures.extend(durable::figures(
        &mut desk,
        station.folder(),
        chart,
        size.few_pairs,
    )?);
    let open = ids.first().copied().context("no chart was brought in")?;
    figures.extend(at_the_lock(&station, open, records, size)?);
    figures.extend(exchanged(arguments, size)?);
    say("P14");
    figures.extend(wire::figures(&station, &ids, &charts)?);
    say("P1, foreign charts");
    figures.extend(foreign(station, arguments.foreign.as_deref(), size)?);
    Ok(figures)
}

/// What goes between workstations and central, at hospitals of their own.
///
/// # Errors
/// As [`measure`].
pub(crate) fn exchanged(arguments: &Arguments, size: &Size) -> Result<Vec<Figure>> {
    let charts = size.synced_charts;
    say("P5");
    let mut figures = first_sync::figures(&arguments.peers, charts, size.few_pairs)?;
    say("P10");
    figures.extend(central::figures(charts, size.few_pairs)?);
    Ok(figures)
}

/// Getting in, and being locked with a chart open.
fn at_the_lock(
    station: &Station,
    open: ChartId,
    records: usize,
    size: &Size,
) -> Result<Vec<Figure>> {
    say("P9");
    let mut figures = vec![unlock::figure(station, records, size.few_pairs)?];
    say("P16");
    figures.extend(lock::figures(station, open, records, size.few_pairs)?);
    Ok(figures)
}

/// The two charts that P1 and P2 name.
fn opened(charts: &[Chart], ids: &[ChartId]) -> Result<Vec<Opened>> {
    let all = charts.iter().zip(ids).zip(0..);
    let named = all.take(2).map(|((chart, id), position)| {
        let records = chart.resources.len();
        Opened {
            label: format!("{records} generated records"),
            chart: *id,
            position,
            records,
        }
    });
    let named: Vec<Opened> = named.collect();
    anyhow::ensure!(named.len() == 2, "a chart to be opened is missing");
    Ok(named)
}

fn foreign(mut station: Station, folder: Option<&Path>, size: &Size) -> Result<Vec<Figure>> {
    let Some(folder) = folder else {
        return Ok(vec![chart_open::no_foreign_charts()]);
    };
    let mut figures = Vec::new();
    for (file, bytes) in patients::largest(folder, size.foreign_charts)? {
        let resources = patients::read_bundle(&file)?;
        station.go_online()?;
        let id = station.import_file(&file)?;
        (station, ()) = station.restart_offline(|_| Ok(()))?;
        let scratch = tempfile::tempdir_in(station.folder()).context("making a folder")?;
        let plain = PlainSqlite::of(scratch.path(), &[&resources])?;
        let records = resources.len();
        let opened = Opened {
            label: format!(
                "a foreign chart of {records} records in {} kB",
                bytes / 1000
            ),
            chart: id,
            position: 0,
            records,
        };
        figures.extend(chart_open::beside_plain_sqlite(
            &station,
            &plain,
            &opened,
            size.few_pairs,
        )?);
    }
    Ok(figures)
}
