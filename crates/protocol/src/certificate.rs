//! Who a device is: its keys, vouched for by the key service. Workstations and central check each
//! other's operations and requests against it; central alone cannot invent a device.

use charthold_crypto::{AgreementPublic, VerifyingKey};
use charthold_domain::{DeviceId, TenantId, Timestamp};

use crate::{Signed, Statement};

/// A device and its keys.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DeviceCertificate {
    /// The hospital.
    #[n(0)]
    pub tenant: TenantId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// "WS-4B-03".
    #[n(2)]
    pub name: String,
    /// Signs its operations, audit events and requests.
    #[n(3)]
    pub signing: VerifyingKey,
    /// Patient keys are sealed to it.
    #[n(4)]
    pub agreement: AgreementPublic,
    /// When it was vouched for.
    #[n(5)]
    pub issued_at: Timestamp,
    /// New requests are refused after this; what it signed before stays valid.
    #[n(6)]
    pub expires_at: Timestamp,
}

impl Statement for DeviceCertificate {
    const LABEL: &'static str = "charthold/device-certificate/1";
}

/// Signed by the key service.
pub type SignedDeviceCertificate = Signed<DeviceCertificate>;
