//! Symmetric keys that know their purpose, and how one is derived from another.
//! What a key does (seal, wrap, authenticate) is in the modules of those names.

use std::marker::PhantomData;

use crate::locked::Place;
use crate::purpose::{Database, KeyPurpose};
use crate::{CryptoError, Entropy, Secret, hazmat, hex};

/// Salt of every derivation between keys; the version moves with the construction.
const DERIVATION_SALT: &[u8] = b"charthold/kdf/v1";

/// 32 uniformly random (or derived) bytes for the purpose `P`: in locked memory, wiped on drop.
///
/// It deliberately has no `Clone`, `Debug`, `Serialize` or `PartialEq`.
pub struct Key<P: KeyPurpose> {
    bytes: Place,
    purpose: PhantomData<fn() -> P>,
}

impl<P: KeyPurpose> Key<P> {
    /// A fresh random key.
    pub fn make(entropy: &mut dyn Entropy) -> Self {
        let mut key = Self::zeroed();
        entropy.fill(key.bytes_mut());
        key
    }

    /// Adopts bytes that came from a key store.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the caller's copy is wiped when it is dropped here"
    )]
    pub fn from_secret(secret: Secret<[u8; 32]>) -> Self {
        let mut key = Self::zeroed();
        // EXPOSE: the bytes move into the key, which guards them as the secret did.
        key.bytes_mut().copy_from_slice(secret.expose());
        key
    }

    /// Copies exactly 32 bytes; the caller wipes its own.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] for any other length.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, CryptoError> {
        if bytes.len() != 32 {
            return Err(CryptoError::BadEncoding);
        }
        let mut key = Self::zeroed();
        key.bytes_mut().copy_from_slice(bytes);
        Ok(key)
    }

    /// The key for purpose `Q` that belongs to this key, `label` and `context`:
    /// `HKDF-SHA256[salt = "charthold/kdf/v1", key](label ‖ 0x00 ‖ context, 32)` (RFC 5869).
    ///
    /// `label` names the use and its version and contains no zero byte.
    #[must_use]
    pub fn derive<Q: KeyPurpose>(&self, label: &'static str, context: &[u8]) -> Key<Q> {
        debug_assert!(!label.contains('\0'), "a zero byte ends the label");
        let mut key = Key::zeroed();
        let info = [label.as_bytes(), &[0], context];
        hazmat::hkdf::sha256(DERIVATION_SALT, self.bytes.bytes(), &info, key.bytes_mut());
        key
    }

    /// The raw bytes. Every call is preceded by an `EXPOSE` comment that says why it is needed.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.bytes.bytes()
    }

    /// For filling a key in place.
    pub(crate) fn zeroed() -> Self {
        Self {
            bytes: Place::take(),
            purpose: PhantomData,
        }
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        self.bytes.bytes_mut()
    }
}

impl Key<Database> {
    /// The key as SQLCipher's raw key literal, `x'` + 64 hexadecimal digits + `'`: no PBKDF2 is run on it.
    #[must_use]
    pub fn sqlcipher_literal(&self) -> Secret<String> {
        // Reserved in full at once: a string that grew would leave its first digits in freed memory.
        let mut literal = Secret::new(String::with_capacity(67));
        let text = literal.expose_mut();
        text.push_str("x'");
        hex::push(text, self.bytes.bytes());
        text.push('\'');
        literal
    }
}
