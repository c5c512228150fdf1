//! What a restored server means to the journal: quarantine marks are void, and a chain confirms only
//! as far as the server still has it. Operations stay; the ones no longer confirmed are the outbox
//! again. Comparing with the server is `sync`'s work, the rule is `chartlog`'s.

use std::collections::BTreeSet;

use charthold_chartlog::{ChainEntry, Head, OpHash, OpState, VoidReason, extend};
use charthold_crypto::sha256;
use charthold_domain::ChartId;
use rusqlite::{Connection, params};

use super::chain::note_change;
use super::durable;
use crate::column::{Code, begin, id, list, run};
use crate::{Journal, StoreError};

impl Journal {
    /// Begins to doubt what is known of the server's chains: it was restored. Marks of quarantine
    /// are gone, what it acknowledged is sent again, and of charts that are not in `provable` nothing counts as confirmed, since no pull
    /// will show whether the server has it.
    ///
    /// # Errors
    /// Those of the file system; nothing is in doubt then.
    pub fn doubt_chains(&mut self, provable: &BTreeSet<ChartId>) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        transaction.execute_batch(
            "INSERT INTO state_change (chart, record) SELECT DISTINCT chart, record
                 FROM unconfirmed JOIN operation USING (local_seq) WHERE quarantined IS NOT NULL;
             UPDATE unconfirmed SET quarantined = NULL, acknowledged = 0;
             UPDATE chain_head SET server_seq = min(server_seq, seq + 1);",
        )?;
        // What was put back need not be the last backup there was.
        durable::forget(&transaction)?;
        let held = list(&transaction, "SELECT chart FROM chain_head", [], |row| {
            id(row, 0, ChartId::from_bytes)
        })?;
        for chart in held.iter().filter(|chart| !provable.contains(chart)) {
            shorten(&transaction, *chart, 0)?;
        }
        Ok(transaction.commit()?)
    }

    /// Keeps what is held of the chart's chain up to number `proven`, and answers its head; what was
    /// confirmed beyond it is to be sent again, whoever wrote it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the entries kept are no chain; nothing was changed then.
    pub fn shorten_chain(&mut self, chart: ChartId, proven: u64) -> Result<Head, StoreError> {
        let transaction = begin(&mut self.connection)?;
        let head = shorten(&transaction, chart, proven)?;
        transaction.commit()?;
        Ok(head)
    }
}

fn shorten(transaction: &Connection, chart: ChartId, proven: u64) -> Result<Head, StoreError> {
    let mut head = Head::EMPTY;
    for (local_seq, entry) in entries(transaction, chart)? {
        if state_of(&entry).in_new_epoch(proven).is_unsent() {
            let sql = "INSERT INTO unconfirmed (local_seq, op_hash) VALUES (?1, ?2)";
            run(transaction, sql, params![local_seq, entry.op_hash.0])?;
            let sql = "DELETE FROM confirmation WHERE local_seq = ?1";
            run(transaction, sql, [local_seq])?;
            note_change(transaction, local_seq)?;
        } else {
            head = extend(&head, &entry).ok_or(StoreError::Damaged {
                table: "confirmation",
                row: local_seq,
            })?;
        }
    }
    if head == Head::EMPTY {
        let sql = "DELETE FROM chain_head WHERE chart = ?1";
        run(transaction, sql, [chart.as_bytes()])?;
    } else {
        // The server said that there is more than this.
        let sql = "UPDATE chain_head SET seq = ?2, hash = ?3, server_seq = ?2 + 1 WHERE chart = ?1";
        run(
            transaction,
            sql,
            params![chart.as_bytes(), head.seq, head.hash],
        )?;
    }
    Ok(head)
}

/// The entries held of a chart's chain, in its order, with the places of their operations.
fn entries(connection: &Connection, chart: ChartId) -> Result<Vec<(u64, ChainEntry)>, StoreError> {
    let rows = list(
        connection,
        "SELECT local_seq, header, signature, seq, void
         FROM operation JOIN confirmation USING (local_seq) WHERE chart = ?1 ORDER BY seq",
        [chart.as_bytes()],
        |row| {
            let (header, signature): (Vec<u8>, [u8; 64]) = (row.get(1)?, row.get(2)?);
            let op_hash = OpHash(sha256(&[&header, &signature]));
            let void: Option<u16> = row.get(4)?;
            Ok((row.get(0)?, op_hash, row.get(3)?, void))
        },
    )?;
    let entry = |(local_seq, op_hash, seq, void): (u64, OpHash, u64, Option<u16>)| {
        let void = void
            .map(|code| VoidReason::of_number(code, "confirmation", local_seq))
            .transpose()?;
        Ok((local_seq, ChainEntry { seq, op_hash, void }))
    };
    rows.into_iter().map(entry).collect()
}

const fn state_of(entry: &ChainEntry) -> OpState {
    match entry.void {
        None => OpState::Confirmed { seq: entry.seq },
        Some(reason) => OpState::Void {
            seq: entry.seq,
            reason,
        },
    }
}
