//! What is held of the chains central gives the charts. Entries, operations and the new head are
//! stored in one transaction, so that a head never speaks of operations that are not there.

use charthold_chartlog::{
    Arrival, ChainEntry, Head, HeldCopy, OpHash, Operation, VoidReason, receive,
};
use charthold_domain::{ChartId, RecordId};
use rusqlite::{Connection, params};

use super::donation::save_chart_registration;
use super::operation::insert;
use super::write::take_back;
use crate::column::{Code, begin, find, head, id, run};
use crate::{Journal, StoreError};

/// One entry of a chart's chain, as it came.
#[derive(Clone, Debug)]
pub struct IncomingEntry {
    /// Its number.
    pub seq: u64,
    /// The operation's hash.
    pub op_hash: OpHash,
    /// Why it has no effect.
    pub void: Option<VoidReason>,
    /// The operation, its signature checked; absent where this workstation holds it.
    pub operation: Option<Operation>,
}

/// What central has of one chart after the entry held, as it came.
#[derive(Clone, Debug)]
pub struct IncomingFrame {
    /// The chart.
    pub chart: ChartId,
    /// Central's word for it, its signature checked.
    pub registration: Option<Vec<u8>>,
    /// Number of the last entry central has.
    pub server_seq: u64,
    /// The next ones, in order.
    pub entries: Vec<IncomingEntry>,
}

/// Where applying came to an end, and why.
struct Stopped {
    /// How many frames were applied before it.
    before: usize,
    why: StoreError,
}

/// What applying a frame did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppliedFrame {
    /// How many operations were new here.
    pub new_operations: usize,
    /// The last entry now held.
    pub head: Head,
}

impl Journal {
    /// The last entry held of the chart's chain.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn head(&self, chart: ChartId) -> Result<Head, StoreError> {
        head_of(&self.connection, chart)
    }

    /// Appends what came to the chains it is of, in one transaction, and answers what became of each frame: `None` for one with
    /// an entry whose operation is neither in it nor here, and of which nothing is kept then. Entries held already are passed
    /// over, so a reply may come twice.
    ///
    /// # Errors
    /// [`StoreError::ChainBroken`] when an entry does not follow, its operation is not the one it
    /// names or is of another chart, or it names one that is not here. Nothing of its frame or of those behind it was
    /// stored then, and all of those before it.
    pub fn apply_frames(
        &mut self,
        frames: &[IncomingFrame],
    ) -> Result<Vec<Option<AppliedFrame>>, StoreError> {
        match self.apply_whole(frames) {
            Err(Stopped { before, why }) => {
                // Once more without what is broken: a savepoint for each chart would keep a copy of every page it touches.
                let whole = frames.get(..before).unwrap_or_default();
                self.apply_whole(whole).map_err(|stopped| stopped.why)?;
                Err(why)
            }
            Ok(applied) => Ok(applied),
        }
    }

    /// All of it, or nothing.
    fn apply_whole(
        &mut self,
        frames: &[IncomingFrame],
    ) -> Result<Vec<Option<AppliedFrame>>, Stopped> {
        let none = |why| Stopped { before: 0, why };
        let transaction = begin(&mut self.connection).map_err(none)?;
        let mut applied = Vec::with_capacity(frames.len());
        for (before, frame) in frames.iter().enumerate() {
            let frame = apply_frame(&transaction, frame);
            applied.push(frame.map_err(|why| Stopped { before, why })?);
        }
        transaction
            .commit()
            .map_err(StoreError::from)
            .map_err(none)?;
        Ok(applied)
    }

    /// Whether everything central last said it has of the chart is here. False while central has
    /// not said anything in this epoch.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn is_complete(&self, chart: ChartId) -> Result<bool, StoreError> {
        let sql = "SELECT seq >= server_seq FROM chain_head WHERE chart = ?1";
        Ok(find(&self.connection, sql, [chart.as_bytes()], |row| row.get(0))?.unwrap_or(false))
    }

    /// Notes that central has nothing of these charts but what is here.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn note_complete(&mut self, charts: &[ChartId]) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        for chart in charts {
            let sql =
                "UPDATE chain_head SET server_seq = seq WHERE chart = ?1 AND server_seq <> seq";
            run(&transaction, sql, [chart.as_bytes()])?;
        }
        Ok(transaction.commit()?)
    }
}

