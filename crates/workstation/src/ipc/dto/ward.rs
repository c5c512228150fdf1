//! The ward census and patient search.

use serde::Serialize;
use ts_rs::TS;

/// One unit's census.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ward {
    /// "4B".
    pub unit: String,
    /// Every unit of this person, to switch between.
    pub units: Vec<String>,
    /// When this was read.
    #[ts(type = "number")]
    pub read_at_ms: i64,
    /// The list of patients is here whole. Before that, a bed without a row says nothing.
    pub complete: bool,
    /// One row a bed in use, by bed.
    pub rows: Vec<WardRow>,
}

/// One occupied bed.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WardRow {
    /// The chart to open.
    pub chart: String,
    /// "4B-12".
    pub bed: String,
    /// Who is in it, or that it is restricted.
    pub subject: WardSubject,
}

/// What a row may show.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WardSubject {
    /// This person may not open it: no name, age or record number.
    Restricted,
    /// The chart is not on this workstation yet.
    NotHere {
        /// "CUTLER, Alice".
        name: String,
        /// "284 771 09".
        mrn: String,
    },
    /// The chart is here.
    Open {
        /// "CUTLER, Alice".
        name: String,
        /// "65 y F".
        age_sex: String,
        /// "284 771 09".
        mrn: String,
        /// Short alerts: "DNR", "Falls", "Isolation: contact", "SpO₂ 88–92".
        alerts: Vec<String>,
        /// Somebody else on this unit has the same family name.
        name_alert: bool,
        /// The score, or why there is none.
        news2: WardNews2,
        /// When the last set was taken.
        #[ts(type = "number | null")]
        vitals_at_ms: Option<i64>,
        /// When the next is due by the score's interval.
        #[ts(type = "number | null")]
        vitals_due_at_ms: Option<i64>,
        /// New or abnormal results since yesterday, most urgent first: "K 5.6 mmol/L high".
        results: Vec<String>,
        /// Some of them is critical.
        results_critical: bool,
        /// Today's note.
        note: NoteMark,
        /// The principal problem.
        diagnosis: Option<String>,
        /// Written here, not yet at central.
        unsent: u32,
        /// What waits for a clinician's decision.
        to_decide: u32,
    },
}

/// NEWS2 in a row.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WardNews2 {
    /// No set on record.
    NoSet,
    /// The score is not made for this patient.
    NotApplicable {
        /// "Not used under 16 years".
        reason: String,
    },
    /// The last set lacks inputs.
    Incomplete {
        /// "Incomplete: missing oxygen".
        missing: Vec<String>,
    },
    /// A score.
    Scored {
        /// 0 to 20.
        total: u8,
        /// Against the set before.
        change: Option<i8>,
        /// Totals of the last sets, oldest first, at most 7.
        spark: Vec<u8>,
        /// A single parameter scores 3.
        any_three: bool,
    },
}

/// Today's note of the person's own discipline.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteMark {
    /// How far it is.
    pub state: NoteMarkState,
    /// When it was signed or the draft saved.
    #[ts(type = "number | null")]
    pub at_ms: Option<i64>,
}

/// How far today's note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoteMarkState {
    /// None today.
    NotStarted,
    /// A draft of this person's.
    Draft,
    /// Signed and at central, or on its way.
    Signed,
}

/// One answer of a patient search.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientHit {
    /// The chart to open.
    pub chart: String,
    /// "CUTLER, Alice".
    pub name: String,
    /// As recorded in FHIR: "1961-08-14".
    pub born: Option<String>,
    /// "female".
    pub sex: Option<String>,
    /// Digits only.
    pub mrn: String,
    /// "4B".
    pub unit: Option<String>,
    /// "4B-12".
    pub bed: Option<String>,
    /// This person may open it without break-glass.
    pub open: bool,
}
