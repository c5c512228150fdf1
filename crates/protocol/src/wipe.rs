//! The last a withdrawn device says: that it holds nothing any more. It says so once a backup has everything it held.

use charthold_audit::AuditHead;
use charthold_domain::{DeviceId, TenantId, Timestamp};

use crate::{Signed, Statement};

/// `POST /v1/device/wiped`: charts, keys and people's slots are gone from the device; its signing key goes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Wipe {
    /// The hospital.
    #[n(0)]
    pub tenant: TenantId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// The last audit event it ever recorded: central has to hold it.
    #[n(2)]
    pub audit: AuditHead,
    /// When, by the device's clock.
    #[n(3)]
    pub at: Timestamp,
}

impl Statement for Wipe {
    const LABEL: &'static str = "charthold/wipe/1";
}

/// Signed by the device.
pub type SignedWipe = Signed<Wipe>;
