//! From failure codes to exit codes.

use charthold_workstation::ipc::FailureCode;

/// The command line cannot be understood.
pub(crate) const USAGE: u8 = 2;
/// Concurrent changes need a clinician.
pub(crate) const NEEDS_RECONCILIATION: u8 = 6;

/// Something does not verify.
pub(crate) const DAMAGE: u8 = 7;

/// The exit code of a failure.
pub(crate) const fn code(failure: FailureCode) -> u8 {
    match failure {
        FailureCode::CodeRefused | FailureCode::NotAllowed | FailureCode::Restricted => 3,
        FailureCode::HeldOff
        | FailureCode::KeyringUnavailable
        | FailureCode::KeyringWiped
        | FailureCode::Locked
        | FailureCode::PasswordChanged
        | FailureCode::PinGone
        | FailureCode::PinWrong
        | FailureCode::SecondFactorUnset
        | FailureCode::SecondFactorWanted
        | FailureCode::SecondFactorWrong
        | FailureCode::SignOnRefused
        | FailureCode::SignOnWanted
        | FailureCode::WrongSecret => 4,
        FailureCode::CentralNotTrusted | FailureCode::CentralUnreachable => 5,
        FailureCode::NeedsReconciliation => NEEDS_RECONCILIATION,
        FailureCode::IntegrityFailure => DAMAGE,
        FailureCode::AlreadyEnrolled
        | FailureCode::BadRequest
        | FailureCode::ChartNotHere
        | FailureCode::DiskFull
        | FailureCode::SavedNotShown
        | FailureCode::HomeInUse
        | FailureCode::HomeNotWritable
        | FailureCode::Internal
        | FailureCode::InvalidInput
        | FailureCode::PasswordTooSimple
        | FailureCode::PinTooSimple
        | FailureCode::NewerVersion
        | FailureCode::NotEnrolled
        | FailureCode::Unknown => 1,
    }
}

#[cfg(test)]
mod tests;
