//! Wrapping keys under keys. The same construction as a seal, in a domain of its own: a wrapped key never opens as data,
//! nor data as a key.

use crate::purpose::KeyPurpose;
use crate::seal::{open_parts, seal_parts};
use crate::{CryptoError, Entropy, Key};

const DOMAIN: &[u8] = b"charthold/wrap/v1\0";

/// Wraps `key` under `under`, bound to `context` (which key, whose, which generation): 104 bytes.
#[must_use]
pub fn wrap<K: KeyPurpose, P: KeyPurpose>(
    under: &Key<K>,
    context: &[u8],
    key: &Key<P>,
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    // EXPOSE: the bytes go into the seal.
    seal_parts(under, &[DOMAIN, context], key.expose_bytes(), entropy)
}

/// Unwraps what [`wrap`] made with the same key and context.
///
/// # Errors
/// [`CryptoError::NotOpened`], whatever the reason.
pub fn unwrap<K: KeyPurpose, P: KeyPurpose>(
    under: &Key<K>,
    context: &[u8],
    wrapped: &[u8],
) -> Result<Key<P>, CryptoError> {
    let bytes = open_parts(under, &[DOMAIN, context], wrapped)?;
    // EXPOSE: the bytes move into the key, which guards them as the secret did.
    Key::from_slice(bytes.expose()).map_err(|_| CryptoError::NotOpened)
}
