//! P7: what is on disk when it returns. One set of vitals (sealed, signed, audited, one commit), one
//! audit event alone, and sixteen sets in one commit, beside the same number of bare appends.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use charthold_chartlog::Patch;

use crate::desk::Desk;
use crate::figure::{Figure, Goal, Measure, Outcome, Pair};
use crate::patients::Chart;
use crate::peer::append::Append;
use crate::steady::{Floor, in_turns};
use crate::stopwatch::timed;

/// The three figures, with the vital signs of `chart`, on the disk of `folder`.
///
/// # Errors
/// Those of the store and of the disk.
pub(crate) fn figures(
    desk: &mut Desk,
    folder: &Path,
    chart: &Chart,
    count: usize,
) -> Result<Vec<Figure>> {
    let set = vitals(chart)?;
    let bytes = set.len() * SEALED_BYTES;
    let one = beside(folder, (bytes, 1), count, || desk.write(&set))?;
    let event = beside(folder, (EVENT_BYTES, 1), count, || desk.audit())?;
    let sixteen: Vec<Patch> = set
        .iter()
        .cycle()
        .take(set.len() * GROUP)
        .cloned()
        .collect();
    let group = beside(folder, (bytes, GROUP), count, || desk.write(&sixteen))?;
    let figure = |what: String, peer: &str, goal, outcome| Figure {
        metric: "P7",
        what,
        peer: peer.to_owned(),
        measure: Measure::WallTime,
        goal,
        outcome,
        remarks: vec![],
    };
    Ok(vec![
        figure(
            format!("one set of vitals, {} operations, durable", set.len()),
            "append of as many bytes and fdatasync",
            Goal::Ratio(2.0),
            one,
        ),
        figure(
            "one audit event, durable".to_owned(),
            "append of as many bytes and fdatasync",
            Goal::Ratio(2.0),
            event,
        ),
        figure(
            format!("{GROUP} sets in one commit, durable"),
            "16 appends, each with fdatasync",
            Goal::Ratio(1.0 / 8.0),
            group,
        ),
    ])
}

/// Means of `EACH` writes and of `EACH` times `appends` appends, in turns.
fn beside(
    folder: &Path,
    (bytes, appends): (usize, usize),
    count: usize,
    mut write: impl FnMut() -> Result<()>,
) -> Result<Outcome> {
    let mut bare = Append::new(folder, bytes)?;
    let mut floor = Floor::Disk(Append::new(folder, FLOOR_BYTES)?);
    let times = f64::from(u32::try_from(appends).context("counting appends")?);
    in_turns(&mut floor, count, || {
        let ((), ours) = timed(|| (0..EACH).try_for_each(|_| write()))?;
        let peer = bare.time(usize::from(EACH) * appends)?;
        Ok(Pair {
            ours: ours.wall_s / f64::from(EACH),
            peer: peer * times,
        })
    })
}

/// The vital signs of the chart's first set, and as many more as make a set.
fn vitals(chart: &Chart) -> Result<Vec<Patch>> {
    let signs = chart
        .resources
        .iter()
        .filter(|text| text.contains("vital-signs"));
    let set: Vec<Patch> = signs
        .take(SET)
        .map(|text| Patch::of_resource(text))
        .collect::<Result<_, _>>()?;
    ensure!(set.len() == SET, "the chart has no whole set of vitals");
    Ok(set)
}

/// Operations of a whole set: seven values and the score.
const SET: usize = 8;
const GROUP: usize = 16;
const EACH: u8 = 10;
/// About what one sealed vital sign with its header and signature takes.
const SEALED_BYTES: usize = 900;
const EVENT_BYTES: usize = 400;
const FLOOR_BYTES: usize = 512;
