//! Writing to charts: operations, the audit event that tells of them, and the mark that the intent
//! was carried out, in one transaction. What was never confirmed by central is the outbox by itself.

use charthold_audit::AuditEvent;
use charthold_chartlog::{DeviceTip, Link, Operation};
use charthold_crypto::SigningSecret;
use charthold_domain::{ChartId, IntentId, PersonId, RecordId};
use rusqlite::{Connection, params};

use super::AuditReceipt;
use super::audit::append_event;
use super::draft::discard;
use super::operation::{insert, tip};
use crate::column::{begin, find, packed, run, unpacked};
use crate::{Journal, StoreError};

/// One thing to write, whole or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Write<'a> {
    /// What was asked for; absent where nobody would ask twice.
    pub intent: Option<IntentId>,
    /// The operations, each after those it builds on.
    pub operations: &'a [Operation],
    /// What tells of them.
    pub event: &'a AuditEvent,
    /// The author's draft that becomes one of them.
    pub discard_draft: Option<(PersonId, ChartId, RecordId)>,
}

/// What writing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is written, and so is the event that tells of it.
    Done(AuditReceipt),
    /// The intent was carried out before; these are the records it wrote. Nothing was done.
    AlreadyDone(Vec<RecordId>),
}

impl Journal {
    /// Writes operations of this device with the event that tells of them. Durable when it returns.
    /// Made for thousands of operations as for one.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] when an operation does not follow the device's last in its chart;
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`] or another failure of the disk.
    /// Nothing was written then.
    pub fn write(
        &mut self,
        write: &Write<'_>,
        signer: &SigningSecret,
    ) -> Result<Written, StoreError> {
        let transaction = begin(&mut self.connection)?;
        if let Some(intent) = write.intent {
            if let Some(records) = records_of(&transaction, intent)? {
                return Ok(Written::AlreadyDone(records));
            }
            remember(&transaction, intent, write.operations)?;
        }
        for operation in write.operations {
            append(&transaction, operation)?;
        }
        if let Some(draft) = write.discard_draft {
            discard(&transaction, draft)?;
        }
        let receipt = append_event(&transaction, write.event, signer)?;
        transaction.commit()?;
        Ok(Written::Done(receipt))
    }

    /// The records that `intent` wrote, when it was carried out.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_intent(&self, intent: IntentId) -> Result<Option<Vec<RecordId>>, StoreError> {
        records_of(&self.connection, intent)
    }
}

fn records_of(
    connection: &Connection,
    intent: IntentId,
) -> Result<Option<Vec<RecordId>>, StoreError> {
    let sql = "SELECT records FROM intent WHERE intent = ?1";
    let records = find(connection, sql, [intent.as_bytes()], |row| {
        row.get::<_, Vec<u8>>(0)
    })?;
    Ok(records.map(|records| unpacked(&records, RecordId::from_bytes)))
}

fn remember(
    transaction: &Connection,
    intent: IntentId,
    operations: &[Operation],
) -> Result<(), StoreError> {
    let mut records: Vec<RecordId> = Vec::with_capacity(operations.len());
    for operation in operations {
        // Operations of one record usually follow each other; an import has none twice.
        if records.last() != Some(&operation.core().record) {
            records.push(operation.core().record);
        }
    }
    let packed = packed(records.iter().map(RecordId::as_bytes));
    let sql = "INSERT INTO intent (intent, records) VALUES (?1, ?2)";
    run(transaction, sql, params![intent.as_bytes(), packed])?;
    Ok(())
}

fn append(transaction: &Connection, operation: &Operation) -> Result<(), StoreError> {
    let (core, hash) = (operation.core(), operation.hash());
    let tip = tip(transaction, core.chart, core.device)?;
    let last = tip.map_or(DeviceTip::NONE, |(seq, hash)| DeviceTip { seq, hash });
    if last.link(core) != Link::Next {
        return Err(StoreError::Mismatch {
            what: "an operation and the device's last one",
        });
    }
    move_tip(transaction, operation, tip.is_some())?;
    let local_seq = insert(transaction, operation)?;
    let sql = "INSERT INTO unconfirmed (local_seq, op_hash) VALUES (?1, ?2)";
    run(transaction, sql, params![local_seq, hash.0])?;
    Ok(())
}

/// Makes `operation` the last one its device wrote here in its chart; `known` when there was one.
fn move_tip(
    transaction: &Connection,
    operation: &Operation,
    known: bool,
) -> Result<(), StoreError> {
    // Two plain statements, not an upsert, which would be slower: see `directory`.
    let sql = if known {
        "UPDATE device_tip SET device_seq = ?3, op_hash = ?4 WHERE chart = ?1 AND device = ?2"
    } else {
        "INSERT INTO device_tip (chart, device, device_seq, op_hash) VALUES (?1, ?2, ?3, ?4)"
    };
    let (core, hash) = (operation.core(), operation.hash());
    let (chart, device) = (core.chart.as_bytes(), core.device.as_bytes());
    run(
        transaction,
        sql,
        params![chart, device, core.device_seq, hash.0],
    )?;
    Ok(())
}

/// Goes on from an operation this device wrote and did not have any more, should it be its last: the
/// next one follows it.
pub(super) fn take_back(transaction: &Connection, operation: &Operation) -> Result<(), StoreError> {
    let core = operation.core();
    let sql = "SELECT 1 FROM identity WHERE device = ?1";
    let is_own = find(transaction, sql, [core.device.as_bytes()], |_| Ok(()))?.is_some();
    let tip = tip(transaction, core.chart, core.device)?;
    if is_own && tip.is_none_or(|(seq, _)| seq < core.device_seq) {
        move_tip(transaction, operation, tip.is_some())?;
    }
    Ok(())
}
