//! Making readable records out of the journal's sealed operations, in batches that are one
//! transaction each with the position they reach: stopped anywhere, the next run goes on from there.
//! What a projection keeps of a record is its own matter; this module brings the records.

mod refold;
mod unreadable;

use std::collections::BTreeSet;

use charthold_chartlog::BodyDecoder;
use charthold_crypto::{Key, purpose};
use charthold_domain::{ChartId, Compartment, PersonId, RecordId};
use rusqlite::{Connection, params};

use crate::column::{begin, find, run};
use crate::journal::{Batch, Position, RawOperation};
use crate::{Journal, StoreError};

use refold::refold;
pub(crate) use refold::{FoldedRecord, open_all};
pub use unreadable::NeededKey;

/// The chart keys of one person, while they are unlocked.
pub trait ChartKeys {
    /// The key of a part of a chart, if the person has it.
    fn key(
        &self,
        chart: ChartId,
        compartment: Compartment,
        generation: u32,
    ) -> Option<&Key<purpose::Chart>>;
}

/// What bringing a projection up to date did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projected {
    /// Records that were folded anew.
    pub changed: Vec<RecordId>,
    /// Operations of the chart that cannot be read now: no key, damaged, or of a newer program.
    pub unreadable: u32,
}

/// Who reads: with which keys, and whose drafts are theirs.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    /// Their keys.
    pub(crate) keys: &'a dyn ChartKeys,
    /// Absent where nobody's drafts are shown.
    pub(crate) person: Option<PersonId>,
    /// How many operations one transaction takes in.
    pub(crate) batch_operations: usize,
}

/// Brings `connection`'s projection of `chart` up to date; `keep` stores one record, or removes it
/// when nothing of it can be shown.
pub(crate) fn project(
    connection: &mut Connection,
    journal: &Journal,
    chart: ChartId,
    reader: Reader<'_>,
    keep: impl Fn(&Connection, RecordId, Option<&FoldedRecord>) -> Result<(), StoreError>,
) -> Result<Projected, StoreError> {
    let mut position = position_of(connection, chart)?;
    let mut waiting = unreadable::with_key_now(connection, chart, reader.keys)?;
    let mut changed = BTreeSet::new();
    let mut decoder = BodyDecoder::default();
    while let Some((next, records)) = next_batch(
        journal,
        chart,
        (position, reader.batch_operations),
        &mut waiting,
    )? {
        let transaction = begin(connection)?;
        for (record, operations) in records {
            let (folded, missing) = refold(operations, reader, &mut decoder);
            keep(&transaction, record, folded.as_ref())?;
            unreadable::replace(&transaction, chart, record, &missing)?;
            changed.insert(record);
        }
        save_position(&transaction, chart, next)?;
        transaction.commit()?;
        position = next;
    }
    let unreadable = unreadable::count(connection, chart)?;
    Ok(Projected {
        changed: changed.into_iter().collect(),
        unreadable,
    })
}

/// Place in the journal of the last operation of `chart` in here.
pub(crate) fn applied_to(connection: &Connection, chart: ChartId) -> Result<u64, StoreError> {
    Ok(position_of(connection, chart)?.operation)
}

/// Whether something of `chart` is in here, and it is what the journal let go of when its last place was `until`.
pub(crate) fn is_of_what_went(
    connection: &Connection,
    chart: ChartId,
    until: u64,
) -> Result<bool, StoreError> {
    let at = position_of(connection, chart)?;
    Ok(at != Position::default() && at.operation <= until)
}

/// How many operations of `chart` could not be read.
pub(crate) fn unreadable(connection: &Connection, chart: ChartId) -> Result<u32, StoreError> {
    unreadable::count(connection, chart)
}

/// The keys that operations in here wait for.
pub(crate) fn needed_keys(connection: &Connection) -> Result<Vec<NeededKey>, StoreError> {
    unreadable::needed_keys(connection)
}

type Records = Vec<(RecordId, Vec<RawOperation>)>;

fn next_batch(
    journal: &Journal,
    chart: ChartId,
    (from, limit): (Position, usize),
    waiting: &mut BTreeSet<RecordId>,
) -> Result<Option<(Position, Records)>, StoreError> {
    let batch = journal.changed_after(chart, from, limit)?;
    let Batch {
        mut records,
        position,
    } = match batch {
        Some(batch) => batch,
        None if waiting.is_empty() => return Ok(None),
        None => Batch {
            records: BTreeSet::new(),
            position: from,
        },
    };
    records.append(waiting);
    let read = |record| Ok((record, journal.raw_operations(chart, record)?));
    let records = records
        .into_iter()
        .map(read)
        .collect::<Result<_, StoreError>>()?;
    Ok(Some((position, records)))
}

fn position_of(connection: &Connection, chart: ChartId) -> Result<Position, StoreError> {
    let sql = "SELECT operation, state_change FROM position WHERE chart = ?1";
    let position = find(connection, sql, [chart.as_bytes()], |row| {
        Ok(Position {
            operation: row.get(0)?,
            state_change: row.get(1)?,
        })
    })?;
    Ok(position.unwrap_or_default())
}

fn save_position(
    transaction: &Connection,
    chart: ChartId,
    position: Position,
) -> Result<(), StoreError> {
    run(
        transaction,
        "INSERT INTO position (chart, operation, state_change) VALUES (?1, ?2, ?3)
         ON CONFLICT (chart) DO UPDATE
             SET operation = excluded.operation, state_change = excluded.state_change",
        params![chart.as_bytes(), position.operation, position.state_change],
    )?;
    Ok(())
}
