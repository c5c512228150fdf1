//! Moving a clinic's store to a hospital's PostgreSQL: every table in order, in one transaction, and
//! nothing is kept unless what was read back is what was given. How a database gives or takes rows
//! is its own module's work.

mod table;

use charthold_domain::Timestamp;
use tokio::sync::{mpsc, oneshot};

use crate::{PostgresStore, SqliteStore, StoreError};

pub(crate) use table::{Cell, Digest, Kind, Piece, TABLES, Table};

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Rows of each table.
    pub tables: Vec<(&'static str, u64)>,
    /// The epoch the new store begins with: one more than the old one's.
    pub epoch: u64,
}

/// Copies everything in `from` into `to`, compares the two, and begins a new epoch in `to`: whatever
/// an old central should still take after this is brought again, and a device that saw the new
/// epoch tells the old central so. `from` cannot be written to meanwhile. `told` hears of each
/// table that was moved and how many rows it has.
///
/// # Errors
/// [`StoreError::Exists`] when `to` is not empty, [`StoreError::Damaged`] when what was read back
/// differs; `to` is then as it was before.
pub async fn move_store(
    from: &SqliteStore,
    to: &PostgresStore,
    at: Timestamp,
    told: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<Moved, StoreError> {
    let (pieces, coming) = mpsc::channel(PIECES_AHEAD);
    let (release, held) = oneshot::channel::<()>();
    let taking = async {
        let taken = to.take(coming, at, told).await;
        drop(release);
        taken
    };
    let (given, taken) = tokio::join!(from.give(pieces, held), taking);
    // Whoever gave up first says why; the other only noticed.
    given?;
    taken
}

/// Rows that wait in memory are few: bodies can be megabytes.
const PIECES_AHEAD: usize = 4;
