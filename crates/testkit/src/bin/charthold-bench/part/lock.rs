//! P16, as far as the core goes: from the wish to lock until the keys are gone, with a chart open and a note half typed. And P9 for who
//! comes in while somebody else is: that person is locked first.

use anyhow::{Context as _, Result};
use charthold_crypto::{Key, OsEntropy, PasswordSlot, Secret, SlotParams};
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::ChartId;
use charthold_workstation::ipc::dto::{DraftText, NoteSection};

use crate::figure::{Figure, Goal, Measure, Pair};
use crate::peer::append::Append;
use crate::peer::sqlcipher;
use crate::station::{Station, physician, told};
use crate::steady::{Floor, in_turns};
use crate::stopwatch::{timed, timed_wait};

/// Both figures, at a station with `records` records, of which some are in `chart`; it is offline before and after.
///
/// # Errors
/// Those of the station and of the peers.
pub(crate) fn figures(
    station: &Station,
    chart: ChartId,
    records: usize,
    count: usize,
) -> Result<Vec<Figure>> {
    Ok(vec![
        locking(station, chart, records, count)?,
        switching(station, records, count)?,
    ])
}

fn locking(station: &Station, chart: ChartId, records: usize, count: usize) -> Result<Figure> {
    let mut append = Append::new(station.folder(), PAGE_BYTES)?;
    let outcome = in_turns(&mut Floor::Machine, count, || {
        let core = station.workstation();
        core.open_chart(chart).map_err(told)?;
        core.save_draft(chart, None, &half_typed()).map_err(told)?;
        let ((), locked) = timed(|| core.lock().map_err(told))?;
        let peer = append.time(1)?;
        station.runtime().block_on(station.come_in())?;
        Ok(Pair {
            ours: locked.wall_s,
            peer,
        })
    })?;
    Ok(Figure {
        metric: "P16",
        what: format!(
            "lock until keys are gone, {records} records, a chart open, a note half typed"
        ),
        peer: "append of a page and fdatasync".into(),
        measure: Measure::WallTime,
        goal: Goal::Ours(1.0),
        outcome,
        remarks: vec!["the web process ends after it; the window tests wait for that".into()],
    })
}

fn switching(station: &Station, records: usize, count: usize) -> Result<Figure> {
    let bare = station.folder().join("bare-switch.db");
    sqlcipher::make(&bare)?;
    let (password, cost) = (
        Secret::new("a password of the bench".to_owned()),
        SlotParams::FLOOR,
    );
    let (device, user) = (Key::make(&mut OsEntropy), Key::make(&mut OsEntropy));
    let slot = PasswordSlot::make(&password, &device, b"bench", &user, cost, &mut OsEntropy)?;
    let other = physician()?;
    station.hospital().plug.put_back();
    come_in(station, &other)?;
    station.hospital().plug.pull();
    let mut turn = 0_u32;
    let outcome = in_turns(&mut Floor::Machine, count, || {
        turn += 1;
        let next = if turn.is_multiple_of(2) {
            other.clone()
        } else {
            station.nurse().clone()
        };
        let switched = come_in(station, &next)?;
        let (_, argon) = timed(|| slot.open(&password, &device, b"bench"))?;
        let (_, peer) = timed(|| sqlcipher::open_and_read(&bare))?;
        Ok(Pair {
            ours: (switched - argon.wall_s).max(0.0),
            peer: peer.wall_s,
        })
    })?;
    station.come_in_again().context("the nurse comes back")?;
    Ok(Figure {
        metric: "P9",
        what: format!("user switch to the first ward row, {records} records, less Argon2id"),
        peer: "opening a bare SQLCipher file with a raw key".into(),
        measure: Measure::WallTime,
        goal: Goal::Ours(0.030),
        outcome,
        remarks: vec!["who was in is locked within it, with their last event on the disk".into()],
    })
}

/// Seconds until the ward is shown.
fn come_in(station: &Station, person: &DemoPerson) -> Result<f64> {
    let shown = station.come_in_as(person);
    let ((), seconds) = station.runtime().block_on(timed_wait(shown))?;
    Ok(seconds)
}

fn half_typed() -> DraftText {
    DraftText {
        title: "Nursing note".into(),
        sections: vec![NoteSection {
            heading: "Assessment and plan".into(),
            text: "Slept from two to five, then asked for water and ".into(),
        }],
    }
}

/// Of the journal.
const PAGE_BYTES: usize = 16_384;
