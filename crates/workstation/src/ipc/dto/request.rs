//! What the window asks with. One struct a command that needs more than its name.

use serde::Deserialize;
use ts_rs::TS;

use super::{DraftText, Preferences, VitalsEntry};

/// `unlock`.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnlockRequest {
    /// Who.
    pub username: String,
    /// Their password.
    pub password: String,
    /// The one before it, when the core said `password-changed`.
    pub previous: Option<String>,
    /// What their authenticator app shows, when the core said `second-factor-wanted`.
    pub code: Option<String>,
}

/// `pin_unlock`.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PinUnlockRequest {
    /// Who.
    pub username: String,
    /// Their PIN.
    pub pin: String,
}

/// `sign_on_finish`.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignOnFinishRequest {
    /// The password of this workstation; chosen, by somebody new.
    pub password: String,
}

/// `pin_set`, for whoever is in.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PinSetRequest {
    /// Their password, typed again.
    pub password: String,
    /// The PIN that is to be.
    pub pin: String,
}

/// `password_change`, for whoever is in.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PasswordChangeRequest {
    /// The password there is.
    pub password: String,
    /// The one that is to be.
    pub new: String,
    /// What their authenticator app shows, when the core said `second-factor-wanted`.
    pub code: Option<String>,
}

/// `second_factor_set_up`.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecondFactorSetUpRequest {
    /// Who.
    pub username: String,
    /// Their password.
    pub password: String,
    /// The code from IT.
    pub code: String,
}

/// `ward_list`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WardListRequest {
    /// Which unit; the person's first when absent.
    pub unit: Option<String>,
}

/// `patient_search`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientSearchRequest {
    /// What was typed.
    pub text: String,
}

/// `chart_open`, `chart_view`, `chart_close`, `note_draft_load`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartRequest {
    /// The chart.
    pub chart: String,
}

/// `vitals_check`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsCheckRequest {
    /// The chart.
    pub chart: String,
    /// As typed so far.
    pub entry: VitalsEntry,
}

/// `vitals_record`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VitalsRecordRequest {
    /// The chart.
    pub chart: String,
    /// Made once per press of "Save"; the same intent is carried out once.
    pub intent: String,
    /// When the set was taken.
    #[ts(type = "number")]
    pub taken_at_ms: i64,
    /// As typed.
    pub entry: VitalsEntry,
    /// The person knows that it is not a whole set.
    pub partial: bool,
}

/// `note_draft_save`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraftSaveRequest {
    /// The chart.
    pub chart: String,
    /// The draft; absent for a new one.
    pub draft: Option<String>,
    /// Its text.
    pub text: DraftText,
}

/// `note_draft_discard`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraftDiscardRequest {
    /// The chart.
    pub chart: String,
    /// The draft.
    pub draft: String,
}

/// `note_draft_settle`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraftSettleRequest {
    /// The chart.
    pub chart: String,
    /// The draft.
    pub draft: String,
    /// The text beside it.
    pub version: String,
    /// What becomes of that.
    pub choice: DraftChoice,
}

/// What becomes of a text beside a draft.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DraftChoice {
    /// It comes below the draft's.
    Join,
    /// It is gone on with in place of the draft's.
    Take,
    /// The draft is gone on with as it is.
    Leave,
}

/// `note_sign`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteSignRequest {
    /// The chart.
    pub chart: String,
    /// Made once per press of "Sign".
    pub intent: String,
    /// The draft.
    pub draft: String,
}

/// `note_addendum`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteAddendumRequest {
    /// The chart.
    pub chart: String,
    /// Made once per press of "Sign".
    pub intent: String,
    /// The signed note.
    pub note: String,
    /// What is added.
    pub text: String,
}

/// `note_read`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteReadRequest {
    /// The chart.
    pub chart: String,
    /// The note.
    pub record: String,
}

/// `place_save`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceSaveRequest {
    /// Where the person is; the window alone understands it.
    pub place: String,
}

/// `preferences_save`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreferencesSaveRequest {
    /// How they like the window.
    pub preferences: Preferences,
}

/// `decision_list`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionListRequest {
    /// Of this chart only; of every chart the person may open when absent.
    pub chart: Option<String>,
}

/// `conflict_settle`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictSettleRequest {
    /// The chart.
    pub chart: String,
    /// Made once per press.
    pub intent: String,
    /// The record.
    pub record: String,
    /// The heads as they were shown.
    pub heads: Vec<String>,
    /// What is to stand.
    pub choice: SettleChoice,
}

/// What a person chose of a record in conflict.
#[derive(Debug, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SettleChoice {
    /// One author's side, as a whole.
    Side {
        /// The operation to take.
        take: String,
    },
    /// A value for each field; one that is not named stays in question.
    Fields {
        /// The choices.
        values: Vec<FieldChoice>,
    },
}

/// The value chosen for one field.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldChoice {
    /// FHIR element, "clinicalStatus".
    pub name: String,
    /// The operation whose author left it.
    pub op: String,
}

/// `double_settle`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoubleSettleRequest {
    /// The chart.
    pub chart: String,
    /// Made once per press.
    pub intent: String,
    /// Every giving as it was shown.
    pub givings: Vec<SeenGiving>,
    /// The one that is an error; absent when all were given.
    pub wrong: Option<String>,
}

/// `void_read`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoidReadRequest {
    /// The chart.
    pub chart: String,
    /// The signature.
    pub void: String,
}

/// `void_settle`.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoidSettleRequest {
    /// The chart.
    pub chart: String,
    /// Made once per press.
    pub intent: String,
    /// The signature.
    pub void: String,
    /// Its text is signed as an addendum; otherwise it stays in the history.
    pub keep: bool,
}

/// A giving as it was shown.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeenGiving {
    /// The record.
    pub record: String,
    /// The version it had.
    pub version: String,
}
