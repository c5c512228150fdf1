//! What can go wrong in this crate. No variant names an account, a person or a path.

use std::time::Duration;

use charthold_crypto::CryptoError;

/// A refusal of the vault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// No keyring answers, it is locked, or it did not answer in time. There is no fallback.
    #[error("reaching the operating system's keyring: it does not answer")]
    KeyringUnavailable,
    /// The keyring answers but no longer holds this workstation's keys: enrol again.
    #[error("reading the device keys: the keyring no longer holds them")]
    KeyringWiped,
    /// Wrong password, or a slot of another workstation or person. Which, is not said.
    #[error("unlocking: the password, the device and the slot do not belong together")]
    NotOpened,
    /// Too soon after a failure.
    #[error("unlocking: held off for {} s after failures", wait.as_secs())]
    HeldOff {
        /// What is left to wait.
        wait: Duration,
    },
    /// Too many failures in a row; only central can check the password now.
    #[error("unlocking: too many failures; central must check the password")]
    HeldOffUntilOnline,
    /// Something this crate wrote does not read back: keyring entry, slot or wrapped key.
    #[error("reading what the vault stored: it is damaged")]
    Damaged,
    /// Something was written by a later version of this software.
    #[error("reading what the vault stored: a later version wrote it")]
    TooNew,
    /// The machine could not spare the memory a password costs; a cheaper slot may succeed.
    #[error("stretching a password: not enough memory")]
    OutOfMemory,
    /// A slot was to be made cheaper or dearer than is accepted.
    #[error("making a password slot: its cost is outside the accepted range")]
    WeakParameters,
    /// What was chosen as a PIN is guessed too soon.
    #[error("setting a PIN: not 6 to 12 digits, or digits that are tried first")]
    PinTooSimple,
    /// Not the PIN that was set.
    #[error("unlocking with a PIN: it does not open; {left} tries are left")]
    PinWrong {
        /// How many tries are left; with 0 it is gone.
        left: u8,
    },
    /// No PIN is set in this process, or it is used up or too old.
    #[error("unlocking with a PIN: there is none any more")]
    PinGone,
}

impl VaultError {
    /// The error for a slot or wrapped key that was read back and refused.
    pub(crate) fn of_stored(error: CryptoError) -> Self {
        match error {
            CryptoError::NotOpened => Self::NotOpened,
            CryptoError::UnsupportedVersion => Self::TooNew,
            CryptoError::OutOfMemory => Self::OutOfMemory,
            _ => Self::Damaged,
        }
    }

    /// The error for a slot that could not be made.
    pub(crate) fn of_making(error: CryptoError) -> Self {
        match error {
            CryptoError::OutOfMemory => Self::OutOfMemory,
            _ => Self::WeakParameters,
        }
    }
}
