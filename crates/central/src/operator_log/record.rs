//! One line of the operator log: what was done, when, and which line it follows. Ids and words of closed sets only.

use charthold_central_store::WithdrawalReason;
use charthold_domain::{DeviceId, PersonId, Timestamp};
use charthold_protocol::{Signed, Statement};

/// A line, signed by central.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(crate) struct Record {
    /// Dense from 1.
    #[n(0)]
    pub(crate) number: u64,
    /// SHA-256 of the signed bytes of the line before; zeros in the first.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) previous: [u8; 32],
    /// When.
    #[n(2)]
    pub(crate) at: Timestamp,
    /// What.
    #[n(3)]
    pub(crate) act: Act,
}

impl Statement for Record {
    const LABEL: &'static str = "charthold/operator-log/1";
}

pub(crate) type SignedRecord = Signed<Record>;

/// What an operator did.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub(crate) enum Act {
    /// The log was begun: an empty file is none.
    #[n(1)]
    Begun,
    /// A device was withdrawn, for good.
    #[n(2)]
    DeviceWithdrawn {
        /// Which.
        #[n(0)]
        device: DeviceId,
        /// Why, as `WithdrawalReason::code` has it.
        #[n(1)]
        why: String,
    },
    /// An account was closed.
    #[n(3)]
    AccountClosed {
        /// Whose.
        #[n(0)]
        person: PersonId,
        /// Why, as `WithdrawalReason::code` has it.
        #[n(1)]
        why: String,
    },
    /// A closed account was opened again.
    #[n(4)]
    AccountOpened {
        /// Whose.
        #[n(0)]
        person: PersonId,
    },
    /// A password was set anew.
    #[n(5)]
    PasswordSet {
        /// Whose.
        #[n(0)]
        person: PersonId,
    },
    /// A second factor was set, or reset: whatever was set up before counts no more.
    #[n(6)]
    SecondFactorSet {
        /// Whose.
        #[n(0)]
        person: PersonId,
    },
    /// A second factor was removed.
    #[n(7)]
    SecondFactorRemoved {
        /// Whose.
        #[n(0)]
        person: PersonId,
    },
}

impl Act {
    pub(crate) fn withdrawn(device: DeviceId, why: WithdrawalReason) -> Self {
        let why = why.code().to_owned();
        Self::DeviceWithdrawn { device, why }
    }

    pub(crate) fn closed(person: PersonId, why: WithdrawalReason) -> Self {
        let why = why.code().to_owned();
        Self::AccountClosed { person, why }
    }
}

/// A reason of a newer program still withdraws.
pub(crate) fn reason(word: &str) -> WithdrawalReason {
    word.parse().unwrap_or(WithdrawalReason::Other)
}
