//! The PINs of the people who unlocked here with their password, in this process's memory alone.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use charthold_domain::{BootTime, PersonId};
use charthold_vault::{PinSlot, PinTry, VaultError};

/// One a person at the most.
#[derive(Default)]
pub(crate) struct Pins(Mutex<BTreeMap<PersonId, PinSlot>>);

impl Pins {
    pub(crate) fn keep(&self, person: PersonId, slot: PinSlot) {
        self.slots().insert(person, slot);
    }

    /// Whether `person` may try one.
    pub(crate) fn has(&self, person: PersonId, now: BootTime) -> bool {
        self.slots()
            .get(&person)
            .is_some_and(|slot| slot.is_good(now))
    }

    /// A try, taken off before it is known how it goes.
    ///
    /// # Errors
    /// [`VaultError::PinGone`].
    pub(crate) fn take_try(&self, person: PersonId, now: BootTime) -> Result<PinTry, VaultError> {
        self.slots()
            .get_mut(&person)
            .ok_or(VaultError::PinGone)?
            .take_try(now)
    }

    /// What is to be said of a wrong one; the last wrong one ends it.
    pub(crate) fn wrong(&self, person: PersonId) -> VaultError {
        let mut slots = self.slots();
        let left = slots.get(&person).map_or(0, PinSlot::tries_left);
        if left == 0 {
            slots.remove(&person);
        }
        VaultError::PinWrong { left }
    }

    pub(crate) fn forgive(&self, person: PersonId) {
        if let Some(slot) = self.slots().get_mut(&person) {
            slot.forgive();
        }
    }

    pub(crate) fn forget(&self, person: PersonId) {
        self.slots().remove(&person);
    }

    pub(crate) fn forget_all(&self) {
        self.slots().clear();
    }

    fn slots(&self) -> MutexGuard<'_, BTreeMap<PersonId, PinSlot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
