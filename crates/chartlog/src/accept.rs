//! What central answers to one pushed operation, as a pure function of what it knows. Looking those
//! facts up, and writing the answer down, is the store's work.

use charthold_domain::OpId;

use crate::{Class, DeviceTip, HeaderCore, Link, OpHash, VoidReason};

/// What is known about the chart, the device and this operation.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// An operation with this id is in the chain: its hash.
    pub known: Option<OpHash>,
    /// The device's last operation in this chart.
    pub device_tip: Option<DeviceTip>,
    /// Another branch of the device's chain in this chart is kept aside: it was cloned or put back.
    pub device_forked: bool,
    /// A parent that is neither in the chain nor kept aside.
    pub missing_parent: Option<OpId>,
    /// The record's effective signature.
    pub signed_by: Option<OpId>,
    /// The signature was checked against the enrolled key and holds.
    pub signature_holds: bool,
    /// Who brings it was revoked.
    pub device_revoked: bool,
    /// Who brings it has lost this chart from its scope, or never had it.
    pub out_of_scope: bool,
}

/// Why an operation is kept aside for review: it is never thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum QuarantineReason {
    /// The device was revoked.
    #[n(1)]
    DeviceRevoked,
    /// The chart is not in the device's scope.
    #[n(2)]
    OutOfScope,
    /// Another operation of the device has its place: a cloned or restored workstation.
    #[n(3)]
    ForkedDevice,
    /// The signature is not the device's.
    #[n(4)]
    BadSignature,
}

impl QuarantineReason {
    /// Whether the reason is gone once the chart is in the device's scope.
    #[must_use]
    pub const fn ends_in_scope(self) -> bool {
        matches!(self, Self::OutOfScope)
    }
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Append it; with a reason, as an entry without effect.
    Append(Option<VoidReason>),
    /// It is in the chain already.
    Duplicate,
    /// Keep it aside.
    Quarantine(QuarantineReason),
    /// Operations of this device before it are missing; the first wanted number.
    Gap {
        /// The next number of the device in this chart.
        expected: u64,
    },
    /// An operation it builds on is missing.
    MissingParent(OpId),
    /// The id was used for something else: an incident.
    IdReused,
}

/// Decides about one operation.
#[must_use]
pub fn decide(core: &HeaderCore, hash: OpHash, facts: &Facts) -> Decision {
    if !facts.signature_holds {
        return Decision::Quarantine(QuarantineReason::BadSignature);
    }
    match facts.known {
        Some(known) if known == hash => return Decision::Duplicate,
        Some(_) => return Decision::IdReused,
        None => {}
    }
    if facts.device_revoked {
        return Decision::Quarantine(QuarantineReason::DeviceRevoked);
    }
    if facts.out_of_scope {
        return Decision::Quarantine(QuarantineReason::OutOfScope);
    }
    let tip = facts.device_tip.unwrap_or(DeviceTip::NONE);
    match tip.link(core) {
        Link::Next => {}
        // What would fill the gap is itself kept aside: waiting for it would be waiting for ever.
        Link::Gap if facts.device_forked => {
            return Decision::Quarantine(QuarantineReason::ForkedDevice);
        }
        Link::Gap => {
            let expected = tip.seq + 1;
            return Decision::Gap { expected };
        }
        Link::Fork => return Decision::Quarantine(QuarantineReason::ForkedDevice),
    }
    if let Some(parent) = facts.missing_parent {
        return Decision::MissingParent(parent);
    }
    if core.class == Class::Signed && facts.signed_by.is_some() {
        return Decision::Append(Some(VoidReason::AlreadySigned));
    }
    Decision::Append(None)
}
