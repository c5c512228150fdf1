//! From errors to people: one place, exhaustive, no wildcard over our own codes. No message holds a
//! name, a record number, a value, a key or a path.

mod central;

use std::io;

use charthold_store::StoreError;
use charthold_vault::VaultError;

use crate::ipc::{Failure, FailureCode};
use crate::{Trouble, WorkstationError};

use central::sync;

/// Code, what happened, what to do, and whether trying again may work.
type Words = (FailureCode, &'static str, &'static str, Retry);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Retry {
    Useful,
    Useless,
}

impl From<&WorkstationError> for Failure {
    fn from(error: &WorkstationError) -> Self {
        let (code, what, remedy, retry) = words(error);
        Self {
            code,
            what: sentence(what),
            remedy: remedy.into(),
            retry: retry == Retry::Useful,
        }
    }
}

impl From<WorkstationError> for Failure {
    fn from(error: WorkstationError) -> Self {
        Self::from(&error)
    }
}

/// What is wrong with an input is written as part of an error; people read sentences.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut text: String = first.into_iter().flatten().chain(letters).collect();
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

#[expect(
    clippy::too_many_lines,
    reason = "one exhaustive table, read as a table"
)]
fn words(error: &WorkstationError) -> Words {
    use Retry::{Useful, Useless};
    match error {
        WorkstationError::NotEnrolled => (
            FailureCode::NotEnrolled,
            "This workstation is not enrolled.",
            "Ask IT for an enrolment code.",
            Useless,
        ),
        WorkstationError::AlreadyEnrolled => (
            FailureCode::AlreadyEnrolled,
            "There is a workstation home here already.",
            "Use another home, or have IT withdraw this one first.",
            Useless,
        ),
        WorkstationError::Locked => (
            FailureCode::Locked,
            "The workstation is locked.",
            "Unlock it.",
            Useless,
        ),
        WorkstationError::EnrolOffline => (
            FailureCode::CentralUnreachable,
            "The central record does not answer.",
            "Check the address and the network, then enrol again. If the code is refused then, it was used up on the way: ask IT \
             for another.",
            Useful,
        ),
        WorkstationError::FirstSignInOffline => (
            FailureCode::CentralUnreachable,
            "The central record must be reached for this.",
            "Try again when the workstation is online. People who have signed in here before can \
             still unlock.",
            Useful,
        ),
        WorkstationError::LeaseEnded => (
            FailureCode::CentralUnreachable,
            "By this machine's clock, your time without the central record is over on this workstation.",
            "See that its date and time are right, and unlock once while it is online. Nothing you wrote is lost.",
            Useful,
        ),
        WorkstationError::PasswordChanged => (
            FailureCode::PasswordChanged,
            "Your password was changed since you last unlocked here.",
            "Type the previous one, too: what is on this workstation still opens with it. If nobody knows it, call IT.",
            Useful,
        ),
        WorkstationError::PreviousWrong => (
            FailureCode::WrongSecret,
            "The previous password is not the one you last unlocked this workstation with.",
            "Type both again.",
            Useful,
        ),
        WorkstationError::ChangeUnsure => (
            FailureCode::CentralUnreachable,
            "The central record did not answer.",
            "Try again when the workstation is online. If your password is refused then, the new one was taken: use that.",
            Useful,
        ),
        WorkstationError::ChangedNotKept => (
            FailureCode::PasswordChanged,
            "Your password is changed, and this workstation could not keep it.",
            "See that its disk is not full. When you unlock next, type the new one and, when asked, the previous one.",
            Useless,
        ),
        WorkstationError::MadeAnew => (
            FailureCode::IntegrityFailure,
            "Part of what this workstation shows was damaged.",
            "Try again: it is made anew from what was saved. If it happens again, call IT: the disk may be failing.",
            Useful,
        ),
        WorkstationError::NothingPutBy => (
            FailureCode::Unknown,
            "Nothing was put by here that could be recovered.",
            "It is put by with the first exchange after signing in. Enrol the workstation anew; do not delete its folder before somebody looked at what was not sent.",
            Useless,
        ),
        WorkstationError::PasswordTooSimple => (
            FailureCode::PasswordTooSimple,
            "That password is too short, or guessed too soon.",
            "Take at least eight characters: a few words that have nothing to do with each other are easy to keep in mind.",
            Useful,
        ),
        WorkstationError::SignOnWanted => central::sign_on_wanted(),
        WorkstationError::SignOnNotFinished => (
            FailureCode::SignOnRefused,
            "Nobody came back from the hospital's sign-in.",
            "Try again, and sign in on the page that opens.",
            Useful,
        ),
        WorkstationError::PageNotShown(_) => (
            FailureCode::SignOnRefused,
            "The hospital's sign-in could not be shown: no browser opened.",
            "Call IT: it needs a browser on this workstation.",
            Useless,
        ),
        WorkstationError::NothingToRecover => (
            FailureCode::InvalidInput,
            "The keyring holds this workstation's keys.",
            "There is nothing to recover for the workstation. For a person who forgot their password, say who: --user USERNAME.",
            Useless,
        ),
        WorkstationError::NoSuchAnswer => (
            FailureCode::InvalidInput,
            "This is not the answer to the last request that was made here.",
            "Have the operators of the key service approve the request that was made last, or make a new one.",
            Useless,
        ),
        WorkstationError::Withdrawn => (
            FailureCode::NotAllowed,
            Trouble::Withdrawn.what(),
            Trouble::Withdrawn.remedy(),
            Useless,
        ),
        WorkstationError::RolledBack => (
            FailureCode::IntegrityFailure,
            Trouble::RolledBack.what(),
            Trouble::RolledBack.remedy(),
            Useless,
        ),
        WorkstationError::PasswordWanted => (
            FailureCode::CentralUnreachable,
            "The central record wants your password again.",
            "Lock the workstation and unlock it while it is online. Nothing you wrote is lost.",
            Useful,
        ),
        WorkstationError::NotAllowed => (
            FailureCode::NotAllowed,
            "Your role does not include this.",
            "Ask somebody whose role does, or IT if it should.",
            Useless,
        ),
        WorkstationError::Restricted => (
            FailureCode::Restricted,
            "This chart is restricted: the patient is not in one of your units.",
            "Ask the care team for access.",
            Useless,
        ),
        WorkstationError::ChartNotHere => (
            FailureCode::ChartNotHere,
            "This chart is not on this workstation.",
            "It opens when the connection returns.",
            Useful,
        ),
        WorkstationError::Unknown(_) => (
            FailureCode::Unknown,
            "Nothing by that name is known on this workstation.",
            "Check the spelling or the number.",
            Useless,
        ),
        WorkstationError::InvalidInput(what) => (
            FailureCode::InvalidInput,
            what,
            "Correct it and try again.",
            Useless,
        ),
        WorkstationError::NeedsReconciliation => (
            FailureCode::NeedsReconciliation,
            "Somebody changed the same thing at the same time.",
            "Compare both values and choose.",
            Useless,
        ),
        WorkstationError::ChangedMeanwhile => (
            FailureCode::NeedsReconciliation,
            "The record changed while you were deciding. Nothing was written.",
            "Look at it again, then choose.",
            Useless,
        ),
        WorkstationError::PartUnreadable => (
            FailureCode::NeedsReconciliation,
            "Part of this record cannot be read on this workstation. Nothing was written.",
            "Decide on a workstation that reads all of it, or call IT.",
            Useless,
        ),
        WorkstationError::Integrity(_) => damaged(),
        WorkstationError::File(error) if is_full(error) => (
            FailureCode::DiskFull,
            "The disk is full, so the file was not written.",
            "Free some space there, then try again.",
            Useful,
        ),
        WorkstationError::File(_) => (
            FailureCode::InvalidInput,
            "The file that was named could not be read or written.",
            "Check that it exists and that you may use it.",
            Useful,
        ),
        WorkstationError::Vault(error) => vault(error),
        WorkstationError::Store(error) => store(error),
        WorkstationError::Sync(error) => sync(error),
        WorkstationError::Chartlog(error) => chartlog(error),
        WorkstationError::Clinical(_) => (
            FailureCode::InvalidInput,
            "This is not a FHIR resource Charthold can keep.",
            "Correct it and try again.",
            Useless,
        ),
        WorkstationError::SavedNotShown => (
            FailureCode::SavedNotShown,
            "Saved, and cannot be shown yet.",
            "Do not enter it again. Free some space on the disk, then open the chart again.",
            Useless,
        ),
        WorkstationError::Internal(_) => internal(),
    }
}

