//! Bytes that a passphrase alone opens:
//! `CBOR { 0: 1, 1: memory KiB, 2: passes, 3: lanes, 4: salt[16], 5: seal(Argon2id(passphrase, salt), label, bytes) }`.
//! Cost and salt are bound, for they make the key. The label says what the file is, so that one is never taken for another.

use std::convert::Infallible;

use charthold_crypto::purpose::Passphrase;
use charthold_crypto::{
    CryptoError, Entropy, Key, Secret, SlotParams, derive_from_passphrase, open, seal,
};

use crate::KeysError;

const FORMAT: u8 = 1;
const FIELDS: u64 = 6;

/// A sealed file as read.
pub(crate) struct SealedFile {
    params: SlotParams,
    salt: [u8; 16],
    body: Vec<u8>,
}

/// The key of one passphrase, salt and cost. Kept, because making it takes a second.
pub(crate) struct PassphraseKey {
    params: SlotParams,
    salt: [u8; 16],
    key: Key<Passphrase>,
}

impl PassphraseKey {
    /// With a fresh salt.
    pub(crate) fn make(
        passphrase: &Secret<String>,
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, KeysError> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        Self::derive(passphrase, params, salt)
    }

    /// The one that `file` was sealed under, if the passphrase is the same.
    pub(crate) fn of(passphrase: &Secret<String>, file: &SealedFile) -> Result<Self, KeysError> {
        Self::derive(passphrase, file.params, file.salt)
    }

    /// Whether `file` was sealed under this salt and cost.
    pub(crate) fn fits(&self, file: &SealedFile) -> bool {
        self.params == file.params && self.salt == file.salt
    }

    /// The bytes of a file that holds `bytes`.
    pub(crate) fn seal(&self, label: &[u8], bytes: &[u8], entropy: &mut dyn Entropy) -> Vec<u8> {
        let file = SealedFile {
            params: self.params,
            salt: self.salt,
            body: seal(&self.key, label, bytes, entropy),
        };
        file.to_bytes()
    }

    /// What `file` holds.
    ///
    /// # Errors
    /// [`KeysError::PassphraseRefused`].
    pub(crate) fn open(
        &self,
        label: &[u8],
        file: &SealedFile,
    ) -> Result<Secret<Vec<u8>>, KeysError> {
        open(&self.key, label, &file.body).map_err(|_| KeysError::PassphraseRefused)
    }

    fn derive(
        passphrase: &Secret<String>,
        params: SlotParams,
        salt: [u8; 16],
    ) -> Result<Self, KeysError> {
        let key =
            derive_from_passphrase(passphrase, &salt, params).map_err(|error| match error {
                CryptoError::OutOfMemory => KeysError::PassphraseMemory,
                _ => DAMAGED,
            })?;
        Ok(Self { params, salt, key })
    }
}

impl SealedFile {
    /// Reads what [`PassphraseKey::seal`] wrote, and nothing else.
    ///
    /// # Errors
    /// [`KeysError::Damaged`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, KeysError> {
        let file = Self::decode(bytes).map_err(|_| DAMAGED)?;
        if file.to_bytes() == bytes {
            Ok(file)
        } else {
            Err(DAMAGED)
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut e = minicbor::Encoder::new(Vec::new());
        // Encoding into memory cannot fail.
        let _infallible: Result<(), minicbor::encode::Error<Infallible>> = self.encode(&mut e);
        e.into_writer()
    }

    fn encode(
        &self,
        e: &mut minicbor::Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<Infallible>> {
        let SlotParams {
            memory_kib,
            passes,
            lanes,
        } = self.params;
        e.map(FIELDS)?.u8(0)?.u8(FORMAT)?;
        e.u8(1)?.u32(memory_kib)?.u8(2)?.u32(passes)?;
        e.u8(3)?.u32(lanes)?.u8(4)?.bytes(&self.salt)?;
        e.u8(5)?.bytes(&self.body)?.ok()
    }

    fn decode(bytes: &[u8]) -> Result<Self, minicbor::decode::Error> {
        let wrong = || minicbor::decode::Error::message("not a sealed file of this format");
        let mut d = minicbor::Decoder::new(bytes);
        if d.map()? != Some(FIELDS) || d.u8()? != 0 || d.u8()? != FORMAT {
            return Err(wrong());
        }
        // Keys and their order are compared as a whole, by writing it again.
        let mut cost = [0; 3];
        for value in &mut cost {
            d.u8()?;
            *value = d.u32()?;
        }
        let [memory_kib, passes, lanes] = cost;
        d.u8()?;
        let salt = d.bytes()?.try_into().map_err(|_| wrong())?;
        d.u8()?;
        let body = d.bytes()?.to_vec();
        Ok(Self {
            params: SlotParams {
                memory_kib,
                passes,
                lanes,
            },
            salt,
            body,
        })
    }
}

const DAMAGED: KeysError = KeysError::Damaged {
    what: "a sealed file",
};

#[cfg(test)]
mod tests;
