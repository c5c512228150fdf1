//! The one translation of errors for people: what happened, and what to do.

use serde::Serialize;
use ts_rs::TS;

/// A failure as the UI and `chartholdctl --json` show it. Holds no patient data, key or path.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What the program may act on.
    pub code: FailureCode,
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// Trying again unchanged may work.
    pub retry: bool,
}

/// The closed set of failure codes. A code exists only where somebody acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FailureCode {
    /// Central was given bad or unknown input by this version.
    BadRequest,
    /// Central's certificate is not one this workstation trusts.
    CentralNotTrusted,
    /// Central does not answer, and it is needed.
    CentralUnreachable,
    /// The chart is not on this workstation.
    ChartNotHere,
    /// The enrolment code is wrong, used up or expired.
    CodeRefused,
    /// The disk is full.
    DiskFull,
    /// There is no home here, or it was not enrolled.
    NotEnrolled,
    /// A home exists here already.
    AlreadyEnrolled,
    /// Sealed data, a chain or a file did not verify.
    IntegrityFailure,
    /// Too many wrong passwords; wait.
    HeldOff,
    /// Another process uses this home.
    HomeInUse,
    /// The home cannot be written.
    HomeNotWritable,
    /// The input is not what the command takes.
    InvalidInput,
    /// The OS keyring is missing, locked or does not answer.
    KeyringUnavailable,
    /// The keyring no longer holds this workstation's secret.
    KeyringWiped,
    /// It is saved, and what became of it cannot be shown yet.
    SavedNotShown,
    /// Somebody must unlock first.
    Locked,
    /// Concurrent changes need a clinician's decision.
    NeedsReconciliation,
    /// This person may not do that.
    NotAllowed,
    /// The chart is restricted for this person.
    Restricted,
    /// No such patient or record here.
    Unknown,
    /// The password was changed at central: the previous one is wanted, too.
    PasswordChanged,
    /// What was chosen as a password is too short or guessed too soon.
    PasswordTooSimple,
    /// No PIN can be used: the password is wanted.
    PinGone,
    /// What was chosen as a PIN is guessed too soon.
    PinTooSimple,
    /// Wrong PIN, and another try is left.
    PinWrong,
    /// Central takes the password, and wants a code beside it, of which nothing is set up.
    SecondFactorUnset,
    /// Central takes the password, and wants a code beside it.
    SecondFactorWanted,
    /// Central takes the password, and not the code.
    SecondFactorWrong,
    /// The hospital's sign-on provider named nobody who may work here.
    SignOnRefused,
    /// The hospital's sign-on provider has to say who it is.
    SignOnWanted,
    /// Wrong password, or no such person.
    WrongSecret,
    /// A newer version wrote this.
    NewerVersion,
    /// Anything else: a fault in Charthold.
    Internal,
}
