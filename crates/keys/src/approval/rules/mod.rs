//! When a proposal holds and when an approval makes it one: two people, in time, once. Pure; asked before a change is made and
//! by whoever reads the log again.

use std::collections::BTreeMap;
use std::time::Duration;

use charthold_crypto::VerifyingKey;
use charthold_domain::Timestamp;

use super::statement::{Change, Proposal, SignedApproval, SignedProposal, digest_of};
use crate::KeysError;
use crate::operators::Operator;

/// A proposal that nobody approved by then is none any more.
pub(crate) const GOOD_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// A clock may have been put right in between.
const CLOCKS_APART: Duration = Duration::from_secs(300);
/// Fewer cannot agree on anything, not even on who joins them.
const FEWEST: usize = 2;

/// The operators there are, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Operators(BTreeMap<String, VerifyingKey>);

impl Operators {
    /// The first ones.
    ///
    /// # Errors
    /// [`KeysError::OperatorUnusable`] when they are fewer than two people.
    pub(crate) fn found(first: &[Operator]) -> Result<Self, KeysError> {
        let mut founded = Self::default();
        for operator in first {
            founded.add(operator)?;
        }
        if founded.0.len() < FEWEST {
            return Err(KeysError::OperatorUnusable);
        }
        Ok(founded)
    }

    /// From what is stored.
    pub(crate) fn of(stored: Vec<Operator>) -> Self {
        Self(stored.into_iter().map(|o| (o.name, o.key)).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The proposal, when one of these made it for `service`.
    ///
    /// # Errors
    /// [`KeysError::OperatorRefused`].
    pub(crate) fn check_proposal(
        &self,
        signed: &SignedProposal,
        service: &VerifyingKey,
    ) -> Result<Proposal, KeysError> {
        let by = signed.dangerous_read().map_err(|_| REFUSED)?.by;
        let key = self.0.get(&by).ok_or(REFUSED)?;
        let proposal = signed.verify(key).map_err(|_| REFUSED)?;
        if &proposal.service == service {
            Ok(proposal)
        } else {
            Err(REFUSED)
        }
    }

    /// What is to be done, when one of these approves what another proposed, in time.
    ///
    /// # Errors
    /// [`KeysError::OperatorRefused`], [`KeysError::SamePerson`], [`KeysError::ProposalExpired`].
    pub(crate) fn check_approval(
        &self,
        signed: &SignedProposal,
        approval: &SignedApproval,
        service: &VerifyingKey,
    ) -> Result<Change, KeysError> {
        let proposal = self.check_proposal(signed, service)?;
        let by = approval.dangerous_read().map_err(|_| REFUSED)?.by;
        let key = self.0.get(&by).ok_or(REFUSED)?;
        let approval = approval.verify(key).map_err(|_| REFUSED)?;
        let of_this = approval.id == proposal.id
            && approval.digest == digest_of(signed)
            && &approval.service == service;
        if !of_this {
            return Err(REFUSED);
        }
        if approval.by == proposal.by {
            return Err(KeysError::SamePerson);
        }
        if !in_time(&proposal, approval.at) {
            return Err(KeysError::ProposalExpired);
        }
        Ok(proposal.change)
    }

    /// Somebody joins.
    ///
    /// # Errors
    /// [`KeysError::OperatorUnusable`] when the name or the key is somebody's already.
    pub(crate) fn add(&mut self, operator: &Operator) -> Result<(), KeysError> {
        let taken =
            self.0.contains_key(&operator.name) || self.0.values().any(|key| key == &operator.key);
        if taken {
            return Err(KeysError::OperatorUnusable);
        }
        self.0.insert(operator.name.clone(), operator.key);
        Ok(())
    }

    /// Somebody leaves.
    ///
    /// # Errors
    /// [`KeysError::OperatorRefused`] for a stranger; [`KeysError::TooFewOperators`].
    pub(crate) fn remove(&mut self, name: &str) -> Result<(), KeysError> {
        if !self.0.contains_key(name) {
            return Err(REFUSED);
        }
        if self.0.len() <= FEWEST {
            return Err(KeysError::TooFewOperators);
        }
        self.0.remove(name);
        Ok(())
    }
}

/// Whether a proposal may be approved at `now`, which is not before it.
pub(crate) fn in_time(proposal: &Proposal, now: Timestamp) -> bool {
    now.since(proposal.at) < GOOD_FOR && proposal.at.since(now) < CLOCKS_APART
}

const REFUSED: KeysError = KeysError::OperatorRefused;

#[cfg(test)]
mod tests;
