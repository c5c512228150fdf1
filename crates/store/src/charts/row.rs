//! A record as it is read.

use charthold_chartlog::{Class, OpHash};
use charthold_crypto::sha256;
use charthold_domain::{Compartment, OpId, PersonId, RecordId, Timestamp};
use rusqlite::Row;

use crate::StoreError;
use crate::column::{Code, id, optional_moment, unpacked};

/// One record of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The record.
    pub record: RecordId,
    /// FHIR resource type.
    pub kind: String,
    /// FHIR logical id.
    pub fhir_id: String,
    /// Names exactly this state of the record, on every workstation: FHIR's version id.
    pub version_id: String,
    /// How many operations made it.
    pub version: u32,
    /// The operations that the next author has seen: parents of the next operation.
    pub heads: Vec<OpId>,
    /// When it happened, was recorded or was written.
    pub moment: Option<Timestamp>,
    /// Its status.
    pub status: Option<String>,
    /// The code of what it is about.
    pub code: Option<String>,
    /// Its first category.
    pub category: Option<String>,
    /// The part of the chart it belongs to.
    pub compartment: Compartment,
    /// How its newest operation combines.
    pub class: Class,
    /// Who wrote the newest operation.
    pub author: PersonId,
    /// Hash of the newest operation.
    pub op_hash: OpHash,
    /// Some operation of it is not in the server's chain.
    pub unsent: bool,
    /// Concurrent authors disagree about a field of it.
    pub conflict: bool,
    /// The resource.
    pub json: String,
}

/// A row of [`SELECT`]. The outer result is SQLite's, the inner one says whether it makes sense.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Result<RecordRow, StoreError>> {
    let Ok(compartment) = Compartment::of_number(row.get(9)?, "record", 0) else {
        return Ok(Err(DAMAGED));
    };
    let Ok(class) = Class::of_number(row.get(10)?, "record", 0) else {
        return Ok(Err(DAMAGED));
    };
    let heads = unpacked(&row.get::<_, Vec<u8>>(4)?, OpId::from_bytes);
    Ok(Ok(RecordRow {
        record: id(row, 0, RecordId::from_bytes)?,
        kind: row.get(1)?,
        fhir_id: row.get(2)?,
        version_id: version_id(&heads),
        version: row.get(3)?,
        heads,
        moment: optional_moment(row, 5)?,
        status: row.get(6)?,
        code: row.get(7)?,
        category: row.get(8)?,
        compartment,
        class,
        author: id(row, 11, PersonId::from_bytes)?,
        op_hash: OpHash(row.get(12)?),
        unsent: row.get(13)?,
        conflict: row.get(14)?,
        json: row.get(15)?,
    }))
}

/// The head's id; of several heads 32 hexadecimal digits of SHA-256 over their ids.
fn version_id(heads: &[OpId]) -> String {
    match heads {
        [head] => head.to_string(),
        _ => {
            let ids: Vec<&[u8]> = heads
                .iter()
                .map(|head| head.as_bytes().as_slice())
                .collect();
            let digest = sha256(&ids);
            digest
                .iter()
                .take(16)
                .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
        }
    }
}

const DAMAGED: StoreError = StoreError::Damaged {
    table: "record",
    row: 0,
};

pub(super) const SELECT: &str =
    "SELECT record, kind, fhir_id, version, heads, moment, status, code,
    category, compartment, class, author, op_hash, unsent, conflict, json FROM record";
