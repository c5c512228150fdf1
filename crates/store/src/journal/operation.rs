//! Operations as they lie in the journal, and what became of each. Their bytes are kept exactly as
//! they were written or came.

use charthold_chartlog::{
    Envelope, HeaderCore, OpHash, OpState, Operation, QuarantineReason, VoidReason,
};
use charthold_crypto::Signature;
use charthold_domain::{ChartId, DeviceId, OpId, RecordId, Timestamp};
use rusqlite::{Connection, Params, Row, params};

use super::let_go::last_place;
use super::open_draft;
use crate::column::{Code, find, list, run};
use crate::{Journal, StoreError};

/// An operation of the journal.
#[derive(Clone, Debug)]
pub struct StoredOperation {
    /// Its place in the journal, which is causal order.
    pub local_seq: u64,
    /// The operation.
    pub operation: Operation,
    /// What became of it.
    pub state: OpState,
}

impl StoredOperation {
    /// When it was written, by its author's workstation.
    #[must_use]
    pub fn written_at(&self) -> Timestamp {
        written_at(self.operation.core())
    }
}

/// When it was written, by its author's workstation.
pub(super) fn written_at(core: &HeaderCore) -> Timestamp {
    // The upper 48 bits of a hybrid logical clock are milliseconds: they always fit.
    let ms = core.hlc >> 16;
    Timestamp::from_millis(i64::try_from(ms).unwrap_or(i64::MAX))
}

impl Journal {
    /// Number and hash of the last operation `device` wrote here in `chart`: the next one follows it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn own_tip(
        &self,
        chart: ChartId,
        device: DeviceId,
    ) -> Result<Option<(u64, OpHash)>, StoreError> {
        tip(&self.connection, chart, device)
    }

    /// The operations of one record, in causal order.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one cannot be read.
    pub fn record_operations(
        &self,
        chart: ChartId,
        record: RecordId,
    ) -> Result<Vec<StoredOperation>, StoreError> {
        self.operations(
            "WHERE o.chart = ?1 AND o.record = ?2 ORDER BY o.local_seq",
            params![chart.as_bytes(), record.as_bytes()],
        )
    }

    /// The operations of one chart after place `local_seq` in the journal, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one cannot be read.
    pub fn operations_after(
        &self,
        chart: ChartId,
        local_seq: u64,
        limit: usize,
    ) -> Result<Vec<StoredOperation>, StoreError> {
        self.operations(
            "WHERE o.chart = ?1 AND o.local_seq > ?2 ORDER BY o.local_seq LIMIT ?3",
            params![chart.as_bytes(), local_seq, limit],
        )
    }

    /// Whether anything of `chart` is here, whoever wrote it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn holds(&self, chart: ChartId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM operation WHERE chart = ?1 LIMIT 1";
        let one: Option<u8> = find(&self.connection, sql, [chart.as_bytes()], |row| row.get(0))?;
        Ok(one.is_some())
    }

    /// How many operations of one chart there are after place `local_seq` in the journal.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn count_after(&self, chart: ChartId, local_seq: u64) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM operation WHERE chart = ?1 AND local_seq > ?2";
        let count = find(
            &self.connection,
            sql,
            params![chart.as_bytes(), local_seq],
            |row| row.get(0),
        )?;
        Ok(count.unwrap_or(0))
    }

    /// The operation `op`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it cannot be read.
    pub fn find_operation(&self, op: OpId) -> Result<Option<StoredOperation>, StoreError> {
        Ok(self.operations("WHERE o.op = ?1", [op.as_bytes()])?.pop())
    }

    /// The newest operations that are in the server's chain without effect, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one cannot be read.
    pub fn list_void(&self, limit: usize) -> Result<Vec<StoredOperation>, StoreError> {
        self.operations(
            "WHERE c.void IS NOT NULL ORDER BY o.local_seq DESC LIMIT ?1",
            [limit],
        )
    }

    pub(super) fn operations(
        &self,
        condition: &str,
        params: impl Params,
    ) -> Result<Vec<StoredOperation>, StoreError> {
        let sql = format!("{SELECT} {condition}");
        let rows = list(&self.connection, &sql, params, Stored::read)?;
        rows.into_iter().map(Stored::parse).collect()
    }
}

/// As [`Journal::own_tip`], within a transaction.
pub(super) fn tip(
    connection: &Connection,
    chart: ChartId,
    device: DeviceId,
) -> Result<Option<(u64, OpHash)>, StoreError> {
    let sql = "SELECT device_seq, op_hash FROM device_tip WHERE chart = ?1 AND device = ?2";
    find(
        connection,
        sql,
        [chart.as_bytes(), device.as_bytes()],
        |row| Ok((row.get(0)?, OpHash(row.get(1)?))),
    )
}

/// Appends `operation`; answers its place. An operation with the same id must not be there.
pub(super) fn insert(transaction: &Connection, operation: &Operation) -> Result<u64, StoreError> {
    let (core, envelope) = (operation.core(), operation.envelope());
    let local_seq = last_place(transaction)? + 1;
    run(
        transaction,
        "INSERT INTO operation (local_seq, op, chart, record, header, body, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            local_seq,
            core.op.as_bytes(),
            core.chart.as_bytes(),
            core.record.as_bytes(),
            envelope.header,
            envelope.body,
            envelope.signature.as_bytes(),
        ],
    )?;
    open_draft::note(transaction, core)?;
    Ok(local_seq)
}

/// A row of [`SELECT`], not yet looked into.
pub(super) struct Stored {
    pub(super) local_seq: u64,
    envelope: Envelope,
    confirmed: Option<(u64, Option<u16>)>,
    quarantined: Option<u16>,
}

impl Stored {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let envelope = Envelope {
            header: row.get(1)?,
            body: row.get(2)?,
            signature: Signature(row.get(3)?),
        };
        let void = row.get(5)?;
        Ok(Self {
            local_seq: row.get(0)?,
            envelope,
            confirmed: row.get::<_, Option<u64>>(4)?.map(|seq| (seq, void)),
            quarantined: row.get(6)?,
        })
    }

    pub(super) fn state(&self) -> Result<OpState, StoreError> {
        Ok(match (self.confirmed, self.quarantined) {
            (Some((seq, None)), _) => OpState::Confirmed { seq },
            (Some((seq, Some(code))), _) => {
                let reason = VoidReason::of_number(code, "confirmation", self.local_seq)?;
                OpState::Void { seq, reason }
            }
            (None, Some(code)) => {
                let reason = QuarantineReason::of_number(code, "unconfirmed", self.local_seq)?;
                OpState::Quarantined { reason }
            }
            (None, None) => OpState::Unconfirmed,
        })
    }

    pub(super) fn parse(self) -> Result<StoredOperation, StoreError> {
        let (local_seq, state) = (self.local_seq, self.state()?);
        let operation = Operation::parse(self.envelope).map_err(|_| StoreError::Damaged {
            table: "operation",
            row: local_seq,
        })?;
        Ok(StoredOperation {
            local_seq,
            operation,
            state,
        })
    }
}

pub(super) const SELECT: &str = "SELECT o.local_seq, o.header, o.body, o.signature, c.seq, c.void,
        u.quarantined
    FROM operation o LEFT JOIN confirmation c USING (local_seq) LEFT JOIN unconfirmed u USING (local_seq)";
