//! P9: from the right password to the first ward row, less Argon2id measured alone at the same cost
//! in the same turn. Without a network, which is when nobody else can let a person in.

use anyhow::{Context as _, Result};
use charthold_crypto::{Key, OsEntropy, PasswordSlot, Secret, SlotParams};

use crate::figure::{Figure, Goal, Measure, Pair, median};
use crate::peer::sqlcipher;
use crate::station::{Station, told};
use crate::steady::{Floor, in_turns};
use crate::stopwatch::{timed, timed_wait};

/// The figure, at a station with `records` records.
///
/// # Errors
/// Those of the station and of the peer.
pub(crate) fn figure(station: &Station, records: usize, count: usize) -> Result<Figure> {
    let bare = station.folder().join("bare.db");
    sqlcipher::make(&bare)?;
    let password = Secret::new("a password of the bench".to_owned());
    let device = Key::make(&mut OsEntropy);
    let user = Key::make(&mut OsEntropy);
    // As the station's people have it; the cost goes out of the figure again.
    let cost = SlotParams::FLOOR;
    let slot = PasswordSlot::make(&password, &device, b"bench", &user, cost, &mut OsEntropy)?;
    let mut slots = Vec::new();
    let outcome = in_turns(&mut Floor::Machine, count, || {
        station.workstation().lock().map_err(told)?;
        let ((), unlocked) = station.runtime().block_on(timed_wait(station.come_in()))?;
        let (_, argon) = timed(|| slot.open(&password, &device, b"bench"))?;
        let (_, peer) = timed(|| sqlcipher::open_and_read(&bare))?;
        slots.push(argon.wall_s);
        Ok(Pair {
            ours: (unlocked - argon.wall_s).max(0.0),
            peer: peer.wall_s,
        })
    })?;
    let argon = median(&slots).context("no slot was opened")?;
    Ok(Figure {
        metric: "P9",
        what: format!("unlock offline to the first ward row, {records} records, less Argon2id"),
        peer: "opening a bare SQLCipher file with a raw key".into(),
        measure: Measure::WallTime,
        goal: Goal::Ours(0.030),
        outcome,
        remarks: vec![format!(
            "Argon2id at the tests' cost took {:.1} ms",
            argon * 1e3
        )],
    })
}
