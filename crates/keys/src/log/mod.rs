//! The key service's own account of what it did: hash-chained, each link signed. An entry names ids, never keys.
//! Cutting off the tail shows only to whoever kept a later head.

use charthold_crypto::{AgreementPublic, Signature, SigningSecret, VerifyingKey, sha256};
use charthold_domain::{AuditEventId, DeviceId, PersonId, Purpose, TenantId, Timestamp, WarrantId};
use charthold_protocol::WantedKey;

use crate::KeysError;
use crate::approval::{SignedApproval, SignedProposal};
use crate::operators::Operator;

const LABEL: &str = "charthold/keys-log/1";
const VERSION: u8 = 1;

/// One thing the service did.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct Entry {
    #[n(0)]
    version: u8,
    /// When, by the service's clock.
    #[n(1)]
    pub(crate) at: Timestamp,
    /// What.
    #[n(2)]
    pub(crate) event: Event,
}

impl Entry {
    pub(crate) fn new(at: Timestamp, event: Event) -> Self {
        Self {
            version: VERSION,
            at,
            event,
        }
    }
}

/// What the service did. A closed set.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(crate) enum Event {
    /// It began.
    #[n(1)]
    Founded,
    /// It vouched for a device.
    #[n(2)]
    DeviceAdmitted {
        #[n(0)]
        tenant: TenantId,
        #[n(1)]
        device: DeviceId,
    },
    /// It took a person's key.
    #[n(3)]
    PersonKeyRegistered {
        #[n(0)]
        person: PersonId,
        #[n(1)]
        device: DeviceId,
    },
    /// It released keys: all generations of each.
    #[n(4)]
    KeysReleased(#[n(0)] Box<Release>),
    /// It made a version of the master key.
    #[n(5)]
    MasterRotated {
        #[n(0)]
        version: u32,
    },
    /// It brought wraps to a version of the master key.
    #[n(6)]
    Rewrapped {
        #[n(0)]
        version: u32,
        #[n(1)]
        count: u64,
    },
    /// It sealed the master key's file under another passphrase.
    #[n(7)]
    PassphraseChanged,
    /// It began with another keeper of the master key than a plain file.
    #[n(8)]
    MasterKept {
        #[n(0)]
        provider: String,
    },
    /// Its first operators were named.
    #[n(9)]
    OperatorsFounded {
        #[n(0)]
        operators: Vec<Operator>,
    },
    /// An operator proposed a change.
    #[n(10)]
    Proposed {
        #[n(0)]
        proposal: SignedProposal,
    },
    /// Another approved it, and it was made.
    #[n(11)]
    Approved {
        #[n(0)]
        approval: SignedApproval,
    },
    /// It brought every wrap to another keeper of the master key.
    #[n(12)]
    MasterMoved {
        #[n(0)]
        provider: String,
        #[n(1)]
        version: u32,
        #[n(2)]
        count: u64,
    },
    /// It made the next generation of a chart's keys.
    #[n(13)]
    GenerationMade {
        #[n(0)]
        tenant: TenantId,
        #[n(1)]
        keys: Vec<MadeKey>,
    },
    /// It made the key that escrow is sealed to.
    #[n(14)]
    RecoveryKeyMade {
        #[n(0)]
        public: AgreementPublic,
    },
}

/// A key of a chart that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct MadeKey {
    #[n(0)]
    pub(crate) key: WantedKey,
    #[n(1)]
    pub(crate) generation: u32,
}

/// One release of keys.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct Release {
    #[n(0)]
    pub(crate) warrant: WarrantId,
    #[n(1)]
    pub(crate) tenant: TenantId,
    #[n(2)]
    pub(crate) device: DeviceId,
    #[n(3)]
    pub(crate) person: PersonId,
    #[n(4)]
    pub(crate) purpose: Purpose,
    /// The audit event that explains it.
    #[n(5)]
    pub(crate) audit: AuditEventId,
    #[n(6)]
    pub(crate) keys: Vec<WantedKey>,
    #[n(7)]
    pub(crate) index_key: bool,
}

/// The last link of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogHead {
    /// Its number; 0 when there is none.
    pub(crate) seq: i64,
    /// Its hash.
    pub(crate) hash: [u8; 32],
}

impl LogHead {
    pub(crate) const EMPTY: Self = Self {
        seq: 0,
        hash: [0; 32],
    };
}

/// An entry in its place, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) seq: i64,
    pub(crate) previous: [u8; 32],
    pub(crate) entry: Vec<u8>,
    pub(crate) signature: [u8; 64],
}

impl Link {
    /// Puts `entry` after `head`.
    pub(crate) fn make(head: LogHead, entry: &Entry, signing: &SigningSecret) -> Self {
        // Encoding into memory cannot fail.
        let bytes = minicbor::to_vec(entry).unwrap_or_default();
        let seq = head.seq + 1;
        let hash = hash_of(seq, &head.hash, &bytes);
        let signature = *signing.sign(LABEL, &hash).as_bytes();
        Self {
            seq,
            previous: head.hash,
            entry: bytes,
            signature,
        }
    }

    pub(crate) fn head(&self) -> LogHead {
        LogHead {
            seq: self.seq,
            hash: hash_of(self.seq, &self.previous, &self.entry),
        }
    }

    /// Checks that this link follows `head` and was signed by `key`; answers what it says.
    pub(crate) fn verify(&self, head: LogHead, key: &VerifyingKey) -> Result<Entry, KeysError> {
        const BROKEN: KeysError = KeysError::Damaged { what: "the log" };
        if self.seq != head.seq + 1 || self.previous != head.hash {
            return Err(BROKEN);
        }
        key.verify(LABEL, &self.head().hash, &Signature(self.signature))
            .map_err(|_| BROKEN)?;
        match minicbor::decode::<Entry>(&self.entry) {
            Ok(entry) if entry.version == VERSION => Ok(entry),
            _ => Err(BROKEN),
        }
    }
}

fn hash_of(seq: i64, previous: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    sha256(&[&[0], &seq.to_be_bytes(), previous, entry])
}

#[cfg(test)]
mod tests;
