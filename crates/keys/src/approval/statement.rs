//! What operators sign: a proposal by one, an approval of its exact bytes by another. Both name the service they are for, so
//! that neither is good anywhere else.

use charthold_crypto::{VerifyingKey, sha256};
use charthold_domain::{ChartId, DeviceId, TenantId, Timestamp};
use charthold_protocol::{EscrowOf, Signed, Statement};

use crate::operators::Operator;

/// What only two people change together.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Change {
    /// Wraps under an earlier version of the master key are refused from now on.
    #[n(1)]
    RaiseMinimum {
        /// The earliest version that unwraps.
        #[n(0)]
        version: u32,
    },
    /// Every wrap goes to another keeper of the master key.
    #[n(2)]
    MoveMaster {
        /// What the keeper calls itself.
        #[n(0)]
        provider: String,
        /// Digest of the section `[master]` that names it.
        #[cbor(n(1), with = "minicbor::bytes")]
        place: [u8; 32],
    },
    /// Every key of a chart is destroyed, and none is made for it again.
    #[n(3)]
    Shred {
        /// Whose chart.
        #[n(0)]
        tenant: TenantId,
        /// Which.
        #[n(1)]
        chart: ChartId,
    },
    /// Somebody becomes an operator.
    #[n(4)]
    AddOperator {
        /// Who.
        #[n(0)]
        operator: Operator,
    },
    /// Somebody is an operator no longer.
    #[n(5)]
    RemoveOperator {
        /// Who.
        #[n(0)]
        name: String,
    },
    /// What a workstation put by is opened for the holder of a key.
    #[n(6)]
    Recover {
        /// On which workstation.
        #[n(0)]
        device: DeviceId,
        /// Whose.
        #[n(1)]
        of: EscrowOf,
        /// Digest of the request.
        #[cbor(n(2), with = "minicbor::bytes")]
        request: [u8; 32],
    },
}

/// One operator wants a change.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct Proposal {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) id: [u8; 16],
    /// What the service's signatures verify with.
    #[n(1)]
    pub(crate) service: VerifyingKey,
    #[n(2)]
    pub(crate) by: String,
    #[n(3)]
    pub(crate) at: Timestamp,
    #[n(4)]
    pub(crate) change: Change,
}

/// Another operator wants it, too.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct Approval {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(crate) id: [u8; 16],
    /// Of the proposal as it was signed.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) digest: [u8; 32],
    #[n(2)]
    pub(crate) service: VerifyingKey,
    #[n(3)]
    pub(crate) by: String,
    #[n(4)]
    pub(crate) at: Timestamp,
}

impl Statement for Proposal {
    const LABEL: &'static str = "charthold/keys-proposal/1";
}

impl Statement for Approval {
    const LABEL: &'static str = "charthold/keys-approval/1";
}

pub(crate) type SignedProposal = Signed<Proposal>;
pub(crate) type SignedApproval = Signed<Approval>;

/// What an approval is of.
pub(crate) fn digest_of(proposal: &SignedProposal) -> [u8; 32] {
    sha256(&[&proposal.to_bytes()])
}
