//! Asking for patient keys. The request is signed by the person and by the device; central adds its
//! warrant and relays; the key service answers with keys only the device can open.

use charthold_crypto::Signature;
use charthold_domain::{
    AuditEventId, ChartId, Compartment, DeviceId, PersonId, Purpose, TenantId, Timestamp,
};

use crate::{Signed, SignedWarrant, Statement};

/// One key wanted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode,
)]
pub struct WantedKey {
    /// The chart.
    #[n(0)]
    pub chart: ChartId,
    /// The compartment.
    #[n(1)]
    pub compartment: Compartment,
}

/// What person and device ask for.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct KeyRequest {
    /// The hospital.
    #[n(0)]
    pub tenant: TenantId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// The person.
    #[n(2)]
    pub person: PersonId,
    /// The keys.
    #[n(3)]
    pub wanted: Vec<WantedKey>,
    /// The tenant's index key is wanted too.
    #[n(4)]
    pub index_key: bool,
    /// Why.
    #[n(5)]
    pub purpose: Purpose,
    /// The audit event that explains it.
    #[n(6)]
    pub audit: AuditEventId,
    /// When; the key service refuses old ones.
    #[n(7)]
    pub at: Timestamp,
}

impl Statement for KeyRequest {
    const LABEL: &'static str = "charthold/key-request/1";
}

/// Signed by the device.
pub type SignedKeyRequest = Signed<KeyRequest>;

/// `POST /v1/keys/release` at central, and with a warrant at the key service.
#[derive(Clone, Debug, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct KeysRequest {
    /// The request, signed by the device.
    #[n(0)]
    pub request: SignedKeyRequest,
    /// The person's signature over the same bytes, under the same label.
    #[n(1)]
    pub person_signature: Signature,
    /// Central's warrant; absent on the way to central.
    #[n(2)]
    pub warrant: Option<SignedWarrant>,
}

/// The keys.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct KeysReply {
    /// One entry per chart, compartment and generation.
    #[n(0)]
    pub keys: Vec<ReleasedKey>,
    /// The tenant's index key, sealed like the others with a zero chart.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub index_key: Option<Vec<u8>>,
}

/// One key, sealed to the device (HPKE, RFC 9180 base mode).
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ReleasedKey {
    /// The chart.
    #[n(0)]
    pub chart: ChartId,
    /// The compartment.
    #[n(1)]
    pub compartment: Compartment,
    /// The generation.
    #[n(2)]
    pub generation: u32,
    /// HPKE output; info is [`key_context`], associated data empty.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// HPKE info of a released key:
/// `"charthold/released-key/1" ‖ device ‖ person ‖ chart ‖ compartment ‖ generation:u32 BE`. For the
/// index key chart and compartment are `None`, written as zeros.
#[must_use]
pub fn key_context(
    device: &DeviceId,
    person: &PersonId,
    key: Option<(&ChartId, Compartment)>,
    generation: u32,
) -> Vec<u8> {
    let (chart, compartment) = key.map_or(([0; 16], 0), |(c, part)| (*c.as_bytes(), part.code()));
    let mut info = b"charthold/released-key/1".to_vec();
    info.extend_from_slice(device.as_bytes());
    info.extend_from_slice(person.as_bytes());
    info.extend_from_slice(&chart);
    info.push(compartment);
    info.extend_from_slice(&generation.to_be_bytes());
    info
}
