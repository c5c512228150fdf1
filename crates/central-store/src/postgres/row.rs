//! Between columns and words of the domain. Damage is named by table and column, never by value.

use charthold_domain::Timestamp;
use charthold_protocol::{Signed, Statement};
use tokio_postgres::Row;
use uuid::Uuid;

use super::fault::Fault;
use crate::WithdrawalReason;

/// An id as PostgreSQL has it.
pub(super) const fn uuid(id: &[u8; 16]) -> Uuid {
    Uuid::from_bytes(*id)
}

/// An id's bytes.
pub(super) fn id(row: &Row, column: usize) -> Result<[u8; 16], Fault> {
    Ok(row.try_get::<_, Uuid>(column)?.into_bytes())
}

/// Bytes of an id that need not be there.
pub(super) fn id_or_none(row: &Row, column: usize) -> Result<Option<[u8; 16]>, Fault> {
    Ok(row
        .try_get::<_, Option<Uuid>>(column)?
        .map(Uuid::into_bytes))
}

/// So many bytes.
pub(super) fn bytes<const N: usize>(
    row: &Row,
    column: usize,
    name: &'static str,
) -> Result<[u8; N], Fault> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| Fault::Damaged(name))
}

/// A number of ours as PostgreSQL has it.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of PostgreSQL's that cannot be negative.
pub(super) fn nat(row: &Row, column: usize, name: &'static str) -> Result<u64, Fault> {
    u64::try_from(row.try_get::<_, i64>(column)?).map_err(|_| Fault::Damaged(name))
}

/// A moment.
pub(super) fn time(row: &Row, column: usize) -> Result<Timestamp, Fault> {
    Ok(Timestamp::from_millis(row.try_get(column)?))
}

/// A moment that need not have come.
pub(super) fn time_or_none(row: &Row, column: usize) -> Result<Option<Timestamp>, Fault> {
    Ok(row
        .try_get::<_, Option<i64>>(column)?
        .map(Timestamp::from_millis))
}

/// Why a device was withdrawn or an account closed, where that is known.
pub(super) fn why(
    row: &Row,
    column: usize,
    name: &'static str,
) -> Result<Option<WithdrawalReason>, Fault> {
    let word: Option<&str> = row.try_get(column)?;
    let read = |word: &str| word.parse().map_err(|_| Fault::Damaged(name));
    word.map(read).transpose()
}

/// A signed statement.
pub(super) fn signed<T: Statement>(
    row: &Row,
    column: usize,
    name: &'static str,
) -> Result<Signed<T>, Fault> {
    Signed::from_bytes(row.try_get(column)?).map_err(|_| Fault::Damaged(name))
}