const fn damaged() -> Words {
    (
        FailureCode::IntegrityFailure,
        "Something here does not verify: it was damaged or changed.",
        "Stop using this workstation and call IT. Nothing has been deleted.",
        Retry::Useless,
    )
}

const fn internal() -> Words {
    (
        FailureCode::Internal,
        "Charthold failed.",
        "Try again. If it happens again, call IT; what you wrote is kept.",
        Retry::Useful,
    )
}

fn vault(error: &VaultError) -> Words {
    match error {
        VaultError::KeyringUnavailable => (
            FailureCode::KeyringUnavailable,
            "The keyring of this computer does not answer.",
            "Unlock or start the keyring (GNOME Keyring or KWallet), then try again. Nothing is lost.",
            Retry::Useful,
        ),
        VaultError::KeyringWiped => (
            FailureCode::KeyringWiped,
            "The keyring no longer holds this workstation's secret.",
            "Call IT, who can get it back with two operators of the key service. Nothing has been deleted.",
            Retry::Useless,
        ),
        VaultError::NotOpened => (
            FailureCode::WrongSecret,
            "That password does not match.",
            "Try again. Several wrong ones make this workstation wait.",
            Retry::Useful,
        ),
        VaultError::HeldOff { .. } => (
            FailureCode::HeldOff,
            "Too many wrong passwords.",
            "Wait a little, then try again. Each further wrong one makes the wait longer.",
            Retry::Useful,
        ),
        VaultError::HeldOffUntilOnline => (
            FailureCode::HeldOff,
            "Too many wrong passwords on this workstation.",
            "Sign in once while it is online, or call IT.",
            Retry::Useful,
        ),
        VaultError::PinTooSimple | VaultError::PinWrong { .. } | VaultError::PinGone => pin(error),
        VaultError::TooNew => newer(),
        VaultError::OutOfMemory => (
            FailureCode::Internal,
            "There is not enough memory to check the password.",
            "Close other programs and try again.",
            Retry::Useful,
        ),
        VaultError::Damaged => damaged(),
        _ => internal(),
    }
}

