//! A statement with a signature over its exact bytes. What was signed is kept as bytes and only
//! read after the signature holds; nothing is ever re-encoded to check it.

use std::marker::PhantomData;

use charthold_crypto::{Signature, SigningSecret, VerifyingKey};

/// A value that is signed under a label of its own.
pub trait Statement: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> {
    /// The signing label, as "charthold/warrant/1"; a new format has a new label.
    const LABEL: &'static str;
}

/// A signed statement, as stored and sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Signed<T> {
    bytes: Vec<u8>,
    signature: Signature,
    of: PhantomData<fn() -> T>,
}

/// A signed statement could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignedError {
    /// The signature is not that key's.
    #[error("checking a signed statement: the signature does not hold")]
    BadSignature,
    /// The bytes are no such statement.
    #[error("checking a signed statement: it cannot be read")]
    Malformed,
}

impl<T: Statement> Signed<T> {
    /// Signs `statement`.
    #[must_use]
    pub fn make(statement: &T, secret: &SigningSecret) -> Self {
        Self::make_by(statement, |label, bytes| secret.sign(label, bytes))
    }

    /// Has `statement` signed by somebody who does not give the key away.
    #[must_use]
    pub fn make_by(statement: &T, sign: impl FnOnce(&'static str, &[u8]) -> Signature) -> Self {
        // Encoding into memory cannot fail.
        let bytes = minicbor::to_vec(statement).unwrap_or_default();
        let signature = sign(T::LABEL, &bytes);
        Self {
            bytes,
            signature,
            of: PhantomData,
        }
    }

    /// The statement, when `key` signed it.
    ///
    /// # Errors
    /// [`SignedError`]: not this key's, or not readable.
    pub fn verify(&self, key: &VerifyingKey) -> Result<T, SignedError> {
        key.verify(T::LABEL, &self.bytes, &self.signature)
            .map_err(|_| SignedError::BadSignature)?;
        self.dangerous_read()
    }

    /// The statement without checking who signed it: only to find the key to check it with.
    ///
    /// # Errors
    /// [`SignedError::Malformed`].
    pub fn dangerous_read(&self) -> Result<T, SignedError> {
        minicbor::decode(&self.bytes).map_err(|_| SignedError::Malformed)
    }

    /// The signed bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// As one byte string: CBOR array of statement bytes and signature.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Encoding into memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SignedError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignedError> {
        minicbor::decode(bytes).map_err(|_| SignedError::Malformed)
    }
}

impl<T> Clone for Signed<T> {
    fn clone(&self) -> Self {
        Self {
            bytes: self.bytes.clone(),
            signature: self.signature,
            of: PhantomData,
        }
    }
}

impl<C, T> minicbor::Encode<C> for Signed<T> {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(2)?
            .bytes(&self.bytes)?
            .bytes(self.signature.as_bytes())?
            .ok()
    }
}

impl<'b, C, T> minicbor::Decode<'b, C> for Signed<T> {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        if d.array()? != Some(2) {
            return Err(minicbor::decode::Error::message(
                "a signed statement has two parts",
            ));
        }
        let bytes = d.bytes()?.to_vec();
        let signature = Signature::from_slice(d.bytes()?)
            .map_err(|_| minicbor::decode::Error::message("a signature has 64 bytes"))?;
        Ok(Self {
            bytes,
            signature,
            of: PhantomData,
        })
    }
}
