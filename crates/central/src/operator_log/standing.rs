//! What the operator log comes to: who is withdrawn by it, whose account is closed, of whom a code is wanted. Pure.

use std::collections::BTreeMap;

use charthold_central_store::{LastSet, WithdrawalReason};
use charthold_domain::{DeviceId, PersonId, Timestamp};

use super::{Act, Record, reason};

/// A device or account that the log takes out of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Withdrawn {
    /// When.
    pub(crate) at: Timestamp,
    /// Why.
    pub(crate) why: WithdrawalReason,
}

/// What it comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Devices, each as it was first withdrawn: none comes back.
    pub(crate) devices: BTreeMap<DeviceId, Withdrawn>,
    /// Accounts that were closed and not opened since.
    pub(crate) accounts: BTreeMap<PersonId, Withdrawn>,
    /// Second factors, each as an operator last left it.
    pub(crate) factors: BTreeMap<PersonId, LastSet>,
}

impl Standing {
    /// Of all records, in order.
    pub(crate) fn of(records: &[Record]) -> Self {
        let mut standing = Self::default();
        for Record { at, act, .. } in records {
            let withdrawn = |why: &String| Withdrawn {
                at: *at,
                why: reason(why),
            };
            match act {
                Act::DeviceWithdrawn { device, why } => {
                    let known = standing.devices.entry(*device);
                    known.or_insert_with(|| withdrawn(why));
                }
                Act::AccountClosed { person, why } => {
                    standing.accounts.insert(*person, withdrawn(why));
                }
                Act::AccountOpened { person } => {
                    standing.accounts.remove(person);
                }
                Act::SecondFactorSet { person } => standing.note_factor(*person, *at, true),
                Act::SecondFactorRemoved { person } => standing.note_factor(*person, *at, false),
                Act::Begun | Act::PasswordSet { .. } => {}
            }
        }
        standing
    }

    fn note_factor(&mut self, person: PersonId, at: Timestamp, is_wanted: bool) {
        let last = LastSet {
            person,
            at,
            is_wanted,
            // What is set up is the store's alone.
            is_set_up: false,
        };
        self.factors.insert(person, last);
    }
}
