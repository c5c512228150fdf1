//! Letting go of charts this workstation is not to hold any more: operations, keys and all, once nothing
//! of them can be lost with it. The next place in the journal is never one that was given before.

use std::collections::BTreeSet;

use charthold_audit::AuditEvent;
use charthold_chartlog::{Safekeeping, may_purge};
use charthold_crypto::SigningSecret;
use charthold_domain::ChartId;
use rusqlite::{Connection, params};

use super::audit::append_event;
use crate::column::{begin, find, list, run};
use crate::{Journal, StoreError};

impl Journal {
    /// Lets go of every chart out of scope that is durable whole, and answers which. A chart in
    /// `open` stays, and so does one in which somebody has a draft: what was typed is not lost. Each is told of by the
    /// event that `event` makes, in the same transaction.
    ///
    /// # Errors
    /// Those of the file system; everything is held then.
    pub fn let_go(
        &mut self,
        open: &BTreeSet<ChartId>,
        event: &dyn Fn(ChartId) -> AuditEvent,
        signer: &SigningSecret,
    ) -> Result<Vec<ChartId>, StoreError> {
        let outside = self.charts_out_of_scope(AT_ONCE)?;
        let transaction = begin(&mut self.connection)?;
        let mut gone = Vec::new();
        for chart in outside {
            if !open.contains(&chart)
                && may_purge(safekeeping(&transaction, chart)?)
                && !has_draft(&transaction, chart)?
            {
                gone.push(chart);
            }
        }
        let last = last_place(&transaction)?;
        for chart in &gone {
            append_event(&transaction, &event(*chart), signer)?;
            remove(&transaction, *chart, last)?;
        }
        transaction.commit()?;
        Ok(gone)
    }

    /// Charts that were let go of, and the last place given in the journal then.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn list_let_go(&self) -> Result<Vec<(ChartId, u64)>, StoreError> {
        let sql = "SELECT chart, local_seq FROM let_go ORDER BY chart";
        list(&self.connection, sql, [], |row| {
            let chart = crate::column::id(row, 0, ChartId::from_bytes)?;
            Ok((chart, row.get(1)?))
        })
    }
}

/// Nothing else is written meanwhile; the next exchange goes on.
const AT_ONCE: usize = 1_000;

/// The last place given in the journal, whether or not something is still there.
pub(super) fn last_place(transaction: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT max(coalesce((SELECT max(local_seq) FROM operation), 0),
                   coalesce((SELECT max(local_seq) FROM let_go), 0))";
    Ok(find(transaction, sql, [], |row| row.get(0))?.unwrap_or(0))
}

fn safekeeping(transaction: &Connection, chart: ChartId) -> Result<Safekeeping, StoreError> {
    let sql = "SELECT seq, durable_seq,
                   (SELECT count(*) FROM unconfirmed JOIN operation USING (local_seq)
                    WHERE operation.chart = chain_head.chart)
               FROM chain_head WHERE chart = ?1";
    let found = find(transaction, sql, [chart.as_bytes()], |row| {
        Ok(Safekeeping::of_chart(row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(found.unwrap_or(Safekeeping::Missing))
}

fn has_draft(transaction: &Connection, chart: ChartId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM draft WHERE chart = ?1 LIMIT 1";
    Ok(find(transaction, sql, [chart.as_bytes()], |_| Ok(()))?.is_some())
}

fn remove(transaction: &Connection, chart: ChartId, last: u64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM confirmation WHERE local_seq IN
             (SELECT local_seq FROM operation WHERE chart = ?1)",
        "DELETE FROM operation WHERE chart = ?1",
        "DELETE FROM chain_head WHERE chart = ?1",
        "DELETE FROM state_change WHERE chart = ?1",
        "DELETE FROM chart_key WHERE chart = ?1",
        "DELETE FROM open_draft WHERE chart = ?1",
    ] {
        run(transaction, sql, [chart.as_bytes()])?;
    }
    let sql = "INSERT OR REPLACE INTO let_go (chart, local_seq) VALUES (?1, ?2)";
    run(transaction, sql, params![chart.as_bytes(), last])?;
    Ok(())
}
