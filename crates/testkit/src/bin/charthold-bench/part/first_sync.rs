//! P5: charts onto an empty workstation, signatures checked, until they can be read; beside what the machine does with bare
//! rows and bare signatures, and beside PouchDB. And what it costs when it breaks off in the middle.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use charthold_domain::{Clock as _, SystemClock};
use charthold_testkit::{Fault, Mishap, Way};
use charthold_workstation::Workstation;

use crate::figure::{Figure, Goal, Measure, Outcome, Pair, median};
use crate::patients::{self, Chart};
use crate::peer::bulk;
use crate::peer::pouch::Pouch;
use crate::station::{Station, WARD, nurse, told};
use crate::steady::{Floor, in_turns};
use crate::stopwatch::timed_process;

/// Of `count` charts, `pairs` times each.
///
/// # Errors
/// Those of the product and of the machine; a missing PouchDB is none.
pub(crate) fn figures(peers: &Path, count: usize, pairs: usize) -> Result<Vec<Figure>> {
    let mut ward = Ward::of(count)?;
    let operations = ward.operations;
    let (mut rows, mut checks, mut processor) = (Vec::new(), Vec::new(), Vec::new());
    let outcome = in_turns(&mut Floor::Machine, pairs, || {
        let ours = ward.bootstrap()?;
        processor.push(ours.cpu_s);
        let bare = ward
            .station
            .folder()
            .join(format!("bulk-{}.db", ward.enrolled));
        rows.push(bulk::insert(&bare, operations)?);
        checks.push(bulk::verify(operations)?);
        let last = rows.last().copied().zip(checks.last().copied());
        let (row, check) = last.context("no limit was taken")?;
        Ok(Pair {
            ours: ours.wall_s,
            peer: row.max(check),
        })
    })?;
    let each = |values: &[f64]| median(values).map(|all| all / f64::from(operations) * 1e6);
    let remarks = [
        ("on processors, workstation and central", each(&processor)),
        ("a bare row", each(&rows)),
        ("a bare check", each(&checks)),
    ];
    let remarks = remarks
        .into_iter()
        .filter_map(|(what, micros)| Some(format!("{what}: {:.1} µs an operation", micros?)));
    let what =
        format!("first sync of {count} charts, {operations} operations, until they can be read");
    Ok(vec![
        Figure {
            metric: "P5",
            what: what.clone(),
            peer: "the slower of bare SQLCipher rows and bare Ed25519 checks".into(),
            measure: Measure::WallTime,
            goal: Goal::Ratio(2.0),
            outcome,
            remarks: remarks.collect(),
        },
        beside_pouch(&mut ward, (peers, what), pairs)?,
        resumed(&mut ward)?,
    ])
}

/// What is sent, and where it goes.
struct Ward {
    station: Station,
    charts: Vec<Chart>,
    operations: u32,
    enrolled: u32,
}

impl Ward {
    fn of(count: usize) -> Result<Self> {
        let station = Station::open()?;
        let charts = patients::charts(SystemClock.now(), &mut 0, (count, RECORDS))?;
        station.import(&charts)?;
        station.send()?;
        let operations = u32::try_from(count * RECORDS).context("counting operations")?;
        Ok(Self {
            station,
            charts,
            operations,
            enrolled: 0,
        })
    }

    /// An empty workstation with somebody in.
    fn empty(&mut self) -> Result<Workstation> {
        self.enrolled += 1;
        let name = format!("WS-EMPTY-{}", self.enrolled);
        self.station.enrol(&name, &nurse()?)
    }

    fn bootstrap(&mut self) -> Result<crate::stopwatch::Both> {
        let empty = self.empty()?;
        let runtime = self.station.runtime();
        let ((), took) = timed_process(|| runtime.block_on(empty.settle()).map_err(told))?;
        self.demand_all(&empty)?;
        Ok(took)
    }

    fn demand_all(&self, workstation: &Workstation) -> Result<()> {
        let ward = workstation.ward(Some(WARD)).map_err(told)?;
        ensure!(
            ward.complete && ward.rows.len() == self.charts.len(),
            "{} charts arrived",
            ward.rows.len()
        );
        Ok(())
    }
}

/// Beside the same records from one PouchDB to another in the same process.
fn beside_pouch(ward: &mut Ward, (peers, what): (&Path, String), pairs: usize) -> Result<Figure> {
    let outcome = match Pouch::of(peers, ward.station.folder(), &ward.charts) {
        Err(error) => Outcome::not_measured(format!("{error:#}")),
        Ok(mut pouch) => {
            let documents = ward.charts.len() * RECORDS;
            in_turns(&mut Floor::Machine, pairs, || {
                let ours = ward.bootstrap()?.wall_s;
                let peer = pouch.replicate(documents)?;
                Ok(Pair { ours, peer })
            })?
        }
    };
    Ok(Figure {
        metric: "P5",
        what,
        peer: "PouchDB 9.0.0 on LevelDB, replicated within a process: no line, no cipher, no signature".into(),
        measure: Measure::WallTime,
        goal: Goal::Ratio(0.1),
        outcome,
        remarks: vec![],
    })
}

/// Bytes on the line: cut when half has come, and again from there, beside one that nothing befell.
fn resumed(ward: &mut Ward) -> Result<Figure> {
    let carried = |ward: &Ward| ward.station.hospital().plug.carried().1;
    let empty = ward.empty()?;
    let before = carried(ward);
    let runtime = ward.station.runtime();
    runtime.block_on(empty.settle()).map_err(told)?;
    let whole = carried(ward) - before;
    let empty = ward.empty()?;
    let before = carried(ward);
    let plug = ward.station.hospital().plug.clone();
    plug.always_go_wrong(Fault {
        way: Way::ToWorkstation,
        after: whole / 2,
        mishap: Mishap::Reset,
    });
    let runtime = ward.station.runtime();
    let cut = runtime.block_on(empty.sync(None));
    ensure!(cut.is_err(), "the cut came too late");
    plug.go_right();
    let exchanged = runtime.block_on(empty.sync(None));
    exchanged.map_err(told)?;
    let ours = carried(ward) - before;
    ward.demand_all(&empty)?;
    let bytes = |count: u64| {
        u32::try_from(count)
            .map(f64::from)
            .context("counting bytes")
    };
    Ok(Figure {
        metric: "P5",
        what: "on the wire for a first sync that is cut at half".into(),
        peer: "one that is not cut".into(),
        measure: Measure::Bytes,
        goal: Goal::Ratio(1.05),
        outcome: Outcome::Measured {
            pairs: vec![Pair {
                ours: bytes(ours)?,
                peer: bytes(whole)?,
            }],
            floors: None,
        },
        remarks: vec![],
    })
}

/// Of each chart.
const RECORDS: usize = 50;
