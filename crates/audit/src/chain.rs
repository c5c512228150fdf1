//! The chain of one device's events. Each event is bound to all before it by hash, signed by the
//! device, and authenticated by a key that is replaced after every event: who takes the workstation
//! today cannot rewrite yesterday. Truncation shows at central, which knows the next number.

use std::fmt;

use charthold_crypto::{
    Key, Signature, SigningSecret, VerifyingKey, constant_time_eq, hmac_sha256, purpose, sha256,
};

use crate::AuditEvent;

const LABEL: &str = "charthold/audit/1";

/// `SHA-256(0x00 ‖ seq:u64 BE ‖ previous ‖ event)`: the leaf hash of RFC 6962 over the entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct AuditHash(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl AuditHash {
    /// What precedes the first event.
    pub const NONE: Self = Self([0; 32]);
}

impl fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.0;
        write!(f, "AuditHash({a:02x}{b:02x}{c:02x}{d:02x}…)")
    }
}

/// The last event of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct AuditHead {
    /// Its number; 0 when there is none.
    #[n(0)]
    pub seq: u64,
    /// Its hash.
    #[n(1)]
    pub hash: AuditHash,
}

impl AuditHead {
    /// The head of an empty chain.
    pub const EMPTY: Self = Self {
        seq: 0,
        hash: AuditHash::NONE,
    };
}

/// An event in its place: as it is stored and travels.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct SealedEvent {
    /// Dense from 1 within a device.
    #[n(0)]
    pub seq: u64,
    /// Hash of the event before it.
    #[n(1)]
    pub previous: AuditHash,
    /// The event's bytes, exactly as hashed.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub event: Vec<u8>,
    /// HMAC-SHA-256 under the evolving key.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub mac: [u8; 32],
    /// The device's signature.
    #[n(4)]
    pub signature: Signature,
}

/// A chain does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditChainError {
    /// It does not follow the event before it.
    #[error("verifying an audit chain: event {seq} does not follow the one before it")]
    Broken {
        /// The event's number.
        seq: u64,
    },
    /// The signature is not the device's.
    #[error("verifying an audit chain: event {seq} is not signed by its device")]
    BadSignature {
        /// The event's number.
        seq: u64,
    },
    /// The bytes are no event of a known version.
    #[error("verifying an audit chain: event {seq} cannot be read")]
    Malformed {
        /// The event's number.
        seq: u64,
    },
    /// The evolving key did not make this authenticator.
    #[error("verifying an audit chain: event {seq} was not authenticated when it was written")]
    BadMac {
        /// The event's number.
        seq: u64,
    },
}

impl SealedEvent {
    /// The event's hash.
    #[must_use]
    pub fn hash(&self) -> AuditHash {
        entry_hash(self.seq, &self.previous, &self.event)
    }

    /// The head after this event.
    #[must_use]
    pub fn head(&self) -> AuditHead {
        AuditHead {
            seq: self.seq,
            hash: self.hash(),
        }
    }

    /// The event itself.
    ///
    /// # Errors
    /// [`AuditChainError::Malformed`] when the bytes are no event of a known version.
    pub fn read(&self) -> Result<AuditEvent, AuditChainError> {
        let event: AuditEvent = minicbor::decode(&self.event)
            .map_err(|_| AuditChainError::Malformed { seq: self.seq })?;
        if event.version == 1 {
            Ok(event)
        } else {
            Err(AuditChainError::Malformed { seq: self.seq })
        }
    }
}

fn entry_hash(seq: u64, previous: &AuditHash, event: &[u8]) -> AuditHash {
    AuditHash(sha256(&[&[0], &seq.to_be_bytes(), &previous.0, event]))
}

/// Puts `event` after `head`, signs it, and authenticates it with the current key. The caller
/// stores the result and [`next_mac_key`] in one transaction.
#[must_use]
pub fn append(
    head: &AuditHead,
    event: &AuditEvent,
    mac_key: &Key<purpose::Audit>,
    device: &SigningSecret,
) -> SealedEvent {
    // Encoding into memory cannot fail.
    let bytes = minicbor::to_vec(event).unwrap_or_default();
    let seq = head.seq + 1;
    let hash = entry_hash(seq, &head.hash, &bytes);
    SealedEvent {
        seq,
        previous: head.hash,
        event: bytes,
        mac: hmac_sha256(mac_key, &[&hash.0]),
        signature: device.sign(LABEL, &hash.0),
    }
}

/// The key for the event after the one `key` authenticated: one-way.
#[must_use]
pub fn next_mac_key(key: &Key<purpose::Audit>) -> Key<purpose::Audit> {
    key.derive("audit/next/v1", &[])
}

/// Checks that `event` follows `head` and is signed by `device`; answers the head after it.
///
/// # Errors
/// Which of the two does not hold.
pub fn verify_link(
    head: &AuditHead,
    event: &SealedEvent,
    device: &VerifyingKey,
) -> Result<AuditHead, AuditChainError> {
    let seq = event.seq;
    if seq != head.seq + 1 || event.previous != head.hash {
        return Err(AuditChainError::Broken { seq });
    }
    let hash = event.hash();
    device
        .verify(LABEL, &hash.0, &event.signature)
        .map_err(|_| AuditChainError::BadSignature { seq })?;
    event.read()?;
    Ok(AuditHead { seq, hash })
}

/// Checks the authenticator of `event` with the key that was current when it was written, and
/// answers the next key.
///
/// # Errors
/// [`AuditChainError::BadMac`] when it was made by another.
pub fn verify_mac(
    key: &Key<purpose::Audit>,
    event: &SealedEvent,
) -> Result<Key<purpose::Audit>, AuditChainError> {
    let expected = hmac_sha256(key, &[&event.hash().0]);
    if constant_time_eq(&expected, &event.mac) {
        Ok(next_mac_key(key))
    } else {
        Err(AuditChainError::BadMac { seq: event.seq })
    }
}
