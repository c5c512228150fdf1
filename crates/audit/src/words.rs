//! What an event is called outside the program: by scripts, by those who review. Not what is stored.

use crate::{Outcome, Subtype};

impl Subtype {
    /// The word for it, as `chart-opened`. A contract.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DeviceEnrolled => "device-enrolled",
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::Unlocked => "unlocked",
            Self::UnlockFailed => "unlock-failed",
            Self::Locked => "locked",
            Self::ChartOpened => "chart-opened",
            Self::CensusViewed => "census-viewed",
            Self::PatientSearched => "patient-searched",
            Self::RecordWritten => "record-written",
            Self::NoteSigned => "note-signed",
            Self::ChartImported => "chart-imported",
            Self::ChartExported => "chart-exported",
            Self::KeysRequested => "keys-requested",
            Self::Exchange => "exchange",
            Self::AccessDenied => "access-denied",
            Self::NoteRead => "note-read",
            Self::ConflictsViewed => "conflicts-viewed",
            Self::ConflictSettled => "conflict-settled",
            Self::ChartLetGo => "chart-let-go",
            Self::DraftKept => "draft-kept",
            Self::DraftDiscarded => "draft-discarded",
            Self::DraftLost => "draft-lost",
            Self::DeviceEmptied => "device-emptied",
            Self::PersonLetGo => "person-let-go",
            Self::RollbackFound => "rollback-found",
            Self::PinSet => "pin-set",
            Self::PinUnlocked => "pin-unlocked",
            Self::PasswordChanged => "password-changed",
            Self::Recovered => "recovered",
        }
    }
}

impl Outcome {
    /// The word for it, as `done`. A contract.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Success => "done",
            Self::MinorFailure => "refused",
            Self::SeriousFailure => "failed",
        }
    }
}
