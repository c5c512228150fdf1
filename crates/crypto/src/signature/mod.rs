//! Ed25519 signatures (RFC 8032), verified strictly, each over a label that names what is signed: `label ‖ 0x00 ‖ message`.

use ed25519_dalek::Signer;

use crate::locked::Place;
use crate::{CryptoError, Entropy, Secret, hex};

/// An Ed25519 private key: in locked memory, wiped on drop. Its public key is always computed from it, never supplied
/// (RUSTSEC-2022-0093).
pub struct SigningSecret {
    seed: Place,
}

impl SigningSecret {
    /// A fresh random key.
    pub fn make(entropy: &mut dyn Entropy) -> Self {
        let mut seed = Place::take();
        entropy.fill(seed.bytes_mut());
        Self { seed }
    }

    /// Adopts a 32-byte seed that came from a key store.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the caller's copy is wiped when it is dropped here"
    )]
    #[must_use]
    pub fn from_secret(secret: Secret<[u8; 32]>) -> Self {
        let mut seed = Place::take();
        // EXPOSE: the seed moves into the signing key, which guards it as the secret did.
        seed.bytes_mut().copy_from_slice(secret.expose());
        Self { seed }
    }

    /// The 32-byte seed. Every call is preceded by an `EXPOSE` comment that says why it is needed.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.seed.bytes()
    }

    /// The public key that belongs to this one.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.key().verifying_key().to_bytes())
    }

    /// Signs `message` as what `label` says it is. Labels name a use and its version and contain no zero byte.
    #[must_use]
    pub fn sign(&self, label: &'static str, message: &[u8]) -> Signature {
        Signature(self.key().sign(&labelled(label, message)).to_bytes())
    }

    /// Made each time, and wiped: what it computes from the seed would lie in memory that is not locked.
    fn key(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(self.seed.bytes())
    }
}

/// An Ed25519 public key, 32 bytes as received; its soundness is checked when it verifies. In CBOR a byte string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyingKey(pub [u8; 32]);

impl VerifyingKey {
    /// Reads a public key.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] unless it is 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, CryptoError> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| CryptoError::BadEncoding)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Checks that the holder of the secret key signed `message` as what `label` says it is.
    /// Strict: keys of small order and malleable signatures are refused.
    ///
    /// # Errors
    /// [`CryptoError::BadSignature`].
    pub fn verify(
        &self,
        label: &'static str,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), CryptoError> {
        self.verify_raw(&labelled(label, message), signature)
    }

    /// [`Self::verify`] without the label, as the test vectors of others are.
    pub(crate) fn verify_raw(
        &self,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), CryptoError> {
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .and_then(|key| {
                let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
                key.verify_strict(message, &signature)
            })
            .map_err(|_| CryptoError::BadSignature)
    }
}

/// An Ed25519 signature, 64 bytes; in CBOR a byte string.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl Signature {
    /// Reads a signature.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] unless it is 64 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, CryptoError> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| CryptoError::BadEncoding)
    }

    /// The 64 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

/// The zero byte makes labels prefix-free: no label with a message is another label with another message.
fn labelled(label: &'static str, message: &[u8]) -> Vec<u8> {
    debug_assert!(!label.contains('\0'), "a zero byte ends the label");
    [label.as_bytes(), &[0], message].concat()
}

impl std::fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hex::debug(f, "VerifyingKey", &self.0)
    }
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hex::debug(f, "Signature", &self.0)
    }
}

impl<C> minicbor::Encode<C> for VerifyingKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for VerifyingKey {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_slice(d.bytes()?)
            .map_err(|_| minicbor::decode::Error::message("a verifying key is 32 bytes"))
    }
}

impl<C> minicbor::Encode<C> for Signature {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Signature {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_slice(d.bytes()?)
            .map_err(|_| minicbor::decode::Error::message("a signature is 64 bytes"))
    }
}

#[cfg(test)]
mod tests;
