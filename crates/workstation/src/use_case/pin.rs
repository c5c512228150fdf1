//! Setting a PIN and giving it up. Whoever sets one types their password: a workstation that was left open must not get a stranger
//! a key to it.

use charthold_audit::{Action, Subtype};
use charthold_crypto::Secret;
use charthold_vault::Pin;

use crate::audit_event::event;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Sets the PIN of whoever is in, in place of the one there is. It is good in this process, for twelve hours at the most.
    ///
    /// # Errors
    /// [`charthold_vault::VaultError::PinTooSimple`]; what a wrong password is refused with; `NotAllowed` where the hospital wants none; `Locked`.
    pub async fn set_pin(
        &self,
        password: Secret<String>,
        pin: Secret<String>,
    ) -> Result<(), WorkstationError> {
        let _door = self.inner.door.lock().await;
        let enrolled = self.enrolled()?;
        if !enrolled.policy()?.allows_pin() {
            return Err(WorkstationError::NotAllowed);
        }
        let pin = Pin::choose(pin)?;
        // Not what is open now: the password, again.
        let (row, vault) = self.prove_again(&enrolled, &password)?;
        let environment = self.environment();
        let now = environment.clock.boot_time();
        let mut entropy = (environment.entropy)();
        let slot = vault.make_pin_slot(&pin, environment.slot, now, entropy.as_mut())?;
        self.session(|enrolled, session| {
            if session.person.id != row.person.id {
                return Err(WorkstationError::Locked);
            }
            let about = (Action::Create, Subtype::PinSet);
            let set = event(environment, enrolled, Some(session.actor()), about);
            enrolled
                .journal
                .with(|journal| journal.record(&set, enrolled.keys.signing()))?;
            self.inner.pins.keep(row.person.id, slot);
            Ok(())
        })
    }

    /// Gives up the PIN of whoever is in.
    ///
    /// # Errors
    /// `Locked`.
    pub fn remove_pin(&self) -> Result<(), WorkstationError> {
        self.session(|_, session| {
            self.inner.pins.forget(session.person.id);
            Ok(())
        })
    }
}
