//! What waits for a clinician's decision.

use serde::Serialize;
use ts_rs::TS;

use super::NoteSection;

/// Everything that waits, of the charts this person may open.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Decisions {
    /// Doses that may have been given twice, which come first.
    pub doubles: Vec<DoubleView>,
    /// Records whose authors did not see each other.
    pub conflicts: Vec<ConflictView>,
}

/// Whose chart it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionPatient {
    /// The chart.
    pub chart: String,
    /// "CUTLER, Alice".
    pub name: String,
    /// "284 771 09".
    pub mrn: String,
}

/// Who wrote something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuthorView {
    /// "Tomas Berg, RN"; absent when who it is, is not known on this workstation.
    pub name: Option<String>,
    /// "nurse"; absent likewise.
    pub role: Option<String>,
    /// It is the person who asks.
    pub you: bool,
    /// When, by the author's workstation.
    #[ts(type = "number")]
    pub at_ms: i64,
}

/// A record in conflict.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// Whose.
    pub patient: DecisionPatient,
    /// The record.
    pub record: String,
    /// "Allergy".
    pub what: String,
    /// "penicillins"; absent when it does not say what it is about.
    pub about: Option<String>,
    /// What was seen: goes back with the decision, which is refused when it is not so any more.
    pub heads: Vec<String>,
    /// What is to be looked at though authors wrote different fields.
    pub flags: Vec<ConflictFlag>,
    /// Every field in question.
    pub fields: Vec<DisputedField>,
    /// Every other field, as the record has it whatever is decided.
    pub agreed: Vec<AgreedField>,
    /// What may be taken as a whole.
    pub sides: Vec<SideView>,
    /// Some of it cannot be read here, and it is not to be decided here.
    pub unreadable: bool,
    /// The person may write in this chart.
    pub may_settle: bool,
}

/// Why a record is asked about though no field disagrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConflictFlag {
    /// One author marked it as entered in error, another changed it.
    EnteredInErrorWhileChanged,
    /// One author ended it, another changed it.
    EndedWhileChanged,
}

/// A field in question.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputedField {
    /// FHIR element, "clinicalStatus".
    pub name: String,
    /// "Clinical status".
    pub label: String,
    /// Every value that is left.
    pub values: Vec<DisputedValue>,
    /// Nothing of the record can be settled without a choice about it.
    pub needed: bool,
}

/// A field that nobody disputes.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AgreedField {
    /// FHIR element, "code".
    pub name: String,
    /// "Code".
    pub label: String,
    /// In words; absent when there are none for what it holds.
    pub text: Option<String>,
}

/// One value of a field in question.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputedValue {
    /// The operation whose author left it.
    pub op: String,
    /// In words; absent when the author removed it.
    pub text: Option<String>,
    /// Who, and when.
    pub by: AuthorView,
    /// The chart shows it meanwhile.
    pub stands: bool,
}

/// One author's side of a record in conflict.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideView {
    /// The operation to take.
    pub take: String,
    /// Who, and when.
    pub by: AuthorView,
    /// What it says of the fields in question.
    pub values: Vec<SideValue>,
}

/// What one side says of one field.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideValue {
    /// "Clinical status".
    pub label: String,
    /// In words; absent when the author removed it.
    pub text: Option<String>,
    /// The chart shows it meanwhile.
    pub stands: bool,
}

/// A signature of this person's without effect.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoidText {
    /// Whose signature came first; absent when the document cannot be read here.
    pub first: Option<AuthorView>,
    /// What theirs says; empty when it cannot be read as a note.
    pub sections: Vec<NoteSection>,
    /// It can be kept as an addendum.
    pub may_keep: bool,
    /// The person may write in this chart.
    pub may_settle: bool,
}

/// A dose that may have been given twice.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoubleView {
    /// Whose.
    pub patient: DecisionPatient,
    /// "furosemide".
    pub drug: String,
    /// When it was due, or first given where the order does not tell.
    #[ts(type = "number")]
    pub due_at_ms: i64,
    /// Its givings, by time.
    pub givings: Vec<GivingView>,
    /// The person may write in this chart.
    pub may_settle: bool,
}

/// One giving of that dose.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GivingView {
    /// The record.
    pub record: String,
    /// What was seen of it: goes back with the decision.
    pub version: String,
    /// "40 mg"; absent when it does not say.
    pub dose: Option<String>,
    /// When it was given.
    #[ts(type = "number | null")]
    pub given_at_ms: Option<i64>,
    /// Who gave it, as recorded.
    pub performer: Option<String>,
    /// Who wrote it down, and when.
    pub by: AuthorView,
    /// It is not in the central record yet.
    pub unsent: bool,
}