fn apply_frame(
    transaction: &Connection,
    frame: &IncomingFrame,
) -> Result<Option<AppliedFrame>, StoreError> {
    let chart = frame.chart;
    let held = head_of(transaction, chart)?;
    let is_new = |entry: &&IncomingEntry| entry.seq > held.seq;
    let new: Vec<&IncomingEntry> = frame.entries.iter().filter(is_new).collect();
    for entry in &new {
        if entry.operation.is_none() && find_waiting(transaction, chart, entry)?.is_none() {
            return Ok(None);
        }
    }
    let mut head = held;
    let mut new_operations = 0;
    for entry in new {
        let (next, arrival) = apply(transaction, chart, &head, entry)?;
        head = next;
        if arrival == Arrival::Brings {
            new_operations += 1;
        }
    }
    if let Some(registration) = &frame.registration {
        save_chart_registration(transaction, chart, registration)?;
    }
    run(
        transaction,
        "INSERT INTO chain_head (chart, seq, hash, server_seq) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (chart) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
                 server_seq = max(server_seq, excluded.server_seq)",
        params![
            chart.as_bytes(),
            head.seq,
            head.hash,
            frame.server_seq.max(head.seq)
        ],
    )?;
    Ok(Some(AppliedFrame {
        new_operations,
        head,
    }))
}

fn apply(
    transaction: &Connection,
    chart: ChartId,
    head: &Head,
    entry: &IncomingEntry,
) -> Result<(Head, Arrival), StoreError> {
    let broken = StoreError::ChainBroken { seq: entry.seq };
    let link = ChainEntry {
        seq: entry.seq,
        op_hash: entry.op_hash,
        void: entry.void,
    };
    let waiting = find_waiting(transaction, chart, entry)?;
    let held = match (waiting, &entry.operation) {
        (Some(_), _) => HeldCopy::Unconfirmed,
        (None, Some(operation)) if is_held(transaction, operation)? => HeldCopy::Taken,
        (None, _) => HeldCopy::None,
    };
    let Ok((next, arrival)) = receive(chart, head, &link, held, entry.operation.as_ref()) else {
        return Err(broken);
    };
    let local_seq = match (waiting, &entry.operation) {
        (Some(local_seq), _) => {
            let sql = "DELETE FROM unconfirmed WHERE local_seq = ?1";
            run(transaction, sql, [local_seq])?;
            note_change(transaction, local_seq)?;
            local_seq
        }
        (None, Some(operation)) => {
            take_back(transaction, operation)?;
            insert(transaction, operation)?
        }
        (None, None) => return Err(broken),
    };
    let sql = "INSERT INTO confirmation (local_seq, seq, void) VALUES (?1, ?2, ?3)";
    run(
        transaction,
        sql,
        params![local_seq, entry.seq, entry.void.map(Code::number)],
    )?;
    Ok((next, arrival))
}

/// Place of the entry's operation, when it is held and not confirmed.
fn find_waiting(
    connection: &Connection,
    chart: ChartId,
    entry: &IncomingEntry,
) -> Result<Option<u64>, StoreError> {
    find(
        connection,
        "SELECT local_seq FROM unconfirmed JOIN operation USING (local_seq)
         WHERE op_hash = ?1 AND chart = ?2",
        params![entry.op_hash.0, chart.as_bytes()],
        |row| row.get(0),
    )
}

fn is_held(transaction: &Connection, operation: &Operation) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM operation WHERE op = ?1";
    Ok(
        find(transaction, sql, [operation.core().op.as_bytes()], |_| {
            Ok(())
        })?
        .is_some(),
    )
}

/// Tells the projections that an operation's state is another.
pub(super) fn note_change(transaction: &Connection, local_seq: u64) -> Result<(), StoreError> {
    let sql = "SELECT chart, record FROM operation WHERE local_seq = ?1";
    let (chart, record) = find(transaction, sql, [local_seq], |row| {
        Ok((
            id(row, 0, ChartId::from_bytes)?,
            id(row, 1, RecordId::from_bytes)?,
        ))
    })?
    .ok_or(StoreError::Damaged {
        table: "operation",
        row: local_seq,
    })?;
    let sql = "INSERT INTO state_change (chart, record) VALUES (?1, ?2)";
    run(transaction, sql, [chart.as_bytes(), record.as_bytes()])?;
    Ok(())
}

fn head_of(connection: &Connection, chart: ChartId) -> Result<Head, StoreError> {
    let sql = "SELECT seq, hash FROM chain_head WHERE chart = ?1";
    Ok(find(connection, sql, [chart.as_bytes()], |row| head(row, 0))?.unwrap_or(Head::EMPTY))
}
