//! Central's word to the key service: this person, on this device, may have these keys, because of
//! this audit event. The key service checks it against its own proofs of device and person.

use charthold_domain::{
    AuditEventId, ChartId, Compartment, DeviceId, PersonId, Purpose, TenantId, Timestamp, WarrantId,
};

use crate::{Signed, Statement};

/// A warrant.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Warrant {
    /// This warrant; used once.
    #[n(0)]
    pub id: WarrantId,
    /// The hospital.
    #[n(1)]
    pub tenant: TenantId,
    /// The device.
    #[n(2)]
    pub device: DeviceId,
    /// The person.
    #[n(3)]
    pub person: PersonId,
    /// The charts and the compartments of each.
    #[n(4)]
    pub keys: Vec<(ChartId, Compartment)>,
    /// Why.
    #[n(5)]
    pub purpose: Purpose,
    /// The audit event that explains it.
    #[n(6)]
    pub audit: AuditEventId,
    /// The tenant's index key comes with the patient keys.
    #[n(7)]
    pub index_key: bool,
    /// When it was issued.
    #[n(8)]
    pub issued_at: Timestamp,
    /// When it ends.
    #[n(9)]
    pub expires_at: Timestamp,
}

impl Statement for Warrant {
    const LABEL: &'static str = "charthold/warrant/1";
}

/// Signed by central.
pub type SignedWarrant = Signed<Warrant>;
