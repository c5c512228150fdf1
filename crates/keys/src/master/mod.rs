//! The master key: what patient keys are wrapped under. A trait, so that a security module (PKCS#11) can keep it where
//! nobody reads it; [`FileMaster`] keeps it in a file, plain or sealed under a passphrase.

mod codec;
mod file;
mod pkcs11;
mod provider;
mod vessel;

use charthold_crypto::{Entropy, Secret};

use crate::KeysError;

pub use file::FileMaster;
pub(crate) use provider::{make_master, open_master, renew_master};
pub(crate) use vessel::Resealing;

/// Wraps and unwraps 32-byte keys under a versioned master key. The version is part of what a wrap is bound to.
pub trait MasterKey: Send + Sync {
    /// The version new keys are wrapped under, from 1; asks the provider anew.
    ///
    /// # Errors
    /// Those of the provider.
    fn newest(&self) -> Result<u32, KeysError>;

    /// Wraps `key` under `version`, bound to `context`.
    ///
    /// # Errors
    /// [`KeysError::MasterVersionMissing`] and those of the provider.
    fn wrap(
        &self,
        version: u32,
        context: &[u8],
        key: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, KeysError>;

    /// Unwraps what [`Self::wrap`] made with the same version and context.
    ///
    /// # Errors
    /// [`KeysError::Damaged`], [`KeysError::MasterVersionMissing`] and those of the provider.
    fn unwrap(
        &self,
        version: u32,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Secret<[u8; 32]>, KeysError>;

    /// Makes the next version and answers its number. Earlier ones go on unwrapping.
    ///
    /// # Errors
    /// Those of the provider.
    fn rotate(&self, entropy: &mut dyn Entropy) -> Result<u32, KeysError>;
}

/// What a wrap is bound to.
fn versioned(context: &[u8], version: u32) -> Vec<u8> {
    [context, &version.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests;
