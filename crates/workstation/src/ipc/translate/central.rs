//! What goes wrong on the way to central, and what central refuses.

use charthold_protocol::{Because, Problem, RefusalCode};
use charthold_sync::SyncError;

use super::{Retry, Words, damaged, internal, store};
use crate::ipc::FailureCode;
use crate::trouble::{CLOCK_REMEDY, Trouble};

pub(super) fn sync(error: &SyncError) -> Words {
    match error {
        SyncError::BadSettings(what) => (
            FailureCode::InvalidInput,
            what,
            "Correct it and try again.",
            Retry::Useless,
        ),
        SyncError::TimedOut | SyncError::Unreachable(_) => (
            FailureCode::CentralUnreachable,
            "The central record does not answer.",
            "Go on working: what you write is saved here and sent when the connection returns.",
            Retry::Useful,
        ),
        SyncError::NotCentral(_) => (
            FailureCode::CentralUnreachable,
            "The central record does not answer as it should.",
            "Go on working: what you write is saved here and sent later. If it lasts, have IT look at the central record and at \
             what stands before it.",
            Retry::Useful,
        ),
        SyncError::NotInItsTime(_) | SyncError::NotTrusted(_) | SyncError::OldTls(_) => {
            not_believed(error)
        }
        SyncError::Refused(problem) | SyncError::HeldOff { problem, .. } => explained(problem),
        SyncError::Garbled(_) => (
            FailureCode::BadRequest,
            "The central record answered something this version does not understand.",
            "Update Charthold, or call IT.",
            Retry::Useful,
        ),
        SyncError::Damaged(_) => damaged(),
        SyncError::Forked => (
            FailureCode::IntegrityFailure,
            Trouble::Copied.what(),
            Trouble::Copied.remedy(),
            Retry::Useless,
        ),
        SyncError::Behind => (
            FailureCode::CentralUnreachable,
            "The server was put back from a backup.",
            "Try again in a moment. What it lost is sent to it again from here; nothing is lost.",
            Retry::Useful,
        ),
        SyncError::Store(error) => store(error),
        _ => internal(),
    }
}

/// Something answers, and nothing was sent to it.
fn not_believed(error: &SyncError) -> Words {
    let (what, remedy, retry) = match error {
        SyncError::NotInItsTime(_) => (
            "By this machine's clock the central record's certificate is not valid yet, or not any more.",
            CLOCK_REMEDY,
            Retry::Useful,
        ),
        SyncError::OldTls(_) => (
            "What answers for the central record does not speak TLS 1.3.",
            "Nothing was sent. Have IT check what stands between, and that it speaks TLS 1.3.",
            Retry::Useless,
        ),
        _ => (
            "Something answers that is not our central record.",
            "Nothing was sent. Have IT check the address, the network and the CA file.",
            Retry::Useless,
        ),
    };
    (FailureCode::CentralNotTrusted, what, remedy, retry)
}

/// What central says beside the code, where it says more.
fn explained(problem: &Problem) -> Words {
    match problem.because {
        Some(Because::DeviceWithdrawn) => (
            FailureCode::NotAllowed,
            Trouble::Withdrawn.what(),
            Trouble::Withdrawn.remedy(),
            Retry::Useless,
        ),
        Some(Because::AccountClosed) => (
            FailureCode::NotAllowed,
            "IT closed this account.",
            "Call IT if that is wrong. What you wrote is kept.",
            Retry::Useless,
        ),
        Some(Because::Unknown) | None => refused(problem.code),
    }
}

