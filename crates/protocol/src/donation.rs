//! What a restored central may have lost beside operations, in its own words and the key service's: whoever holds them
//! gives them back. Nobody can make one up, since the giver's word counts for nothing.

use charthold_domain::{ChartId, TenantId, Timestamp, UnitId};

use crate::{Signed, SignedDeviceCertificate, Statement};

/// That central has a chart: which, of whom, and in which unit.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ChartRegistration {
    /// The hospital.
    #[n(0)]
    pub tenant: TenantId,
    /// The chart.
    #[n(1)]
    pub chart: ChartId,
    /// HMAC of the patient's FHIR id under the tenant's index key.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub blind_index: [u8; 32],
    /// The unit the patient is in.
    #[n(3)]
    pub unit: UnitId,
    /// When it was registered.
    #[n(4)]
    pub registered_at: Timestamp,
}

impl Statement for ChartRegistration {
    const LABEL: &'static str = "charthold/chart-registration/1";
}

/// Signed by central.
pub type SignedChartRegistration = Signed<ChartRegistration>;

/// `POST /v1/sync/donate`: in a new epoch, before anything is pushed. CBOR.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Donation {
    /// The epoch of the last hello.
    #[n(0)]
    pub epoch: u64,
    /// Charts held that are not in the scope central named.
    #[n(1)]
    pub charts: Vec<SignedChartRegistration>,
    /// Devices that wrote what is held.
    #[n(2)]
    pub devices: Vec<SignedDeviceCertificate>,
}

/// Its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DonationReply {
    /// Charts that were new to central.
    #[n(0)]
    pub charts: u32,
    /// Devices that were new to central. They are withdrawn there: central cannot know whether they were before it was
    /// restored.
    #[n(1)]
    pub devices: u32,
}
