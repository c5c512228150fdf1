//! One patient as the directory knows them, and the record of the facility's log it comes from: a
//! FHIR `Basic` whose one extension holds the entry.

use charthold_domain::{ChartId, UnitId};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::column::{id, optional_id};

/// One patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// Their chart.
    pub chart: ChartId,
    /// Id of their Patient resource.
    pub fhir_id: String,
    /// Family name.
    pub family: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Title, as "Dr".
    pub prefix: Option<String>,
    /// What they are called.
    pub nickname: Option<String>,
    /// Medical record number.
    pub mrn: Option<String>,
    /// Date of birth, a FHIR date: "1961-08-14", "1961-08" or "1961".
    pub born: Option<String>,
    /// FHIR administrative gender.
    pub sex: Option<String>,
    /// The unit they are in.
    pub unit: Option<UnitId>,
    /// The bed they are in.
    pub bed: Option<String>,
}

impl DirectoryEntry {
    /// Reads the record of the facility's log; `None` when it is no directory entry.
    #[must_use]
    pub fn from_record(json: &str) -> Option<Self> {
        let record: Basic = serde_json::from_str(json).ok()?;
        let ours = record
            .extension
            .into_iter()
            .find(|extension| extension.url == URL)?;
        serde_json::from_str(&ours.value_string).ok()
    }

    /// The record of the facility's log; its FHIR id is the chart's id.
    #[must_use]
    pub fn to_record(&self) -> String {
        // Serialising texts and ids into memory cannot fail.
        let value_string = serde_json::to_string(self).unwrap_or_default();
        let record = Basic {
            resource_type: "Basic".to_owned(),
            id: self.chart.to_string(),
            code: Text {
                text: "directory-entry".to_owned(),
            },
            extension: vec![Extension {
                url: URL.to_owned(),
                value_string,
            }],
        };
        serde_json::to_string(&record).unwrap_or_default()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Basic {
    resource_type: String,
    id: String,
    code: Text,
    extension: Vec<Extension>,
}

#[derive(Serialize, Deserialize)]
struct Text {
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extension {
    url: String,
    value_string: String,
}

/// A row of [`SELECT`].
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<DirectoryEntry> {
    Ok(DirectoryEntry {
        chart: id(row, 0, ChartId::from_bytes)?,
        fhir_id: row.get(1)?,
        family: row.get(2)?,
        given: row.get(3)?,
        prefix: row.get(4)?,
        nickname: row.get(5)?,
        mrn: row.get(6)?,
        born: row.get(7)?,
        sex: row.get(8)?,
        unit: optional_id(row, 9, UnitId::from_bytes)?,
        bed: row.get(10)?,
    })
}

pub(super) const SELECT: &str =
    "SELECT chart, fhir_id, family, given, prefix, nickname, mrn, born, sex, unit, bed FROM entry";

const URL: &str = "urn:charthold:directory";
