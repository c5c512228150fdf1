//! The journal as the projections read it: which records changed after a position, and their
//! operations with the damaged ones told apart instead of in the way.

use std::collections::BTreeSet;

use charthold_domain::{ChartId, RecordId};
use rusqlite::{Row, params};

use super::StoredOperation;
use super::operation::{SELECT, Stored};
use crate::column::{find, id, list};
use crate::{Journal, StoreError};

/// How much of a chart's journal a projection holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    /// Place of the last operation.
    pub(crate) operation: u64,
    /// Number of the last change of state.
    pub(crate) state_change: u64,
}

/// Records to fold, after which the projection is at `position`.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) records: BTreeSet<RecordId>,
    pub(crate) position: Position,
}

/// An operation as it lies there; `Err` has the place of a damaged one.
pub(crate) type RawOperation = Result<StoredOperation, u64>;

impl Journal {
    /// Records of `chart` changed after `from`, by at most `limit` operations and as many changes
    /// of state; `None` when there are none.
    pub(crate) fn changed_after(
        &self,
        chart: ChartId,
        from: Position,
        limit: usize,
    ) -> Result<Option<Batch>, StoreError> {
        let operation = self.last_of(
            "SELECT max(local_seq) FROM (SELECT local_seq FROM operation
                 WHERE chart = ?1 AND local_seq > ?2 ORDER BY local_seq LIMIT ?3)",
            (chart, from.operation, limit),
        )?;
        let state_change = self.last_of(
            "SELECT max(number) FROM (SELECT number FROM state_change
                 WHERE chart = ?1 AND number > ?2 ORDER BY number LIMIT ?3)",
            (chart, from.state_change, limit),
        )?;
        let position = Position {
            operation,
            state_change,
        };
        if position == from {
            return Ok(None);
        }
        // Joined here: SQLite would make a table for it.
        let mut records = self.records_in(
            "SELECT record FROM operation
                 WHERE chart = ?1 AND local_seq > ?2 AND local_seq <= ?3",
            (chart, from.operation, operation),
        )?;
        records.append(&mut self.records_in(
            "SELECT record FROM state_change
                 WHERE chart = ?1 AND number > ?2 AND number <= ?3",
            (chart, from.state_change, state_change),
        )?);
        Ok(Some(Batch { records, position }))
    }

    /// The operations of one record in causal order.
    pub(crate) fn raw_operations(
        &self,
        chart: ChartId,
        record: RecordId,
    ) -> Result<Vec<RawOperation>, StoreError> {
        let sql = format!("{SELECT} WHERE o.chart = ?1 AND o.record = ?2 ORDER BY o.local_seq");
        let params = [chart.as_bytes(), record.as_bytes()];
        let rows = list(&self.connection, &sql, params, Stored::read)?;
        Ok(rows
            .into_iter()
            .map(|stored| {
                let local_seq = stored.local_seq;
                stored.parse().map_err(|_| local_seq)
            })
            .collect())
    }

    fn records_in(
        &self,
        sql: &str,
        (chart, after, until): (ChartId, u64, u64),
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        let params = params![chart.as_bytes(), after, until];
        let read = |row: &Row<'_>| id(row, 0, RecordId::from_bytes);
        let records = list(&self.connection, sql, params, read)?;
        Ok(records.into_iter().collect())
    }

    fn last_of(
        &self,
        sql: &str,
        (chart, from, limit): (ChartId, u64, usize),
    ) -> Result<u64, StoreError> {
        let params = params![chart.as_bytes(), from, limit];
        let last = find(&self.connection, sql, params, |row| {
            row.get::<_, Option<u64>>(0)
        })?;
        Ok(last.flatten().unwrap_or(from))
    }
}