fn refused(code: RefusalCode) -> Words {
    match code {
        RefusalCode::WrongPassword => (
            FailureCode::WrongSecret,
            "The username or the password is wrong.",
            "Try again.",
            Retry::Useful,
        ),
        RefusalCode::PasswordTooSimple => (
            FailureCode::PasswordTooSimple,
            "That password is too short, or guessed too soon.",
            "Take at least 15 characters: a few words that have nothing to do with each other are easy to keep in mind.",
            Retry::Useful,
        ),
        RefusalCode::SecondFactorWanted
        | RefusalCode::SecondFactorWrong
        | RefusalCode::SecondFactorUnset => second_factor(code),
        RefusalCode::SignOnRefused | RefusalCode::SignOnUnavailable | RefusalCode::SignOnWanted => {
            sign_on(code)
        }
        RefusalCode::HeldOff => (
            FailureCode::HeldOff,
            "Too many tries.",
            "Wait a few minutes, then try again.",
            Retry::Useful,
        ),
        RefusalCode::CodeRefused => (
            FailureCode::CodeRefused,
            "The code from IT is wrong, used up or expired.",
            "Ask IT for a new one.",
            Retry::Useless,
        ),
        RefusalCode::DeviceRefused | RefusalCode::Unauthenticated => (
            FailureCode::NotAllowed,
            "The central record does not accept this workstation or sign-in.",
            "Unlock again. If that does not help, ask IT whether the workstation was withdrawn.",
            Retry::Useful,
        ),
        RefusalCode::NotFound => (
            FailureCode::Unknown,
            "The central record knows nothing by that name.",
            "Check it and try again.",
            Retry::Useless,
        ),
        RefusalCode::KeysUnavailable | RefusalCode::StoreUnavailable | RefusalCode::Internal => {
            ill(code)
        }
        RefusalCode::UpgradeRequired => (
            FailureCode::NewerVersion,
            "This version of Charthold is no longer served.",
            "Update Charthold on this workstation.",
            Retry::Useless,
        ),
        RefusalCode::AuditFork => damaged(),
        _ => (
            FailureCode::BadRequest,
            "The central record refused what this workstation asked.",
            "Try again. If it happens again, call IT; what you wrote is kept.",
            Retry::Useful,
        ),
    }
}

/// The password is right.
fn second_factor(code: RefusalCode) -> Words {
    match code {
        RefusalCode::SecondFactorWrong => (
            FailureCode::SecondFactorWrong,
            "That code was not accepted.",
            "Type the one your authenticator app shows now. Each is accepted once, so wait for the next if you used it.",
            Retry::Useful,
        ),
        RefusalCode::SecondFactorUnset => (
            FailureCode::SecondFactorUnset,
            "Your account needs an authenticator app, and none is set up for it.",
            "Call IT for a set-up code, and type it here.",
            Retry::Useful,
        ),
        _ => (
            FailureCode::SecondFactorWanted,
            "A code is needed, too.",
            "Type the six digits your authenticator app shows.",
            Retry::Useful,
        ),
    }
}

/// About the hospital's sign-on provider.
fn sign_on(code: RefusalCode) -> Words {
    match code {
        RefusalCode::SignOnUnavailable => (
            FailureCode::CentralUnreachable,
            "The hospital's sign-in does not answer.",
            "Try again in a moment. Who worked here before can unlock with this workstation's password meanwhile.",
            Retry::Useful,
        ),
        RefusalCode::SignOnRefused => (
            FailureCode::SignOnRefused,
            "The hospital's sign-in named nobody with an account here.",
            "Sign in there as yourself, or call IT.",
            Retry::Useful,
        ),
        _ => sign_on_wanted(),
    }
}

/// As central says, and as this workstation does for somebody whom it knows.
pub(super) const fn sign_on_wanted() -> Words {
    (
        FailureCode::SignOnWanted,
        "The hospital's sign-in is needed.",
        "Press “Sign in with the hospital's account”.",
        Retry::Useful,
    )
}

/// Central answers, and something behind it does not.
fn ill(code: RefusalCode) -> Words {
    let (what, remedy) = match code {
        RefusalCode::KeysUnavailable => (
            "The key service does not answer.",
            "Charts that are here stay readable. Try again later.",
        ),
        RefusalCode::StoreUnavailable => (
            "The central record's database does not answer.",
            "Charts that are here stay readable, and what you write is kept. Try again in a moment.",
        ),
        _ => (
            "The central record failed at what this workstation asked.",
            "What you write is kept here and sent later. If it happens again, call IT.",
        ),
    };
    (FailureCode::CentralUnreachable, what, remedy, Retry::Useful)
}