fn pin(error: &VaultError) -> Words {
    match error {
        VaultError::PinTooSimple => (
            FailureCode::PinTooSimple,
            "That PIN is guessed too soon.",
            "Choose 6 to 12 digits: not one digit over and over, and no row like 123456.",
            Retry::Useful,
        ),
        VaultError::PinWrong { left: 2.. } => (
            FailureCode::PinWrong,
            "That is not your PIN.",
            "Try again, or use your password. Two tries are left.",
            Retry::Useful,
        ),
        VaultError::PinWrong { left: 1 } => (
            FailureCode::PinWrong,
            "That is not your PIN.",
            "Try again, or use your password. One try is left.",
            Retry::Useful,
        ),
        VaultError::PinWrong { left: 0 } => (
            FailureCode::PinGone,
            "That was not your PIN either, so it cannot be used any more.",
            "Unlock with your password. You can set a new PIN then.",
            Retry::Useful,
        ),
        _ => (
            FailureCode::PinGone,
            "The PIN cannot be used now.",
            "Unlock with your password. You can set a new PIN then.",
            Retry::Useful,
        ),
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

const fn newer() -> Words {
    (
        FailureCode::NewerVersion,
        "A newer version of Charthold wrote this.",
        "Update Charthold on this workstation.",
        Retry::Useless,
    )
}

fn store(error: &StoreError) -> Words {
    match error {
        StoreError::InUse { .. } => (
            FailureCode::HomeInUse,
            "Another Charthold program is using this workstation's home.",
            "Close it, or wait until it is done.",
            Retry::Useful,
        ),
        StoreError::NotOpened => (
            FailureCode::IntegrityFailure,
            "This workstation's chart store could not be unlocked.",
            "Nothing has been deleted. Call IT.",
            Retry::Useless,
        ),
        StoreError::DiskFull => (
            FailureCode::DiskFull,
            "The disk is full, so this was not done.",
            "Free some space, then try again. Nothing that was saved is lost.",
            Retry::Useful,
        ),
        StoreError::NotWritable => (
            FailureCode::HomeNotWritable,
            "The workstation's home cannot be written, so this was not done.",
            "Have IT check its permissions.",
            Retry::Useful,
        ),
        StoreError::Io(_) => (
            FailureCode::HomeNotWritable,
            "The workstation's home could not be read or written, so this was not done.",
            "Have IT check the disk. Nothing that was saved is lost.",
            Retry::Useful,
        ),
        StoreError::NewerVersion => newer(),
        StoreError::Damaged { .. } => damaged(),
        StoreError::NoSuch { .. } => (
            FailureCode::Unknown,
            "There is no such record here.",
            "It may have been closed or moved; open the chart again.",
            Retry::Useless,
        ),
        _ => internal(),
    }
}

fn chartlog(error: &charthold_chartlog::ChartlogError) -> Words {
    use charthold_chartlog::ChartlogError;
    match error {
        ChartlogError::NotAResource(what) => (
            FailureCode::InvalidInput,
            what,
            "Correct it and try again.",
            Retry::Useless,
        ),
        ChartlogError::NotInQuestion(_) => (
            FailureCode::InvalidInput,
            "What was chosen is not one of the values in question. Nothing was written.",
            "Look at the record again, then choose one of its values.",
            Retry::Useless,
        ),
        ChartlogError::NewerSchema { .. } => newer(),
        _ => damaged(),
    }
}
