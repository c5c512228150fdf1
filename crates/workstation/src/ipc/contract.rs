//! The commands of the window, once: the shell's handlers, the permission file and the TypeScript
//! client are held to this table by tests.

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Also while the workstation is locked.
    Locked,
    /// Only with somebody in.
    Unlocked,
}

/// One command: its name, its request and reply types in TypeScript, and who may call it.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// `invoke` name.
    pub name: &'static str,
    /// Request type; `None` when it takes none.
    pub request: Option<&'static str>,
    /// Reply type.
    pub reply: &'static str,
    /// Who may call it.
    pub reach: Reach,
}

const fn locked(name: &'static str, request: Option<&'static str>, reply: &'static str) -> Command {
    Command {
        name,
        request,
        reply,
        reach: Reach::Locked,
    }
}

const fn unlocked(name: &'static str, request: &'static str, reply: &'static str) -> Command {
    Command {
        name,
        request: Some(request),
        reply,
        reach: Reach::Unlocked,
    }
}

/// Every command.
pub const COMMANDS: &[Command] = &[
    locked("session_status", None, "SessionStatus"),
    locked("unlock", Some("UnlockRequest"), "SessionStatus"),
    locked(
        "second_factor_set_up",
        Some("SecondFactorSetUpRequest"),
        "string",
    ),
    locked("pin_unlock", Some("PinUnlockRequest"), "SessionStatus"),
    locked("sign_on", None, "SignedOnView"),
    locked("sign_on_cancel", None, "null"),
    locked(
        "sign_on_finish",
        Some("SignOnFinishRequest"),
        "SessionStatus",
    ),
    locked("lock", None, "SessionStatus"),
    locked("activity", None, "SessionStatus"),
    locked("sync_status", None, "SyncStatus"),
    locked("sync_now", None, "SyncStatus"),
    locked("close_heard", None, "null"),
    locked("close_now", None, "null"),
    locked("page_saved", None, "null"),
    unlocked("ward_list", "WardListRequest", "Ward"),
    unlocked(
        "patient_search",
        "PatientSearchRequest",
        "Array<PatientHit>",
    ),
    unlocked("chart_open", "ChartRequest", "ChartView"),
    unlocked("chart_view", "ChartRequest", "ChartView"),
    unlocked("chart_close", "ChartRequest", "null"),
    unlocked("vitals_check", "VitalsCheckRequest", "VitalsCheck"),
    unlocked("vitals_record", "VitalsRecordRequest", "Saved"),
    unlocked("note_draft_load", "ChartRequest", "NoteDraft | null"),
    unlocked("note_draft_save", "NoteDraftSaveRequest", "NoteDraft"),
    unlocked("note_draft_discard", "NoteDraftDiscardRequest", "null"),
    unlocked("note_draft_settle", "NoteDraftSettleRequest", "NoteDraft"),
    unlocked("note_sign", "NoteSignRequest", "Saved"),
    unlocked("note_addendum", "NoteAddendumRequest", "Saved"),
    unlocked("note_read", "NoteReadRequest", "NoteText"),
    unlocked("decision_list", "DecisionListRequest", "Decisions"),
    unlocked("conflict_settle", "ConflictSettleRequest", "Saved"),
    unlocked("double_settle", "DoubleSettleRequest", "Saved"),
    unlocked("void_read", "VoidReadRequest", "VoidText"),
    unlocked("void_settle", "VoidSettleRequest", "Saved"),
    unlocked("pin_set", "PinSetRequest", "SessionStatus"),
    Command {
        name: "pin_remove",
        request: None,
        reply: "SessionStatus",
        reach: Reach::Unlocked,
    },
    unlocked("password_change", "PasswordChangeRequest", "SessionStatus"),
    unlocked("place_save", "PlaceSaveRequest", "null"),
    unlocked("preferences_save", "PreferencesSaveRequest", "null"),
];
