//! What is written in the window: a set of vitals, a note.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A set of vitals as typed. Numbers are text, so that what was typed is what is judged; empty
/// means not taken. Units: /min, %, L/min, mmHg, /min, °C.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsEntry {
    /// Breaths per minute.
    pub respiratory_rate: String,
    /// Saturation, per cent.
    pub spo2: String,
    /// Oxygen flow, litres per minute; "0" or "air" is room air.
    pub oxygen: String,
    /// mmHg.
    pub systolic: String,
    /// mmHg.
    pub diastolic: String,
    /// Beats per minute.
    pub heart_rate: String,
    /// Level of consciousness.
    pub acvpu: Option<Acvpu>,
    /// Degrees Celsius.
    pub temperature: String,
}

/// Alert, new confusion, voice, pain, unresponsive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Acvpu {
    /// Alert.
    Alert,
    /// New confusion.
    Confusion,
    /// Responds to voice.
    Voice,
    /// Responds to pain.
    Pain,
    /// Unresponsive.
    Unresponsive,
}

/// What the typed set amounts to so far.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsCheck {
    /// One per row of the form, in its order.
    pub rows: Vec<VitalsRowCheck>,
    /// The score so far: complete, or over what is there.
    pub total: Option<u8>,
    /// Inputs still missing for a whole score.
    pub missing: Vec<String>,
    /// "NEWS2 8 so far, 1 value to check".
    pub heading: String,
    /// "Emergency response at 7 or more. Was 6 at 13:40."
    pub advice: String,
    /// 0 low, 1 low–medium, 2 medium, 3 high; absent while there is no score.
    pub band: Option<u8>,
    /// It may be saved as a whole set.
    pub complete: bool,
    /// It may be saved as a partial set.
    pub partial: bool,
}

/// One row of the form.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsRowCheck {
    /// As in `VitalTile::code`.
    pub code: String,
    /// Its points; absent when empty or in question.
    pub points: Option<u8>,
    /// Something to answer before saving.
    pub question: Option<VitalsQuestion>,
    /// "was 22", of the latest set.
    pub previous: Option<String>,
    /// When that was.
    #[ts(type = "number | null")]
    pub previous_at_ms: Option<i64>,
}

/// A doubt about a typed value.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsQuestion {
    /// "Above 45 °C. Did you mean 38.4?"
    pub text: String,
    /// "38.4": what a yes would enter.
    pub suggestion: Option<String>,
}

/// A note being written. It belongs to one person and one chart, and follows them to other workstations.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraft {
    /// The draft's id, and the record's once signed.
    pub draft: String,
    /// The chart.
    pub chart: String,
    /// Its text.
    pub text: DraftText,
    /// When it was last saved.
    #[ts(type = "number")]
    pub saved_at_ms: i64,
    /// It was last written at another workstation.
    pub elsewhere: bool,
    /// That one's name, when it is known here.
    pub station: Option<String>,
    /// Other texts of the same person, written apart from this one.
    pub versions: Vec<DraftVersionView>,
}

/// A text beside a draft.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftVersionView {
    /// What it is named by.
    pub version: String,
    /// The workstation it was written at, when it is known here.
    pub station: Option<String>,
    /// When, by that workstation.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Its text.
    pub text: DraftText,
}

/// The text of a draft.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftText {
    /// "Progress note".
    pub title: String,
    /// Its sections, assessment and plan first.
    pub sections: Vec<NoteSection>,
}

/// One section of a note.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteSection {
    /// "Assessment and plan".
    pub heading: String,
    /// Plain text; blank lines part paragraphs.
    pub text: String,
}

/// Something was written to the journal: durable here, queued for central.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// The records written.
    pub records: Vec<String>,
    /// When.
    #[ts(type = "number")]
    pub saved_at_ms: i64,
}
