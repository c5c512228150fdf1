//! What a use case can fail with. People read the translation in `ipc::failure`.

use charthold_chartlog::ChartlogError;
use charthold_clinical::ClinicalError;
use charthold_store::StoreError;
use charthold_sync::SyncError;
use charthold_vault::VaultError;

/// A use case was refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkstationError {
    /// There is no enrolled home here.
    #[error("opening the workstation: it is not enrolled")]
    NotEnrolled,
    /// A home exists here already.
    #[error("enrolling: this workstation is enrolled already")]
    AlreadyEnrolled,
    /// Nobody is in, or the time without input is over.
    #[error("the workstation is locked")]
    Locked,
    /// The person has no account here and central cannot be asked.
    #[error("signing in for the first time: central is needed")]
    FirstSignInOffline,
    /// Central cannot be reached, and nothing can be enrolled without it.
    #[error("enrolling: central does not answer")]
    EnrolOffline,
    /// The person's time without central is over.
    #[error("unlocking: the offline lease has ended")]
    LeaseEnded,
    /// Central takes this password, and what is here is under an earlier one.
    #[error("unlocking: the password was changed at central")]
    PasswordChanged,
    /// The earlier password, which what is here is under, is another.
    #[error("unlocking: the slot does not open with the previous password")]
    PreviousWrong,
    /// Central did not answer whether it took a new password.
    #[error("changing a password: central does not answer")]
    ChangeUnsure,
    /// Central has the new password, and what is here is still under the one before.
    #[error("changing a password: central has it, and it could not be kept here")]
    ChangedNotKept,
    /// What was chosen as a password of this workstation is guessed too soon.
    #[error("choosing a password: it is guessed too soon")]
    PasswordTooSimple,
    /// Central wants the word of the hospital's sign-on provider.
    #[error("unlocking: the sign-on provider's word is wanted")]
    SignOnWanted,
    /// Nobody came back from the sign-on provider's page, or not signed in.
    #[error("signing on: nobody came back signed in")]
    SignOnNotFinished,
    /// No browser showed the sign-on provider's page.
    #[error("signing on: showing the page")]
    PageNotShown(#[source] std::io::Error),
    /// Nothing was put by for a recovery.
    #[error("recovering: nothing was put by")]
    NothingPutBy,
    /// The keyring holds what is asked for.
    #[error("recovering: the keyring holds the workstation's keys")]
    NothingToRecover,
    /// The answer is to another request, or none is waited for.
    #[error("recovering: no request waits for this answer")]
    NoSuchAnswer,
    /// Central withdrew this workstation.
    #[error("unlocking: the workstation was withdrawn")]
    Withdrawn,
    /// What is here is older than when it was last used.
    #[error("unlocking: the journal is not what was last written")]
    RolledBack,
    /// Central takes nothing but the password for this person now.
    #[error("asking central: the password is wanted again")]
    PasswordWanted,
    /// The role may not.
    #[error("not allowed for this role")]
    NotAllowed,
    /// The chart is outside this person's care relation.
    #[error("the chart is restricted")]
    Restricted,
    /// It is saved, and cannot be shown yet: for want of room, say.
    #[error("showing what was saved")]
    SavedNotShown,
    /// What is shown was damaged; it is made anew from the journal.
    #[error("reading what is shown: it was damaged, and is made anew")]
    MadeAnew,
    /// The chart, or its key, is not on this workstation.
    #[error("the chart is not on this workstation")]
    ChartNotHere,
    /// No such patient or record.
    #[error("looking up {0}: unknown here")]
    Unknown(&'static str),
    /// The input is not what the use case takes.
    #[error("checking the input: {0}")]
    InvalidInput(&'static str),
    /// Concurrent changes must be settled first.
    #[error("writing: concurrent changes need a clinician's decision")]
    NeedsReconciliation,
    /// What a person decided about is not what is there now.
    #[error("settling: the record changed while it was decided about")]
    ChangedMeanwhile,
    /// Part of what is to be decided about cannot be read here.
    #[error("settling: part of the record cannot be read here")]
    PartUnreadable,
    /// An audit chain or a log does not verify.
    #[error("verifying: {0}")]
    Integrity(&'static str),
    /// Something that was asked for could not be read or written outside the home.
    #[error("reading or writing a file that was asked for")]
    File(#[source] std::io::Error),
    /// Keys and passwords.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The home's databases.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Central.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// Operations.
    #[error(transparent)]
    Chartlog(#[from] ChartlogError),
    /// Clinical content.
    #[error(transparent)]
    Clinical(#[from] ClinicalError),
    /// A fault in Charthold.
    #[error("a fault in Charthold: {0}")]
    Internal(&'static str),
}
