//! One operation: header, sealed body, signature. What travels and what is stored are the same
//! bytes; they are read once and never written again.

use std::fmt;

use charthold_crypto::{Key, Secret, Signature, VerifyingKey, open, purpose, sha256};

use crate::header::SignedHeader;
use crate::{ChartlogError, HeaderCore};

/// Signing label of operations.
pub(crate) const LABEL: &str = "charthold/op/1";

/// SHA-256 over header and signature: names an operation and everything in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct OpHash(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl OpHash {
    /// What precedes a device's first operation in a chart.
    pub const NONE: Self = Self([0; 32]);

    /// The hash in `bytes`, when there are exactly 32.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for OpHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.0;
        write!(f, "OpHash({a:02x}{b:02x}{c:02x}{d:02x}…)")
    }
}

/// An operation as it travels: three byte strings.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Envelope {
    /// The signed header.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub header: Vec<u8>,
    /// The sealed body (Cobblestone-256). Empty while it travels apart.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// Ed25519 of the device over the header's hash.
    #[n(2)]
    pub signature: Signature,
}

/// The sealed body that a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedBody {
    /// Its bytes.
    pub len: u32,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

impl NamedBody {
    /// Whether `body` is the one.
    #[must_use]
    pub fn is(&self, body: &[u8]) -> bool {
        u32::try_from(body.len()) == Ok(self.len) && sha256(&[body]) == self.sha256
    }
}

impl Envelope {
    /// The body its header names, wherever that is: a large one travels apart.
    ///
    /// # Errors
    /// [`ChartlogError::Malformed`] when it is no operation.
    pub fn named_body(&self) -> Result<NamedBody, ChartlogError> {
        Ok(SignedHeader::from_bytes(&self.header)?.body())
    }
}

/// An operation whose header was read. Its signature is checked by [`Operation::verify`].
#[derive(Clone, Debug)]
pub struct Operation {
    core: HeaderCore,
    core_bytes: Vec<u8>,
    hash: OpHash,
    envelope: Envelope,
}

impl Operation {
    /// Reads the header of `envelope` and checks that the body is the one it names.
    ///
    /// # Errors
    /// [`ChartlogError::Malformed`] when it is no operation, [`ChartlogError::Damaged`] when the
    /// body is another.
    pub fn parse(envelope: Envelope) -> Result<Self, ChartlogError> {
        let header = SignedHeader::from_bytes(&envelope.header)?;
        let core = HeaderCore::from_bytes(&header.core)?;
        if !header.body().is(&envelope.body) {
            return Err(ChartlogError::Damaged("body hash"));
        }
        let hash = OpHash(sha256(&[&envelope.header, envelope.signature.as_bytes()]));
        Ok(Self {
            core,
            core_bytes: header.core,
            hash,
            envelope,
        })
    }

    /// Checks the signature of the device that wrote it.
    ///
    /// # Errors
    /// [`ChartlogError::Damaged`] when it is not that device's.
    pub fn verify(&self, device: &VerifyingKey) -> Result<(), ChartlogError> {
        let digest = sha256(&[&self.envelope.header]);
        device
            .verify(LABEL, &digest, &self.envelope.signature)
            .map_err(|_| ChartlogError::Damaged("signature"))
    }

    /// Opens the body with the patient data key of its compartment and generation.
    ///
    /// # Errors
    /// [`ChartlogError::NewerSchema`] when this program may not read it,
    /// [`ChartlogError::Damaged`] when the key or the context is another.
    pub fn open(&self, key: &Key<purpose::Chart>) -> Result<Secret<Vec<u8>>, ChartlogError> {
        self.open_as(crate::SCHEMA_VERSION, key)
    }

    /// As [`Self::open`], for a reader that knows schemas up to `known`.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_as(
        &self,
        known: u16,
        key: &Key<purpose::Chart>,
    ) -> Result<Secret<Vec<u8>>, ChartlogError> {
        let needs = self.core.min_reader;
        if needs > known {
            return Err(ChartlogError::NewerSchema { needs, known });
        }
        open(key, &self.core_bytes, &self.envelope.body).map_err(|_| ChartlogError::Damaged("seal"))
    }

    /// The clear header.
    #[must_use]
    pub const fn core(&self) -> &HeaderCore {
        &self.core
    }

    /// The operation's hash.
    #[must_use]
    pub const fn hash(&self) -> OpHash {
        self.hash
    }

    /// The bytes that travel.
    #[must_use]
    pub const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The bytes that travel, without the parsed header.
    #[must_use]
    pub fn into_envelope(self) -> Envelope {
        self.envelope
    }
}
