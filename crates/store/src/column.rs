//! Our values as SQLite columns: ids and hashes are blobs, moments integer milliseconds, closed sets
//! small integers. Text of a chart is only ever in columns that say so in their schema.

use charthold_chartlog::{Class, Head, QuarantineReason, VoidReason};
use charthold_domain::{Compartment, Timestamp};
use rusqlite::{OptionalExtension, Params, Row, Transaction};

use crate::StoreError;

/// The id in a column.
pub(crate) fn id<T>(
    row: &Row<'_>,
    index: usize,
    of_bytes: fn([u8; 16]) -> T,
) -> rusqlite::Result<T> {
    row.get(index).map(of_bytes)
}

/// The id in a column that may be null.
pub(crate) fn optional_id<T>(
    row: &Row<'_>,
    index: usize,
    of_bytes: fn([u8; 16]) -> T,
) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<[u8; 16]>>(index)?.map(of_bytes))
}

/// The moment in a column.
pub(crate) fn moment(row: &Row<'_>, index: usize) -> rusqlite::Result<Timestamp> {
    row.get(index).map(Timestamp::from_millis)
}

/// The moment in a column that may be null.
pub(crate) fn optional_moment(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row
        .get::<_, Option<i64>>(index)?
        .map(Timestamp::from_millis))
}

/// The chain head in two columns, number and hash.
pub(crate) fn head(row: &Row<'_>, index: usize) -> rusqlite::Result<Head> {
    Ok(Head {
        seq: row.get(index)?,
        hash: row.get(index + 1)?,
    })
}

/// Ids one after the other, sixteen bytes each.
pub(crate) fn packed<'a>(ids: impl IntoIterator<Item = &'a [u8; 16]>) -> Vec<u8> {
    ids.into_iter().flatten().copied().collect()
}

/// Reads what [`packed`] wrote.
pub(crate) fn unpacked<T>(bytes: &[u8], of_bytes: fn([u8; 16]) -> T) -> Vec<T> {
    let (ids, _) = bytes.as_chunks::<16>();
    ids.iter().copied().map(of_bytes).collect()
}

/// A closed set as a small integer and back.
pub(crate) trait Code: Copy + 'static {
    /// Every value.
    const EVERY: &'static [Self];

    /// Its number in columns; never changes.
    fn number(self) -> u16;

    /// The value with this number; a number nobody wrote is damage in `table`.
    fn of_number(number: u16, table: &'static str, row: u64) -> Result<Self, StoreError> {
        Self::EVERY
            .iter()
            .copied()
            .find(|value| value.number() == number)
            .ok_or(StoreError::Damaged { table, row })
    }
}

impl Code for VoidReason {
    const EVERY: &'static [Self] = &[Self::AlreadySigned];

    fn number(self) -> u16 {
        self.code()
    }
}

impl Code for QuarantineReason {
    const EVERY: &'static [Self] = &[
        Self::DeviceRevoked,
        Self::OutOfScope,
        Self::ForkedDevice,
        Self::BadSignature,
    ];

    fn number(self) -> u16 {
        match self {
            Self::DeviceRevoked => 1,
            Self::OutOfScope => 2,
            Self::ForkedDevice => 3,
            Self::BadSignature => 4,
        }
    }
}

impl Code for Compartment {
    const EVERY: &'static [Self] = &Self::ALL;

    fn number(self) -> u16 {
        u16::from(self.code())
    }
}

impl Code for Class {
    const EVERY: &'static [Self] = &[
        Self::InsertOnly,
        Self::Mergeable,
        Self::Draft,
        Self::Signed,
        Self::Control,
    ];

    fn number(self) -> u16 {
        u16::from(self.code())
    }
}

/// The first row of a prepared query, if there is one.
pub(crate) fn find<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params, read)
        .optional()?)
}

/// Every row of a prepared query.
pub(crate) fn list<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Runs a prepared statement; answers how many rows it changed.
pub(crate) fn run(
    connection: &rusqlite::Connection,
    sql: &str,
    params: impl Params,
) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached(sql)?.execute(params)?)
}

/// A transaction that takes the write lock at once: two writers wait for each other instead of
/// failing half-way.
pub(crate) fn begin(connection: &mut rusqlite::Connection) -> Result<Transaction<'_>, StoreError> {
    Ok(connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?)
}
