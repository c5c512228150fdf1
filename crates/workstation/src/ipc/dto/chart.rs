//! One chart as the window shows it.

use serde::Serialize;
use ts_rs::TS;

use super::Listing;

/// A whole chart summary.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartView {
    /// The chart's id.
    pub chart: String,
    /// Who this is.
    pub banner: BannerView,
    /// How old this is and whether it is all here.
    pub freshness: Freshness,
    /// Vitals, latest and before; absent when none is on record.
    pub vitals: Option<VitalsView>,
    /// Series of the last 48 hours and more, oldest point first.
    pub trend: Vec<TrendSeries>,
    /// Problems, active first.
    pub problems: Listing<ProblemView>,
    /// Allergies and intolerances.
    pub allergies: Listing<AllergyView>,
    /// Medications, current first.
    pub medications: Listing<MedicationView>,
    /// Latest result of each test, newest first.
    pub results: Listing<ResultView>,
    /// Notes, newest first.
    pub notes: Listing<NoteView>,
    /// Records kept whole that this version has no view for, by kind.
    pub other: Vec<OtherView>,
    /// This person's unsigned draft in this chart.
    pub has_draft: bool,
}

/// How old a chart is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Freshness {
    /// Central's part is as of this exchange.
    #[ts(type = "number | null")]
    pub as_of_ms: Option<i64>,
    /// The first download is finished.
    pub complete: bool,
    /// Written here, not yet confirmed in central's chain.
    pub unsent: u32,
    /// Changes that are here and not shown yet: for want of room, say.
    pub not_shown: u32,
    /// Records that could not be read here: damaged, or of a newer version.
    pub unreadable: u32,
}

/// The patient banner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BannerView {
    /// "CUTLER".
    pub family: String,
    /// "Alice".
    pub given: String,
    /// "Ms".
    pub title: Option<String>,
    /// "Ali".
    pub preferred: Option<String>,
    /// "AC".
    pub initials: String,
    /// "14-Aug-1961 (65 y)"; absent when not recorded.
    pub born: Option<String>,
    /// "Died 20-Nov-2026 (65 y)".
    pub died: Option<String>,
    /// "Female".
    pub sex: Option<String>,
    /// "284 771 09".
    pub mrn: Option<String>,
    /// "4B-12".
    pub bed: Option<String>,
    /// 1 on the day of admission.
    pub day_of_stay: Option<u32>,
    /// "P. Nair".
    pub attending: Option<String>,
    /// "Full code".
    pub code_status: Option<String>,
    /// "Droplet".
    pub isolation: Option<String>,
    /// "71.4 kg".
    pub weight: Option<String>,
    /// When it was weighed.
    #[ts(type = "number | null")]
    pub weight_at_ms: Option<i64>,
    /// One of four headings (NHS CUI patient banner).
    pub allergies: AllergyHeadingView,
    /// Other flags of the record: "Falls risk".
    pub flags: Vec<FlagView>,
}

/// The allergy heading of the banner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum AllergyHeadingView {
    /// "Known allergies".
    Known {
        /// "penicillins – anaphylaxis".
        lines: Vec<String>,
    },
    /// "No known allergies".
    NoneKnown {
        /// Who recorded it.
        by: Option<String>,
        /// When.
        #[ts(type = "number | null")]
        at_ms: Option<i64>,
    },
    /// "Allergies not recorded".
    NotRecorded,
    /// "Allergies unavailable": not all of the chart is here, or it cannot be read.
    Unavailable,
}

/// One flag.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FlagView {
    /// "Falls risk".
    pub text: String,
}

/// The vitals strip.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsView {
    /// When the latest set was taken.
    #[ts(type = "number")]
    pub taken_at_ms: i64,
    /// When it goes stale by its band's interval.
    #[ts(type = "number | null")]
    pub due_at_ms: Option<i64>,
    /// Who took it.
    pub by: Option<String>,
    /// The score.
    pub news2: News2View,
    /// Respiration, SpO2, oxygen, blood pressure, heart rate, mental status, temperature.
    pub tiles: Vec<VitalTile>,
}

/// NEWS2 of one set.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum News2View {
    /// The score is not made for this patient.
    NotApplicable {
        /// "Not used under 16 years".
        reason: String,
    },
    /// Inputs are missing: never a number.
    Incomplete {
        /// Which.
        missing: Vec<String>,
    },
    /// A score.
    Scored {
        /// 0 to 20.
        total: u8,
        /// Against the set before.
        change: Option<i8>,
        /// 0 low, 1 low–medium (a single 3), 2 medium, 3 high.
        band: u8,
        /// "Urgent review".
        response: String,
        /// A single parameter scores 3.
        any_three: bool,
    },
}

/// One value of the strip.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalTile {
    /// "respiratoryRate", "spo2", "oxygen", "bloodPressure", "heartRate", "mentalStatus", "temperature".
    pub code: String,
    /// "Resp. rate".
    pub label: String,
    /// "22"; absent when the set lacks it.
    pub value: Option<String>,
    /// "/min".
    pub unit: String,
    /// Its NEWS2 points.
    pub points: Option<u8>,
    /// "20", of the set before.
    pub previous: Option<String>,
    /// -1 lower, 0 same, 1 higher than before.
    pub direction: Option<i8>,
}

