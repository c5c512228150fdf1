//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of thirty seconds, which is what every app takes.
//! That a step is taken once, and who may try how often, is the caller's.

use totp_rs::{Builder, Secret as Shared};

use crate::{CryptoError, Entropy, Secret};

/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;
/// A clock may be a step off, either way (RFC 6238, 5.2).
const SKEW_STEPS: u16 = 1;

/// What a person and central share. It deliberately has no `Clone`, `Debug`, `Serialize` or `PartialEq`.
pub struct Totp {
    inner: totp_rs::Totp,
}

impl Totp {
    /// A fresh one.
    pub fn make(entropy: &mut dyn Entropy) -> Self {
        let mut bytes = Secret::new([0; SECRET_BYTES]);
        entropy.fill(bytes.expose_mut());
        Self::of(&bytes)
    }

    /// One that was kept.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] unless there are 20 bytes.
    pub fn from_secret(kept: &Secret<Vec<u8>>) -> Result<Self, CryptoError> {
        // EXPOSE: moves into a guarded place of its size.
        let bytes = <[u8; SECRET_BYTES]>::try_from(kept.expose().as_slice());
        let bytes = bytes.map_err(|_| CryptoError::BadEncoding)?;
        Ok(Self::of(&Secret::new(bytes)))
    }

    /// What an app makes of [`Self::base32`].
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] unless that is 20 bytes.
    pub fn from_base32(text: &str) -> Result<Self, CryptoError> {
        let shared = Shared::try_from_base32(text).map_err(|_| CryptoError::BadEncoding)?;
        Self::from_secret(&Secret::new(shared.as_bytes().to_vec()))
    }

    fn of(bytes: &Secret<[u8; SECRET_BYTES]>) -> Self {
        // EXPOSE: the secret of the codes; wiped when this is dropped.
        let shared = Shared::new(Box::new(*bytes.expose()));
        // The library's own defaults are the rest: SHA-1, six digits, thirty seconds.
        let builder = Builder::new().with_secret(shared).with_skew(SKEW_STEPS);
        Self {
            inner: builder.build_noncompliant(),
        }
    }

    /// The step whose code was typed, when it is of now, of the step before or of the one after. Spaces do not count: apps show
    /// two groups.
    #[must_use]
    pub fn find_step(&self, typed: &str, unix_s: u64) -> Option<u64> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        self.inner.check(&digits, unix_s)
    }

    /// The code that an app shows at a moment.
    #[must_use]
    pub fn code_at(&self, unix_s: u64) -> String {
        self.inner.generate(unix_s).to_string()
    }

    /// As an app takes it when it is typed: base32 (RFC 4648), without padding.
    #[must_use]
    pub fn base32(&self) -> Secret<String> {
        Secret::new(self.inner.secret().to_base32())
    }

    /// The bytes to be kept. Every call is preceded by an `EXPOSE` comment that says why it is needed.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8] {
        self.inner.secret().as_bytes()
    }
}

#[cfg(test)]
mod tests;
