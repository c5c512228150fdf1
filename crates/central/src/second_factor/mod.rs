//! Second factors as central has them: a secret for the codes of an authenticator app, sealed for the store under a key that is in
//! no store. Who is asked for a code, and whether one is right, is `sign_in`'s.

use std::fmt::Write as _;

use charthold_crypto::{
    CryptoError, Entropy, Key, Secret, SigningSecret, Totp, open, purpose, seal,
};
use charthold_domain::PersonId;

/// Seals secrets and opens them. Its key is derived from central's signing key: so it is in no backup, and every central of a
/// hospital has it.
pub(crate) struct Sealer {
    key: Key<purpose::SecondFactor>,
}

impl Sealer {
    pub(crate) fn of(signing: &SigningSecret) -> Self {
        // EXPOSE: the seed is the root of a derivation with a label of its own.
        let root = Key::<purpose::CentralRoot>::from_secret(Secret::new(*signing.expose_bytes()));
        Self {
            key: root.derive("charthold/second-factor/1", b""),
        }
    }

    /// For the store, and for this person: in another's row it does not open.
    pub(crate) fn seal(&self, person: PersonId, totp: &Totp, entropy: &mut dyn Entropy) -> Vec<u8> {
        // EXPOSE: the secret goes into the seal.
        let secret = totp.expose_bytes();
        seal(&self.key, &context(person), secret, entropy)
    }

    /// Opens what [`Self::seal`] made.
    ///
    /// # Errors
    /// [`CryptoError::NotOpened`]: it is another person's, was changed, or another central's key sealed it.
    pub(crate) fn open(&self, person: PersonId, sealed: &[u8]) -> Result<Totp, CryptoError> {
        Totp::from_secret(&open(&self.key, &context(person), sealed)?)
    }
}

fn context(person: PersonId) -> Vec<u8> {
    [b"charthold/second-factor/1\0".as_slice(), person.as_bytes()].concat()
}

/// What an authenticator app takes, as a link or as a picture of one.
pub(crate) fn uri(hospital: &str, username: &str, totp: &Totp) -> Secret<String> {
    let (issuer, account) = (escaped(hospital), escaped(username));
    let base32 = totp.base32();
    // EXPOSE: the link is shown once, to whoever sets the factor up.
    let secret = base32.expose();
    Secret::new(format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}"
    ))
}

/// RFC 3986: everything but letters, digits and four signs as percent and two digits.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests;
