//! What the operator log comes to: who is withdrawn by it, and whose account is closed. Pure.

use std::collections::BTreeMap;

use charthold_central_store::WithdrawalReason;
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
                Act::Begun | Act::PasswordSet { .. } => {}
            }
        }
        standing
    }
}
