//! What central answers to one pushed operation, as a pure function of what it knows. Looking those
//! facts up, and writing the answer down, is the store's work.

use charthold_domain::OpId;

use crate::{Class, HeaderCore, OpHash, VoidReason};

/// What is known about the chart, the device and this operation.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// An operation with this id is in the chain: its hash.
    pub known: Option<OpHash>,
    /// The device's last operation in this chart.
    pub device_tip: Option<(u64, OpHash)>,
    /// A parent that is neither in the chain nor earlier in this push.
    pub missing_parent: Option<OpId>,
    /// The record's effective signature.
    pub signed_by: Option<OpId>,
    /// The signature was checked against the enrolled key and holds.
    pub signature_holds: bool,
    /// The device is revoked.
    pub device_revoked: bool,
    /// The device has lost this chart from its scope, or never had it.
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
    let (tip_seq, tip_hash) = facts.device_tip.unwrap_or((0, OpHash::NONE));
    if core.device_seq > tip_seq + 1 {
        return Decision::Gap {
            expected: tip_seq + 1,
        };
    }
    if core.device_seq <= tip_seq || core.previous != tip_hash {
        return Decision::Quarantine(QuarantineReason::ForkedDevice);
    }
    if let Some(parent) = facts.missing_parent {
        return Decision::MissingParent(parent);
    }
    if core.class == Class::Signed && facts.signed_by.is_some() {
        return Decision::Append(Some(VoidReason::AlreadySigned));
    }
    Decision::Append(None)
}
