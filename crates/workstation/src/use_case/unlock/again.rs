//! The password of whoever is in, typed again: that a workstation was left open proves nothing.

use charthold_crypto::Secret;
use charthold_store::PersonRow;
use charthold_vault::{Unlocked, Vault};

use super::hold_off;
use crate::enrolled::Enrolled;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// The keys that the password opens. The door is the caller's.
    ///
    /// # Errors
    /// `Locked`; what a wrong password, or one too soon after it, is refused with when unlocking. A wrong one is counted with those.
    pub(crate) fn prove_again(
        &self,
        enrolled: &Enrolled,
        password: &Secret<String>,
    ) -> Result<(PersonRow, Vault<Unlocked>), WorkstationError> {
        let person = self.session(|_, session| Ok(session.person.id))?;
        let row = enrolled
            .journal
            .with(|journal| journal.find_person(person))?
            .ok_or(WorkstationError::Locked)?;
        hold_off(&row).check(self.environment().clock.boot_time())?;
        match self.try_slot(enrolled, &row, password) {
            Ok(vault) => Ok((row, vault)),
            Err(error) => Err(self.note_failure(enrolled, &row, error)),
        }
    }
}
