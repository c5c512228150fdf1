//! One audit event: who did what to which chart, when, where, why, and with what outcome
//! (45 CFR 164.312(b); fields after ASTM E2147 and IHE BALP). Holds ids, versions and hashes;
//! never a name, a value or a text of a chart.

use charthold_domain::{
    AuditEventId, ChartId, DeviceId, PersonId, Purpose, RecordId, Role, SessionId, TenantId,
    Timestamp,
};

/// FHIR AuditEvent action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Action {
    /// Something was made.
    #[n(1)]
    Create,
    /// Something was seen.
    #[n(2)]
    Read,
    /// Something was changed.
    #[n(3)]
    Update,
    /// Something was removed.
    #[n(4)]
    Delete,
    /// Something was carried out: sign-in, search, export.
    #[n(5)]
    Execute,
}

/// What exactly happened. A closed set: a new kind of event is a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Subtype {
    #[n(1)]
    DeviceEnrolled,
    #[n(2)]
    SignedIn,
    #[n(3)]
    SignInFailed,
    #[n(4)]
    Unlocked,
    #[n(5)]
    UnlockFailed,
    #[n(6)]
    Locked,
    #[n(7)]
    ChartOpened,
    #[n(8)]
    CensusViewed,
    #[n(9)]
    PatientSearched,
    #[n(10)]
    RecordWritten,
    #[n(11)]
    NoteSigned,
    #[n(12)]
    ChartImported,
    #[n(13)]
    ChartExported,
    #[n(14)]
    KeysRequested,
    #[n(15)]
    Exchange,
    #[n(16)]
    AccessDenied,
    #[n(17)]
    NoteRead,
    #[n(18)]
    ConflictsViewed,
    #[n(19)]
    ConflictSettled,
    /// A chart that is not to be held here any more was removed; nobody need have been signed in.
    #[n(20)]
    ChartLetGo,
    /// A note in progress became an operation, for its author to go on with elsewhere.
    #[n(21)]
    DraftKept,
    #[n(22)]
    DraftDiscarded,
    /// What somebody typed at a workstation that was withdrawn, and that never became an operation, goes with it.
    #[n(23)]
    DraftLost,
    /// The workstation's journal is older than when it was last used: what was written between is not in it.
    #[n(24)]
    RollbackFound,
    /// The last a withdrawn workstation records: all it held is elsewhere, and it empties itself.
    #[n(25)]
    DeviceEmptied,
    /// What somebody whose account is closed had at a workstation to get in and to read by was removed.
    #[n(26)]
    PersonLetGo,
    /// Somebody may unlock with a PIN for a while.
    #[n(27)]
    PinSet,
    /// As `Unlocked`, with a PIN in place of the password.
    #[n(28)]
    PinUnlocked,
    /// Somebody has another password, by their own wish.
    #[n(29)]
    PasswordChanged,
    /// What somebody forgot their password to is back, under another one; two operators of the key service agreed to it.
    #[n(30)]
    Recovered,
}

/// How it ended; DICOM event outcome indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Outcome {
    /// It was done (0).
    #[n(0)]
    Success,
    /// It was refused or the input was wrong (4).
    #[n(4)]
    MinorFailure,
    /// Something is damaged (8).
    #[n(8)]
    SeriousFailure,
}

/// A record the event is about.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Subject {
    /// The record.
    #[n(0)]
    pub record: RecordId,
    /// Hash of the operation: what was before and after can be opened by those who may.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub op_hash: [u8; 32],
}

/// One event. Encoded as deterministic CBOR with integer keys.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct AuditEvent {
    /// Format version: 1.
    #[n(0)]
    pub version: u8,
    /// The event.
    #[n(1)]
    pub id: AuditEventId,
    /// The hospital.
    #[n(2)]
    pub tenant: TenantId,
    /// The workstation.
    #[n(3)]
    pub device: DeviceId,
    /// When, by the workstation's clock.
    #[n(4)]
    pub at: Timestamp,
    /// The same by its boot clock, in milliseconds.
    #[n(5)]
    pub boot_ms: u64,
    /// Who; absent when nobody was signed in.
    #[n(6)]
    pub person: Option<PersonId>,
    /// In which role.
    #[n(7)]
    pub role: Option<Role>,
    /// In which session.
    #[n(8)]
    pub session: Option<SessionId>,
    /// What was done.
    #[n(9)]
    pub action: Action,
    /// What exactly.
    #[n(10)]
    pub subtype: Subtype,
    /// Why.
    #[n(11)]
    pub purpose: Purpose,
    /// Whose chart.
    #[n(12)]
    pub chart: Option<ChartId>,
    /// Which records.
    #[n(13)]
    pub subjects: Vec<Subject>,
    /// How it ended.
    #[n(14)]
    pub outcome: Outcome,
    /// Version of the app.
    #[n(15)]
    pub app_version: String,
    /// The server could not be reached.
    #[n(16)]
    pub offline: bool,
    /// How many things it was about, where it is about a number of them.
    #[n(17)]
    pub count: Option<u32>,
}
