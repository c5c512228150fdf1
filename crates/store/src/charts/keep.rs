//! Storing one folded record, with the columns that lists sort and filter by.

use charthold_clinical::record::head;
use charthold_domain::{ChartId, OpId, RecordId, Timestamp};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::column::{Code, packed, run};
use crate::projection::FoldedRecord;

/// Stores `folded` in place of what was there of `record`; removes it when nothing can be shown.
pub(super) fn keep(
    transaction: &Connection,
    chart: ChartId,
    record: RecordId,
    folded: Option<&FoldedRecord>,
) -> Result<(), StoreError> {
    // The clustering key has the moment in it, which an operation may change: never an update.
    let key = [chart.as_bytes(), record.as_bytes()];
    run(
        transaction,
        "DELETE FROM record WHERE chart = ?1 AND record = ?2",
        key,
    )?;
    match folded {
        Some(folded) => insert(transaction, chart, record, folded),
        None => Ok(()),
    }
}

fn insert(
    transaction: &Connection,
    chart: ChartId,
    record: RecordId,
    row: &FoldedRecord,
) -> Result<(), StoreError> {
    let json = row.folded.to_json();
    // A resource too odd for lists is kept and shown with what is known without reading it.
    let head = head(&json).ok();
    let moment = head.as_ref().and_then(|head| head.moment);
    let code = head
        .as_ref()
        .and_then(|head| head.code.as_ref())
        .and_then(|code| code.code.as_ref());
    run(
        transaction,
        "INSERT INTO record (chart, kind, rank, record, fhir_id, version, heads, moment, status,
             code, category, compartment, class, author, op_hash, unsent, conflict, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            chart.as_bytes(),
            row.folded.kind,
            rank(moment),
            record.as_bytes(),
            row.folded.fhir_id,
            row.version,
            packed(row.folded.heads.iter().map(OpId::as_bytes)),
            moment.map(Timestamp::as_millis),
            head.as_ref().and_then(|head| head.status.as_ref()),
            code,
            head.as_ref().and_then(|head| head.category.as_ref()),
            row.compartment.number(),
            row.class.number(),
            row.author.as_bytes(),
            row.op_hash.0,
            row.is_unsent,
            row.folded.needs_reconciliation(),
            json,
        ],
    )?;
    Ok(())
}

fn rank(moment: Option<Timestamp>) -> i64 {
    moment.map_or(i64::MAX, |moment| moment.as_millis().saturating_neg())
}
