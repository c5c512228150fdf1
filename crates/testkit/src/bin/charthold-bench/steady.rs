//! Taking pairs in turns between two looks at the floor, and again when the machine changed under
//! the run: a busy neighbour is common, a third one in a row is said.

use anyhow::{Context as _, Result};
use charthold_crypto::sha256;

use crate::figure::{Floors, Outcome, Pair, median};
use crate::peer::append::Append;
use crate::stopwatch::timed;

/// What the floor is made of: the same kind of work as what is measured.
pub(crate) enum Floor {
    /// Hashing, in time of this thread.
    Processor,
    /// Hashing, on the wall: what waiting for a processor adds shows.
    Machine,
    /// An append and an fdatasync.
    Disk(Append),
}

/// `count` pairs of `pair`, from a machine that stayed the same.
///
/// # Errors
/// Those of `pair`, and of the disk.
pub(crate) fn in_turns(
    floor: &mut Floor,
    count: usize,
    mut pair: impl FnMut() -> Result<Pair>,
) -> Result<Outcome> {
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let before = floor.measure()?;
        let pairs = (0..count).map(|_| pair()).collect::<Result<Vec<_>>>()?;
        let after = floor.measure()?;
        let floors = Floors { before, after };
        if floors.is_steady() {
            return Ok(Outcome::Measured {
                pairs,
                floors: Some(floors),
            });
        }
        last = Some(floors);
    }
    let floors = last.context("measuring the floor")?;
    Ok(Outcome::Discarded { floors })
}

impl Floor {
    fn measure(&mut self) -> Result<f64> {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            rounds.push(match self {
                Self::Processor => hashing()?.cpu_s,
                Self::Machine => hashing()?.wall_s,
                Self::Disk(append) => append.time(DISK_APPENDS)?,
            });
        }
        median(&rounds).context("measuring the floor")
    }
}

fn hashing() -> Result<crate::stopwatch::Span> {
    let block = vec![7_u8; HASHED_BYTES];
    let (digest, span) = timed(|| anyhow::Ok(sha256(&[&block])))?;
    std::hint::black_box(digest);
    Ok(span)
}

const ATTEMPTS: usize = 3;
const ROUNDS: usize = 15;
const HASHED_BYTES: usize = 4 << 20;
/// One fdatasync alone varies more than a machine does.
const DISK_APPENDS: usize = 20;
