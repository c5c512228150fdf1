//! What is held of the chains central gives the charts. Entries, operations and the new head are
//! stored in one transaction, so that a head never speaks of operations that are not there.

use charthold_chartlog::{ChainEntry, Head, OpHash, Operation, VoidReason, extend};
use charthold_domain::{ChartId, RecordId};
use rusqlite::{Connection, params};

use super::operation::insert;
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

/// What applying entries did.
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

    /// Appends entries to a chart's chain; `server_seq` is the last one central has. Entries held
    /// already are passed over, so a reply may come twice.
    ///
    /// # Errors
    /// [`StoreError::ChainBroken`] when an entry does not follow, its operation is not the one it
    /// names or is of another chart, or it names one that is not here. Nothing was stored then.
    pub fn apply_entries(
        &mut self,
        chart: ChartId,
        server_seq: u64,
        entries: &[IncomingEntry],
    ) -> Result<AppliedFrame, StoreError> {
        let transaction = begin(&mut self.connection)?;
        let held = head_of(&transaction, chart)?;
        let mut head = held;
        let mut new_operations = 0;
        for entry in entries.iter().skip_while(|entry| entry.seq <= held.seq) {
            let broken = StoreError::ChainBroken { seq: entry.seq };
            let link = ChainEntry {
                seq: entry.seq,
                op_hash: entry.op_hash,
                void: entry.void,
            };
            head = extend(&head, &link).ok_or(broken)?;
            if apply(&transaction, chart, entry)? == Arrival::New {
                new_operations += 1;
            }
        }
        run(
            &transaction,
            "INSERT INTO chain_head (chart, seq, hash, server_seq) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (chart) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
                 server_seq = max(server_seq, excluded.server_seq)",
            params![
                chart.as_bytes(),
                head.seq,
                head.hash,
                server_seq.max(head.seq)
            ],
        )?;
        transaction.commit()?;
        Ok(AppliedFrame {
            new_operations,
            head,
        })
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

    /// Forgets everything known of the server's chains: heads, confirmations, quarantine. The
    /// server was restored and may have lost operations, so every one held is unconfirmed again.
    ///
    /// # Errors
    /// Those of the file system; nothing was forgotten then.
    pub fn forget_chains(&mut self) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        transaction.execute_batch(
            "INSERT INTO state_change (chart, record) SELECT DISTINCT chart, record FROM operation;
             DELETE FROM chain_head;
             UPDATE unconfirmed SET quarantined = NULL;",
        )?;
        let mut confirmed = transaction.prepare(
            "SELECT local_seq, header, signature FROM operation JOIN confirmation USING (local_seq)",
        )?;
        let mut rows = confirmed.query([])?;
        while let Some(row) = rows.next()? {
            let (header, signature): (Vec<u8>, [u8; 64]) = (row.get(1)?, row.get(2)?);
            let hash = charthold_crypto::sha256(&[&header, &signature]);
            let sql = "INSERT INTO unconfirmed (local_seq, op_hash) VALUES (?1, ?2)";
            run(&transaction, sql, params![row.get::<_, u64>(0)?, hash])?;
        }
        drop(rows);
        drop(confirmed);
        run(&transaction, "DELETE FROM confirmation", [])?;
        Ok(transaction.commit()?)
    }
}

#[derive(PartialEq, Eq)]
enum Arrival {
    New,
    Held,
}

fn apply(
    transaction: &Connection,
    chart: ChartId,
    entry: &IncomingEntry,
) -> Result<Arrival, StoreError> {
    let held = find(
        transaction,
        "SELECT local_seq FROM unconfirmed JOIN operation USING (local_seq)
         WHERE op_hash = ?1 AND chart = ?2",
        params![entry.op_hash.0, chart.as_bytes()],
        |row| row.get::<_, u64>(0),
    )?;
    let (local_seq, arrival) = match (held, &entry.operation) {
        (Some(local_seq), _) => {
            run(
                transaction,
                "DELETE FROM unconfirmed WHERE local_seq = ?1",
                [local_seq],
            )?;
            note_change(transaction, local_seq)?;
            (local_seq, Arrival::Held)
        }
        (None, Some(operation)) if is_named_by(operation, chart, entry) => {
            if is_held(transaction, operation)? {
                return Err(StoreError::ChainBroken { seq: entry.seq });
            }
            (insert(transaction, operation)?, Arrival::New)
        }
        (None, _) => return Err(StoreError::ChainBroken { seq: entry.seq }),
    };
    let sql = "INSERT INTO confirmation (local_seq, seq, void) VALUES (?1, ?2, ?3)";
    run(
        transaction,
        sql,
        params![local_seq, entry.seq, entry.void.map(Code::number)],
    )?;
    Ok(arrival)
}

fn is_named_by(operation: &Operation, chart: ChartId, entry: &IncomingEntry) -> bool {
    operation.hash() == entry.op_hash && operation.core().chart == chart
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
