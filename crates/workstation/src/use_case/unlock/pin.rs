//! Getting in with a PIN, for somebody who did with their password not long ago. Central is asked as it is when a session is
//! renewed: the person's key stands for the password, as long as central lets it. The lease is not made longer, and the failures at
//! the password are not forgiven.

use std::sync::Arc;

use charthold_audit::{Action, Subtype};
use charthold_crypto::Secret;
use charthold_domain::SessionId;
use charthold_store::PersonRow;
use charthold_vault::{Unlocked, Vault, VaultError};

use super::central::token_of;
use super::{authority_of, renewed};
use crate::audit_event::{Actor, Describe as _, event};
use crate::enrolled::Enrolled;
use crate::gate::Ticket;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Lets `username` in with their PIN.
    ///
    /// # Errors
    /// [`VaultError::PinWrong`]; [`VaultError::PinGone`] when there is none, or central wants the password; `LeaseEnded`, `Withdrawn`
    /// and `RolledBack` as for a password; `Locked` when the workstation was locked meanwhile.
    pub async fn unlock_with_pin(
        &self,
        username: &str,
        pin: Secret<String>,
    ) -> Result<(), WorkstationError> {
        let _door = self.inner.door.lock().await;
        let ticket = self.core().gate.ticket();
        let enrolled = self.enrolled()?;
        self.demand_not_rolled_back(&enrolled)?;
        let username = username.trim().to_lowercase();
        let row = enrolled
            .journal
            .with(|journal| journal.find_person_by_username(&username))?
            .ok_or(VaultError::PinGone)?;
        let let_in = self.unlock_by_pin(&enrolled, ticket, row, pin).await;
        self.demand_fresh(&enrolled)?;
        let_in
    }

    async fn unlock_by_pin(
        &self,
        enrolled: &Enrolled,
        ticket: Ticket,
        row: PersonRow,
        pin: Secret<String>,
    ) -> Result<(), WorkstationError> {
        let person = row.person.id;
        if !enrolled.policy()?.allows_pin() {
            self.inner.pins.forget(person);
        }
        let now = self.now();
        let vault = self.try_pin(enrolled, &row, &pin)?;
        let reply = match self.vouched_by_key(enrolled, &row, &vault).await {
            Err(WorkstationError::PasswordWanted) => {
                self.inner.pins.forget(person);
                return Err(VaultError::PinGone.into());
            }
            other => other?,
        };
        let sure = self.demand_allowed(enrolled, &row, reply.as_ref())?;
        let row = renewed(row, reply.as_ref(), now)?;
        self.keep_row(enrolled, &row, sure)?;
        self.inner.pins.forgive(person);
        let begin = (authority_of(reply.as_ref()), Subtype::PinUnlocked);
        let lease = row.lease_until.since(sure);
        let token = reply.map(token_of);
        self.begin((enrolled, ticket), vault, row, (token, lease), begin)
    }

    fn try_pin(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        pin: &Secret<String>,
    ) -> Result<Vault<Unlocked>, WorkstationError> {
        let (environment, pins) = (self.environment(), &self.inner.pins);
        let tried = pins.take_try(row.person.id, environment.clock.boot_time())?;
        let session = SessionId::from(environment.fresh());
        let opened = Vault::new(Arc::clone(&enrolled.keys)).unlock_with_pin(
            session,
            row.person.id,
            &tried,
            &row.person_key,
            pin,
        );
        match opened {
            Ok(vault) => return Ok(vault),
            Err((_, VaultError::NotOpened)) => {}
            Err((_, error)) => return Err(error.into()),
        }
        let actor = Actor {
            person: &row.person,
            session: None,
        };
        let about = (Action::Execute, Subtype::UnlockFailed);
        let refused = event(environment, enrolled, Some(actor), about).refused();
        enrolled
            .journal
            .with(|journal| journal.record(&refused, enrolled.keys.signing()))?;
        Err(pins.wrong(row.person.id).into())
    }
}
