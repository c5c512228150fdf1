//! A key from a passphrase alone, for files that a service or an operator opens without a device's keyring:
//! `KEK = Argon2id(passphrase, salt16)`. Whoever has the file can guess at it, so that the passphrase has to be a long one;
//! a person's slot on a workstation has a second secret instead ([`crate::PasswordSlot`]).

use crate::hazmat::argon2id;
use crate::purpose::Passphrase;
use crate::{CryptoError, Key, Secret, SlotParams};

/// The key of `passphrase` (its UTF-8 bytes) and `salt`. Works for about a second of CPU time at the standard cost.
///
/// # Errors
/// [`CryptoError::WeakParameters`] outside the accepted range; [`CryptoError::OutOfMemory`].
pub fn derive_from_passphrase(
    passphrase: &Secret<String>,
    salt: &[u8; 16],
    params: SlotParams,
) -> Result<Key<Passphrase>, CryptoError> {
    let mut key = Key::zeroed();
    // EXPOSE: the passphrase is stretched before anything else happens to it.
    let passphrase = passphrase.expose().as_bytes();
    argon2id::hash(passphrase, salt, params.cost(), key.bytes_mut())?;
    Ok(key)
}

#[cfg(test)]
mod tests;
