//! Operators: the people who run a key service and together change how its master key is kept. Each has a signing key, in a
//! file of their own under a passphrase of their own; the service knows the public halves.

mod key_file;

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::VerifyingKey;

use crate::KeysError;

pub use key_file::OperatorKey;

const NAME_BYTES_MAX: usize = 64;

/// One operator, as the service knows them. Written `NAME=BASE64`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Operator {
    /// What colleagues call them.
    #[n(0)]
    pub name: String,
    /// What their signatures verify with.
    #[n(1)]
    pub key: VerifyingKey,
}

impl FromStr for Operator {
    type Err = KeysError;

    fn from_str(text: &str) -> Result<Self, KeysError> {
        let (name, key) = text.split_once('=').ok_or(KeysError::OperatorUnusable)?;
        let key = STANDARD
            .decode(key)
            .map_err(|_| KeysError::OperatorUnusable)?;
        let key = VerifyingKey::from_slice(&key).map_err(|_| KeysError::OperatorUnusable)?;
        check_name(name)?;
        Ok(Self {
            name: name.to_owned(),
            key,
        })
    }
}

impl std::fmt::Display for Operator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.name, STANDARD.encode(self.key.as_bytes()))
    }
}

/// A name is a word, so that it can be told from what surrounds it in a list or a log.
fn check_name(name: &str) -> Result<(), KeysError> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if (1..=NAME_BYTES_MAX).contains(&name.len()) && name.chars().all(is_word) {
        Ok(())
    } else {
        Err(KeysError::OperatorUnusable)
    }
}

#[cfg(test)]
mod tests;
