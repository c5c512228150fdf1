//! Between columns and words of the domain. Damage is named by table and column, never by value.

use charthold_domain::Timestamp;
use charthold_protocol::{Signed, Statement};
use rusqlite::Row;

use super::fault::Fault;
use crate::WithdrawalReason;

/// A number of ours as SQLite has it.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of SQLite's that cannot be negative.
pub(super) fn nat(row: &Row<'_>, column: usize, name: &'static str) -> Result<u64, Fault> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| Fault::Damaged(name))
}

/// A moment.
pub(super) fn time(row: &Row<'_>, column: usize) -> Result<Timestamp, Fault> {
    Ok(Timestamp::from_millis(row.get(column)?))
}

/// A moment that need not have come.
pub(super) fn time_or_none(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>, Fault> {
    Ok(row
        .get::<_, Option<i64>>(column)?
        .map(Timestamp::from_millis))
}

/// Why a device was withdrawn or an account closed, where that is known.
pub(super) fn why(
    row: &Row<'_>,
    column: usize,
    name: &'static str,
) -> Result<Option<WithdrawalReason>, Fault> {
    let word: Option<String> = row.get(column)?;
    let read = |word: String| word.parse().map_err(|_| Fault::Damaged(name));
    word.map(read).transpose()
}

/// A signed statement.
pub(super) fn signed<T: Statement>(
    row: &Row<'_>,
    column: usize,
    name: &'static str,
) -> Result<Signed<T>, Fault> {
    let bytes = row
        .get_ref(column)?
        .as_blob()
        .map_err(|_| Fault::Damaged(name))?;
    Signed::from_bytes(bytes).map_err(|_| Fault::Damaged(name))
}