/// One line of the trend.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrendSeries {
    /// As in `VitalTile::code`.
    pub code: String,
    /// "Heart rate".
    pub label: String,
    /// "/min".
    pub unit: String,
    /// Fixed axis, low end.
    pub low: f64,
    /// Fixed axis, high end.
    pub high: f64,
    /// The values that score 0.
    pub zero_low: f64,
    /// The values that score 0.
    pub zero_high: f64,
    /// Oldest first.
    pub points: Vec<TrendPoint>,
}

/// One point of a trend line.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrendPoint {
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The value; systolic for blood pressure.
    pub value: f64,
    /// Diastolic, for blood pressure.
    pub second: Option<f64>,
    /// As shown: "112/64".
    pub text: String,
    /// NEWS2 points.
    pub points: Option<u8>,
}

/// One problem.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    /// The record.
    pub record: String,
    /// "Community-acquired pneumonia".
    pub name: String,
    /// Second line: stage, body site, note.
    pub detail: Option<String>,
    /// "20-Nov-2026", "2021".
    pub since: Option<String>,
    /// The reason for the stay.
    pub principal: bool,
    /// Neither resolved nor inactive.
    pub active: bool,
    /// "Unverified", "Refuted"; absent when confirmed.
    pub doubt: Option<String>,
    /// Concurrent edits disagree; a clinician must settle it.
    pub conflict: bool,
}

/// One allergy.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllergyView {
    /// The record.
    pub record: String,
    /// "penicillins".
    pub agent: String,
    /// "anaphylaxis + hives, rash": `+` same event, `,` separate.
    pub reactions: Option<String>,
    /// "High risk", "Risk unknown".
    pub criticality: Option<String>,
    /// "Unverified", "Refuted"; absent when confirmed.
    pub doubt: Option<String>,
    /// When recorded.
    #[ts(type = "number | null")]
    pub recorded_at_ms: Option<i64>,
    /// Concurrent edits disagree.
    pub conflict: bool,
}

/// One medication.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MedicationView {
    /// The record.
    pub record: String,
    /// Generic name, tall-man where the list says so: "predniSONE".
    pub drug: String,
    /// "tablet".
    pub form: Option<String>,
    /// "40 mg".
    pub dose: Option<String>,
    /// "oral".
    pub route: Option<String>,
    /// "once daily".
    pub frequency: Option<String>,
    /// Current, held or past.
    pub state: MedicationState,
    /// Last given.
    #[ts(type = "number | null")]
    pub given_at_ms: Option<i64>,
    /// Concurrent edits disagree.
    pub conflict: bool,
}

/// Whether a medication is being given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MedicationState {
    /// Active.
    Current,
    /// On hold.
    Held,
    /// Stopped or completed.
    Past,
}

/// The latest result of one test.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultView {
    /// The record.
    pub record: String,
    /// "Potassium".
    pub name: String,
    /// "6.1".
    pub value: String,
    /// "mmol/L".
    pub unit: Option<String>,
    /// "high", "critically high", "low"; absent when normal or unknown.
    pub direction: Option<String>,
    /// How it is drawn.
    pub weight: ResultWeight,
    /// "3.5–5.1".
    pub range: Option<String>,
    /// "5.2".
    pub previous: Option<String>,
    /// When.
    #[ts(type = "number | null")]
    pub at_ms: Option<i64>,
}

/// How a result is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ResultWeight {
    /// Within range, or no range known.
    Normal,
    /// Outside.
    Abnormal,
    /// Critical.
    Critical,
}

/// One note in the list.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// The record.
    pub record: String,
    /// "Progress note".
    pub title: String,
    /// "Tomas Berg, RN".
    pub author: Option<String>,
    /// When it was written.
    #[ts(type = "number | null")]
    pub at_ms: Option<i64>,
    /// Draft, signed, entered in error.
    pub state: NoteState,
    /// A note, or an addendum to one.
    pub kind: NoteKind,
    /// The first words.
    pub excerpt: String,
    /// Signed here and not yet confirmed by central.
    pub unsent: bool,
}

/// A note, or an addendum to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum NoteKind {
    /// A note of its own.
    Note,
    /// Written to a signed note.
    Addendum {
        /// The note.
        to: String,
    },
}

/// How far a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoteState {
    /// Not signed.
    Unsigned,
    /// Signed.
    Signed,
    /// Withdrawn.
    EnteredInError,
}

/// A note's whole text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteText {
    /// As in the list.
    pub note: NoteView,
    /// (heading, paragraphs); a note without sections has one with an empty heading.
    pub sections: Vec<(String, Vec<String>)>,
}

/// Records without a view of their own.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OtherView {
    /// FHIR resource type: "CarePlan".
    pub kind: String,
    /// How many.
    pub count: u32,
}
