//! Audit events on their way to central, before anything else travels.

use charthold_audit::{AuditHead, SealedEvent};
use charthold_domain::{DeviceId, Timestamp};

use crate::{Signed, Statement};

/// `POST /v1/audit/push`: a contiguous run of the device's own events. CBOR.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct AuditPush {
    /// In order.
    #[n(0)]
    pub events: Vec<SealedEvent>,
}

/// Its answer.
#[derive(Clone, Debug, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct AuditPushReply {
    /// What central holds of this device now, with its signature.
    #[n(0)]
    pub receipt: SignedAuditReceipt,
    /// Why the rest was not taken.
    #[n(1)]
    pub refusal: Option<AuditRefusal>,
}

/// Why events were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum AuditRefusal {
    /// Earlier ones are missing: send from the receipt's number on.
    #[n(1)]
    Gap,
    /// Another event has that place: an incident.
    #[n(2)]
    Fork,
    /// A link, signature or encoding does not hold.
    #[n(3)]
    Damaged,
}

/// Central's signed word for what it holds.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct AuditReceipt {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Its last event at central.
    #[n(1)]
    pub head: AuditHead,
    /// When central said so.
    #[n(2)]
    pub at: Timestamp,
}

impl Statement for AuditReceipt {
    const LABEL: &'static str = "charthold/audit-receipt/1";
}

/// Signed by central.
pub type SignedAuditReceipt = Signed<AuditReceipt>;
