//! A person changes their password, in the window. Central has it first, then what is here comes under it: whatever is cut short
//! between leaves a workstation that asks for the previous one, too, when it is next unlocked.

use charthold_audit::{Action, Subtype};
use charthold_chartlog::AuthContext;
use charthold_crypto::Secret;
use charthold_domain::SessionId;
use charthold_protocol::PasswordChange;
use charthold_store::PersonRow;
use charthold_vault::{Unlocked, Vault};

use super::sign_on::demand_good;
use super::unlock::token_of;
use crate::audit_event::{Actor, event};
use crate::enrolled::Enrolled;
use crate::{Workstation, WorkstationError, time_passed};

/// What somebody types to change their password.
pub struct NewPassword {
    /// The one there is.
    pub password: Secret<String>,
    /// The one that is to be.
    pub new: Secret<String>,
    /// The code their authenticator app shows, when central wants one.
    pub code: Option<Secret<String>>,
}

impl Workstation {
    /// Changes the password of whoever is in, at central and here; of somebody who signs on, here alone. Their PIN, if they have one,
    /// ends by it.
    ///
    /// # Errors
    /// What a wrong password is refused with when unlocking; central's `PasswordTooSimple` and what it says of codes; `ChangeUnsure`
    /// when it did not answer; `ChangedNotKept` when what is here could not be brought under the new one; `Locked`.
    pub async fn change_password(&self, typed: NewPassword) -> Result<(), WorkstationError> {
        let _door = self.inner.door.lock().await;
        let enrolled = self.enrolled()?;
        let inside = self.session(|_, session| Ok(session.id()))?;
        let (row, vault) = self.prove_again(&enrolled, &typed.password)?;
        if row.sign_on {
            demand_good(&typed.new, &row.person)?;
            self.inner.pins.forget(row.person.id);
            return self.bring_under(&enrolled, row, (&vault, inside), &typed.new);
        }
        let request = PasswordChange {
            username: row.person.username.clone(),
            // EXPOSE: central checks it and the code, inside TLS, and keeps a hash of the new one.
            password: typed.password.expose().clone(),
            // EXPOSE: as above.
            second_factor: typed.code.as_ref().map(|code| code.expose().clone()),
            // EXPOSE: as above.
            new_password: typed.new.expose().clone(),
        };
        let reply = match enrolled.caller.change_password(&request).await {
            Ok(reply) => reply,
            Err(error) if error.is_offline() => return Err(WorkstationError::ChangeUnsure),
            Err(error) => return Err(error.into()),
        };
        self.inner.pins.forget(row.person.id);
        let person = row.person.id;
        self.bring_under(&enrolled, row, (&vault, inside), &typed.new)
            .map_err(|_| WorkstationError::ChangedNotKept)?;
        let begun_anew = self.session(|_, session| {
            if session.person.id == person {
                session.authority = AuthContext::Online;
                session.token = Some(token_of(reply));
            }
            Ok(())
        });
        match begun_anew {
            // It is changed, whoever locked meanwhile.
            Err(WorkstationError::Locked) => Ok(()),
            other => other,
        }
    }

    /// Where central has just checked the person, the lease begins anew, as when they unlock. Recorded though they may be locked by now.
    fn bring_under(
        &self,
        enrolled: &Enrolled,
        mut row: PersonRow,
        (vault, inside): (&Vault<Unlocked>, SessionId),
        new: &Secret<String>,
    ) -> Result<(), WorkstationError> {
        let environment = self.environment();
        let mut entropy = (environment.entropy)();
        row.slot = vault.rewrap_password(new, environment.slot, entropy.as_mut())?;
        let sure = if row.sign_on {
            let clock = environment.clock.as_ref();
            enrolled
                .journal
                .with(|journal| time_passed::sure_now(journal, clock))?
        } else {
            let sure = enrolled.caller.central_time();
            row.lease_until = sure.plus(enrolled.policy()?.offline_lease());
            sure
        };
        row.failures = 0;
        row.failed_at = None;
        self.keep_row(enrolled, &row, sure)?;
        let actor = Actor {
            person: &row.person,
            session: Some(inside),
        };
        let about = (Action::Update, Subtype::PasswordChanged);
        let changed = event(environment, enrolled, Some(actor), about);
        Ok(enrolled
            .journal
            .with(|journal| journal.record(&changed, enrolled.keys.signing()).map(drop))?)
    }
}
