//! Operations a projection could not read: remembered, so that people are told and so that those
//! without a key are tried again when it comes.

use std::collections::BTreeSet;

use charthold_domain::{ChartId, Compartment, RecordId};
use rusqlite::{Connection, params};

use super::ChartKeys;
use crate::StoreError;
use crate::column::{Code, find, id, list, run};

/// Why an operation cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The person has no key for it.
    NoKey,
    /// Its bytes or its seal do not hold.
    Damaged,
    /// A newer program wrote it.
    NewerSchema,
}

/// An operation that cannot be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unreadable {
    /// Its place in the journal.
    pub(super) local_seq: u64,
    /// Why.
    pub(super) reason: Reason,
    /// The key it needs, as far as its header can be read.
    pub(super) key: Option<(Compartment, u32)>,
}

impl Code for Reason {
    const EVERY: &'static [Self] = &[Self::NoKey, Self::Damaged, Self::NewerSchema];

    fn number(self) -> u16 {
        match self {
            Self::NoKey => 1,
            Self::Damaged => 2,
            Self::NewerSchema => 3,
        }
    }
}

/// Keeps what cannot be read of one record, in place of what could not before.
pub(super) fn replace(
    transaction: &Connection,
    chart: ChartId,
    record: RecordId,
    missing: &[Unreadable],
) -> Result<(), StoreError> {
    let sql = "DELETE FROM unreadable WHERE chart = ?1 AND record = ?2";
    run(transaction, sql, [chart.as_bytes(), record.as_bytes()])?;
    for Unreadable {
        local_seq,
        reason,
        key,
    } in missing
    {
        run(
            transaction,
            "INSERT INTO unreadable (chart, record, local_seq, reason, compartment, generation)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                chart.as_bytes(),
                record.as_bytes(),
                local_seq,
                reason.number(),
                key.map(|(compartment, _)| compartment.number()),
                key.map(|(_, generation)| generation),
            ],
        )?;
    }
    Ok(())
}

/// Records with an operation whose key was missing and is there now.
pub(super) fn with_key_now(
    connection: &Connection,
    chart: ChartId,
    keys: &dyn ChartKeys,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let waiting = list(
        connection,
        "SELECT record, compartment, generation FROM unreadable
         WHERE chart = ?1 AND reason = ?2 AND compartment IS NOT NULL",
        params![chart.as_bytes(), Reason::NoKey.number()],
        |row| {
            Ok((
                id(row, 0, RecordId::from_bytes)?,
                row.get::<_, u16>(1)?,
                row.get::<_, u32>(2)?,
            ))
        },
    )?;
    let mut records = BTreeSet::new();
    for (record, compartment, generation) in waiting {
        let compartment = Compartment::of_number(compartment, "unreadable", 0)?;
        if keys.key(chart, compartment, generation).is_some() {
            records.insert(record);
        }
    }
    Ok(records)
}

/// A key that an operation of a chart needs.
pub type NeededKey = (ChartId, Compartment, u32);

/// The keys that operations wait for, of every chart.
pub(super) fn needed_keys(connection: &Connection) -> Result<Vec<NeededKey>, StoreError> {
    let sql = "SELECT DISTINCT chart, compartment, generation FROM unreadable
               WHERE reason = ?1 AND compartment IS NOT NULL";
    let needed = list(connection, sql, [Reason::NoKey.number()], |row| {
        let chart = id(row, 0, ChartId::from_bytes)?;
        Ok((chart, row.get::<_, u16>(1)?, row.get::<_, u32>(2)?))
    })?;
    needed
        .into_iter()
        .map(|(chart, compartment, generation)| {
            let compartment = Compartment::of_number(compartment, "unreadable", 0)?;
            Ok((chart, compartment, generation))
        })
        .collect()
}

/// How many operations of a chart cannot be read.
pub(super) fn count(connection: &Connection, chart: ChartId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM unreadable WHERE chart = ?1";
    Ok(find(connection, sql, [chart.as_bytes()], |row| row.get(0))?.unwrap_or(0))
}
