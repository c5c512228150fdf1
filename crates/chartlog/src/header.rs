//! The clear header of an operation: the least that routing, ordering and access need. The type of
//! the record and all of its content are in the sealed body.

use charthold_domain::{
    ChartId, Compartment, DeviceId, OpId, PersonId, RecordId, SessionId, TenantId,
};

use crate::{ChartlogError, NamedBody, OpHash};

/// Version of the operation format.
pub const VERSION: u8 = 1;
/// Suite 1: Cobblestone-256 over AES-256-GCM, Ed25519, SHA-256.
pub const SUITE: u8 = 1;
/// Version of the body's schema that this program writes and the newest it reads.
pub const SCHEMA_VERSION: u16 = 1;

/// How operations of a record combine (docs/sync-protocol.md, conflict policy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Class {
    /// Both of two are always kept: vitals, administrations, results, addenda.
    #[n(1)]
    InsertOnly,
    /// Field by field; disagreement is shown.
    #[n(2)]
    Mergeable,
    /// Work in progress of one author.
    #[n(3)]
    Draft,
    /// Immutable; the first that central orders is effective.
    #[n(4)]
    Signed,
    /// About the log itself.
    #[n(5)]
    Control,
}

impl Class {
    /// The number of the class in headers.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::InsertOnly => 1,
            Self::Mergeable => 2,
            Self::Draft => 3,
            Self::Signed => 4,
            Self::Control => 5,
        }
    }
}

/// Under what authority the author worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum AuthContext {
    /// Signed in, central reachable.
    #[n(1)]
    Online,
    /// Unlocked from this workstation's own slot.
    #[n(2)]
    Offline,
    /// Under a break-glass grant.
    #[n(3)]
    BreakGlass,
}

/// The part of the header that the body is sealed to: an operation moved to another chart, record,
/// author or place in a chain does not open.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct HeaderCore {
    /// Format version, [`VERSION`].
    #[n(0)]
    pub version: u8,
    /// Cipher suite, [`SUITE`].
    #[n(1)]
    pub suite: u8,
    /// The hospital.
    #[n(2)]
    pub tenant: TenantId,
    /// The log.
    #[n(3)]
    pub chart: ChartId,
    /// The record within it.
    #[n(4)]
    pub record: RecordId,
    /// How it combines.
    #[n(5)]
    pub class: Class,
    /// This operation.
    #[n(6)]
    pub op: OpId,
    /// The heads of the record its author saw.
    #[n(7)]
    pub parents: Vec<OpId>,
    /// The workstation that wrote it.
    #[n(8)]
    pub device: DeviceId,
    /// Dense from 1 within (chart, device).
    #[n(9)]
    pub device_seq: u64,
    /// Hash of the device's operation before it in this chart; zeros for the first.
    #[n(10)]
    pub previous: OpHash,
    /// Hybrid logical clock: milliseconds since the epoch shifted left by 16, plus a counter.
    #[n(11)]
    pub hlc: u64,
    /// The author's clock was suspect.
    #[n(12)]
    pub clock_suspect: bool,
    /// The person who wrote it.
    #[n(13)]
    pub person: PersonId,
    /// Their session.
    #[n(14)]
    pub session: SessionId,
    /// Under what authority.
    #[n(15)]
    pub authority: AuthContext,
    /// Which keys open it.
    #[n(16)]
    pub compartment: Compartment,
    /// Generation of the patient data key.
    #[n(17)]
    pub key_generation: u32,
    /// Schema of the body.
    #[n(18)]
    pub schema: u16,
    /// The lowest schema that may read it.
    #[n(19)]
    pub min_reader: u16,
    /// It marks the record as entered in error.
    #[n(20)]
    pub entered_in_error: bool,
}

impl HeaderCore {
    /// The bytes the body is sealed to (deterministic CBOR, integer keys).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads a core.
    ///
    /// # Errors
    /// [`ChartlogError::Malformed`] when it is none of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ChartlogError> {
        let core: Self = minicbor::decode(bytes).map_err(|_| ChartlogError::Malformed("header"))?;
        if core.version != VERSION || core.suite != SUITE || core.device_seq == 0 {
            return Err(ChartlogError::Malformed("header version"));
        }
        Ok(core)
    }

    /// Reads the core in the header of an envelope, wherever its body is.
    ///
    /// # Errors
    /// [`ChartlogError::Malformed`] when it is none.
    pub fn of_signed(header: &[u8]) -> Result<Self, ChartlogError> {
        Self::from_bytes(&SignedHeader::from_bytes(header)?.core)
    }
}

/// Header as signed: the core as it was sealed to, and what the sealed body must be.
#[derive(Clone, Debug, minicbor::Encode, minicbor::Decode)]
pub(crate) struct SignedHeader {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) core: Vec<u8>,
    #[n(1)]
    pub(crate) body_len: u32,
    #[cbor(n(2), with = "minicbor::bytes")]
    pub(crate) body_sha256: [u8; 32],
}

impl SignedHeader {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ChartlogError> {
        minicbor::decode(bytes).map_err(|_| ChartlogError::Malformed("signed header"))
    }

    pub(crate) const fn body(&self) -> NamedBody {
        NamedBody {
            len: self.body_len,
            sha256: self.body_sha256,
        }
    }
}

/// CBOR into memory cannot fail but for a bug in a derive.
pub(crate) fn encode<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}
