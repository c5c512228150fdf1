//! What central made of an operation, as far as a workstation knows, and what follows from it: what
//! is still to be sent, what has effect, what its author is told. Only the pulled chain confirms; an
//! answer to a push is a hint.

use crate::{QuarantineReason, VoidReason};

/// What became of an operation that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpState {
    /// Not in the server's chain.
    Unconfirmed,
    /// In the server's chain.
    Confirmed {
        /// Its number there.
        seq: u64,
    },
    /// In the server's chain, without effect.
    Void {
        /// Its number there.
        seq: u64,
        /// Why.
        reason: VoidReason,
    },
    /// Not in the server's chain: central keeps it aside for review.
    Quarantined {
        /// Why.
        reason: QuarantineReason,
    },
}

impl OpState {
    /// Whether it is to be sent: held, not confirmed, not kept aside.
    #[must_use]
    pub const fn is_to_send(self) -> bool {
        matches!(self, Self::Unconfirmed)
    }

    /// Whether the record is made of it, too. What was not confirmed yet is shown to who holds it.
    #[must_use]
    pub const fn has_effect(self) -> bool {
        !matches!(self, Self::Void { .. })
    }

    /// Whether the server's chain does not have it.
    #[must_use]
    pub const fn is_unsent(self) -> bool {
        matches!(self, Self::Unconfirmed | Self::Quarantined { .. })
    }

    /// After an answer that central keeps it aside. It says nothing about what the chain has.
    #[must_use]
    pub const fn hinted(self, reason: QuarantineReason) -> Self {
        match self {
            Self::Unconfirmed | Self::Quarantined { .. } => Self::Quarantined { reason },
            Self::Confirmed { .. } | Self::Void { .. } => self,
        }
    }

    /// After central said that the chart is in this workstation's scope.
    #[must_use]
    pub const fn in_scope(self) -> Self {
        match self {
            Self::Quarantined { reason } if reason.ends_in_scope() => Self::Unconfirmed,
            _ => self,
        }
    }

    /// After a new epoch, when the chain was proven to be the server's up to `proven`.
    #[must_use]
    pub const fn in_new_epoch(self, proven: u64) -> Self {
        match self {
            Self::Confirmed { seq } | Self::Void { seq, .. } if seq <= proven => self,
            _ => Self::Unconfirmed,
        }
    }

    /// How safe it is, where the last backup has its chart up to number `durable`. Nothing of what its author is told about
    /// for another reason.
    #[must_use]
    pub const fn safekeeping(self, durable: u64) -> Option<Safekeeping> {
        match self {
            Self::Unconfirmed => Some(Safekeeping::Missing),
            Self::Confirmed { seq } => Some(Safekeeping::of_chart(seq, durable, 0)),
            Self::Void { .. } | Self::Quarantined { .. } => None,
        }
    }

    /// How safe it is on a withdrawn workstation, which pulls nothing any more: `there` is what central said of its chart, and `place`
    /// the number it answered when the operation was brought once more.
    #[must_use]
    pub const fn safekeeping_elsewhere(self, there: Elsewhere, place: Option<u64>) -> Safekeeping {
        match (self, place) {
            (Self::Confirmed { seq } | Self::Void { seq, .. }, _)
            | (Self::Unconfirmed, Some(seq)) => Safekeeping::of_chart(seq, there.durable, 0),
            (Self::Quarantined { .. }, _) if there.aside => Safekeeping::Durable,
            (Self::Quarantined { .. }, _) => Safekeeping::Accepted,
            (Self::Unconfirmed, None) => Safekeeping::Missing,
        }
    }

    /// What its author is to be told.
    #[must_use]
    pub const fn attention(self) -> Option<Attention> {
        match self {
            Self::Void { .. } => Some(Attention::WithoutEffect),
            Self::Quarantined { .. } => Some(Attention::UnderReview),
            Self::Unconfirmed | Self::Confirmed { .. } => None,
        }
    }
}

/// What an author is told about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Another came first. Its text can be added as an addendum.
    WithoutEffect,
    /// Central keeps it for a person to look at.
    UnderReview,
}

/// What the last backup of central has of one chart. Both are of one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// The number of its last entry.
    pub durable: u64,
    /// Everything that is kept aside of it.
    pub aside: bool,
}

/// How safe an operation is at central; what is safer is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safekeeping {
    /// Central has it neither in its chain nor aside.
    Missing,
    /// Central has it; a restore may lose it.
    Accepted,
    /// Every copy that central could be restored from has it.
    Durable,
}

impl Safekeeping {
    /// Of all that is held of a chart: its chain up to number `held`, of which the last backup has
    /// the entries up to `durable`, and `unsent` operations that are not in the chain.
    #[must_use]
    pub const fn of_chart(held: u64, durable: u64, unsent: u64) -> Self {
        if unsent > 0 {
            Self::Missing
        } else if held > durable {
            Self::Accepted
        } else {
            Self::Durable
        }
    }
}

/// Whether a workstation may let go of an operation whose chart it is not to hold any more. While
/// central could lose it, this may be the last copy, whoever wrote it.
#[must_use]
pub const fn may_purge(kept: Safekeeping) -> bool {
    matches!(kept, Safekeeping::Durable)
}
