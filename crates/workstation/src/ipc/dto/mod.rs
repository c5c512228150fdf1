//! What crosses the bridge to the UI: plain values, no behaviour, nothing secret. TypeScript is
//! generated from these (`cargo xtask bindings`). Domain types are converted at once, in the use
//! case that answers; nothing below this module knows of them.
//!
//! Moments are milliseconds since the Unix epoch (`…_at_ms`), shown by the UI in the unit's zone.
//! Names, numbers, doses and record numbers come formatted: one formatter, in `clinical`.

mod chart;
mod decision;
mod entry;
mod listing;
mod request;
mod session;
mod sync;
mod ward;

pub use chart::{
    AllergyHeadingView, AllergyView, BannerView, ChartView, FlagView, Freshness, MedicationState,
    MedicationView, News2View, NoteKind, NoteState, NoteText, NoteView, OtherView, ProblemView,
    ResultView, ResultWeight, TrendPoint, TrendSeries, VitalTile, VitalsView,
};
pub use decision::{
    AgreedField, AuthorView, ConflictFlag, ConflictView, DecisionPatient, Decisions, DisputedField,
    DisputedValue, DoubleView, GivingView, SideValue, SideView, VoidText,
};
pub use entry::{
    Acvpu, DraftText, DraftVersionView, NoteDraft, NoteSection, Saved, VitalsCheck, VitalsEntry,
    VitalsQuestion, VitalsRowCheck,
};
pub use listing::{Completeness, Listing};
pub use request::{
    ChartRequest, ConflictSettleRequest, DecisionListRequest, DoubleSettleRequest, DraftChoice,
    FieldChoice, NoteAddendumRequest, NoteDraftDiscardRequest, NoteDraftSaveRequest,
    NoteDraftSettleRequest, NoteReadRequest, NoteSignRequest, PasswordChangeRequest,
    PatientSearchRequest, PinSetRequest, PinUnlockRequest, PlaceSaveRequest,
    PreferencesSaveRequest, SecondFactorSetUpRequest, SeenGiving, SettleChoice,
    SignOnFinishRequest, UnlockRequest, VitalsCheckRequest, VitalsRecordRequest, VoidReadRequest,
    VoidSettleRequest, WardListRequest,
};
pub use session::{
    LockReason, Network, PersonView, PinState, Preferences, SessionState, SessionStatus,
    SignedOnView, TextSize, Theme, WorkstationView,
};
pub use sync::{AsideReason, SentItem, SyncItem, SyncItemState, SyncStatus};
pub use ward::{NoteMark, NoteMarkState, PatientHit, Ward, WardNews2, WardRow, WardSubject};
