//! Getting in: from this workstation's own slot, offline or online; or, the first time here, with
//! central's word for the password.

mod again;
mod begin;
mod central;
mod first;
mod pin;
mod vouch;

use std::sync::Arc;

use charthold_audit::{Action, Subtype};
use charthold_chartlog::AuthContext;
use charthold_crypto::Secret;
use charthold_domain::{BootTime, Person, SessionId, Timestamp};
use charthold_protocol::SessionReply;
use charthold_store::PersonRow;
use charthold_sync::SyncError;
use charthold_vault::{HoldOff, Trying, Unlocked, Vault, VaultError};

use crate::audit_event::{Actor, Describe, event};
use crate::enrolled::Enrolled;
use crate::gate::Ticket;
use crate::{Trouble, Workstation, WorkstationError, time_passed};

pub(super) use central::token_of;
use central::{denies, denies_person, is_password, sign_in, wants_code};
pub(super) use first::Signed;

/// What somebody types to get in.
pub struct Typed {
    /// Their password.
    pub password: Secret<String>,
    /// The one their slot here was made under, when central has another by now.
    pub previous: Option<Secret<String>>,
    /// The code their authenticator app shows, when central wants one.
    pub code: Option<Secret<String>>,
}

impl Workstation {
    /// Lets `username` in.
    ///
    /// # Errors
    /// [`VaultError::NotOpened`] for a wrong password, `HeldOff`, `LeaseEnded`, `PasswordChanged`, or why central could
    /// not be asked at a first sign-in; `Locked` when the workstation was locked meanwhile. Whoever was in before still is, except
    /// when the last step failed.
    pub async fn unlock(
        &self,
        username: &str,
        password: Secret<String>,
    ) -> Result<(), WorkstationError> {
        let typed = Typed {
            password,
            previous: None,
            code: None,
        };
        self.let_in(username, typed).await
    }

    /// Lets `username` in, whose password was changed at central: what is here is under the `previous` one, and comes under the new
    /// one by this.
    ///
    /// # Errors
    /// As [`Self::unlock`]; `PreviousWrong` when the slot here does not open with the previous one.
    pub async fn unlock_after_change(
        &self,
        username: &str,
        password: Secret<String>,
        previous: Secret<String>,
    ) -> Result<(), WorkstationError> {
        let typed = Typed {
            password,
            previous: Some(previous),
            code: None,
        };
        self.let_in(username, typed).await
    }

    /// Lets `username` in with all that was typed.
    ///
    /// # Errors
    /// As [`Self::unlock`] and [`Self::unlock_after_change`]; central's `SecondFactorWanted`, `SecondFactorWrong` and
    /// `SecondFactorUnset`, each with the right password.
    pub async fn let_in(&self, username: &str, typed: Typed) -> Result<(), WorkstationError> {
        // Not the line: an exchange that waits for a silent central must keep nobody out.
        let _door = self.inner.door.lock().await;
        let ticket = self.core().gate.ticket();
        let enrolled = self.enrolled()?;
        self.demand_not_rolled_back(&enrolled)?;
        let username = username.trim().to_lowercase();
        let row = enrolled
            .journal
            .with(|journal| journal.find_person_by_username(&username))?;
        let let_in = match row {
            // Central has no password of theirs, and hears none.
            Some(row) if row.sign_on => {
                self.unlock_by_local_password(&enrolled, ticket, row, &typed.password)
                    .await
            }
            Some(row) => self.unlock_here(&enrolled, ticket, row, typed).await,
            None => {
                let claim = (username.as_str(), &typed);
                self.first_sign_in(&enrolled, ticket, claim).await
            }
        };
        self.demand_fresh(&enrolled)?;
        if let_in.is_err() {
            // A copy of the home from before it must forgive no failure.
            enrolled.anchorage.anchor(&enrolled.journal);
        }
        let_in
    }

    async fn unlock_here(
        &self,
        enrolled: &Enrolled,
        ticket: Ticket,
        row: PersonRow,
        typed: Typed,
    ) -> Result<(), WorkstationError> {
        let now = self.now();
        let (vault, online) = self.prove(enrolled, &row, &typed).await?;
        let checked = online.is_ok();
        let reply = match online {
            Ok(reply) => Some(reply),
            Err(error) if wants_code(&error) => self.vouched(enrolled, &row, &vault, error).await?,
            Err(error) if denies(&error) => return Err(note_denial(enrolled, &row, error)),
            // A central that is away, sick or busy keeps nobody from the charts that are here.
            Err(_) => None,
        };
        let sure = self.demand_allowed(enrolled, &row, reply.as_ref())?;
        let mut row = renewed(row, reply.as_ref(), now)?;
        // A success.
        row.failures = 0;
        row.failed_at = None;
        if checked {
            row.lease_until = sure.plus(enrolled.policy()?.offline_lease());
        }
        if typed.previous.is_some() {
            let mut entropy = (self.environment().entropy)();
            let slot = self.environment().slot;
            row.slot = vault.rewrap_password(&typed.password, slot, entropy.as_mut())?;
        }
        self.keep_row(enrolled, &row, sure)?;
        let authority = authority_of(reply.as_ref());
        let token = match reply {
            Some(reply) => {
                let reply = self
                    .with_key(enrolled, &vault, reply, &typed.password)
                    .await;
                Some(token_of(reply))
            }
            None => None,
        };
        let lease = row.lease_until.since(sure);
        let begin = (authority, Subtype::Unlocked);
        self.begin((enrolled, ticket), vault, row, (token, lease), begin)
    }

    /// The person's keys, and what central said of the password. After [`charthold_vault::OFFLINE_FAILURES_MAX`] failures, and for a
    /// password that was changed, central is asked before the slot is tried.
    async fn prove(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        typed: &Typed,
    ) -> Result<(Vault<Unlocked>, Result<SessionReply, SyncError>), WorkstationError> {
        let ask = || sign_in(&enrolled.caller, &row.person.username, typed);
        let trying = hold_off(row).trying(self.environment().clock.boot_time());
        if let Trying::After { wait } = trying {
            return Err(VaultError::HeldOff { wait }.into());
        }
        if trying == Trying::Now && typed.previous.is_none() {
            return match self.try_slot(enrolled, row, &typed.password) {
                Ok(vault) => Ok((vault, ask().await)),
                Err(error) => {
                    let may_be_new = error == VaultError::NotOpened;
                    let failure = self.note_failure(enrolled, row, error);
                    // On a line that is known to be dead a slip of the finger waits for nothing.
                    let online = self.network().offline_since.is_none();
                    let taken = may_be_new && online && is_password(&ask().await);
                    Err(if taken {
                        changed(enrolled, row)?
                    } else {
                        failure
                    })
                }
            };
        }
        let reply = match ask().await {
            Ok(reply) => reply,
            Err(error) if error.is_offline() && typed.previous.is_some() => {
                return Err(WorkstationError::FirstSignInOffline);
            }
            Err(error) if error.is_offline() => return Err(VaultError::HeldOffUntilOnline.into()),
            Err(error) => return Err(error.into()),
        };
        let secret = typed.previous.as_ref().unwrap_or(&typed.password);
        match self.try_slot(enrolled, row, secret) {
            Ok(vault) => Ok((vault, Ok(reply))),
            Err(VaultError::NotOpened) if typed.previous.is_none() => Err(changed(enrolled, row)?),
            Err(error) => Err(match self.note_failure(enrolled, row, error) {
                WorkstationError::Vault(VaultError::NotOpened) => WorkstationError::PreviousWrong,
                other => other,
            }),
        }
    }

    /// What time it surely is, once the person is allowed in: by central's word, or without it by what this workstation was told.
    pub(super) fn demand_allowed(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        reply: Option<&SessionReply>,
    ) -> Result<Timestamp, WorkstationError> {
        if reply.is_some() {
            // Whatever this machine's clock says: one that is off neither lengthens the lease nor ends it early.
            return Ok(enrolled.caller.central_time());
        }
        let clock = self.environment().clock.as_ref();
        let (sure, trouble) = enrolled.journal.with(|journal| {
            let sure = time_passed::sure_now(journal, clock)?;
            Ok((sure, Trouble::load(journal)?))
        })?;
        if trouble == Some(Trouble::Withdrawn) {
            return Err(WorkstationError::Withdrawn);
        }
        if row.lease_until < sure {
            return Err(WorkstationError::LeaseEnded);
        }
        Ok(sure)
    }

    pub(super) fn keep_row(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        sure: Timestamp,
    ) -> Result<(), WorkstationError> {
        let clock = self.environment().clock.as_ref();
        Ok(enrolled.journal.with(|journal| {
            time_passed::keep(journal, sure, clock)?;
            journal.save_person(row)
        })?)
    }

    pub(super) fn try_slot(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        password: &Secret<String>,
    ) -> Result<Vault<Unlocked>, VaultError> {
        let session = SessionId::from(self.environment().fresh());
        Vault::new(Arc::clone(&enrolled.keys))
            .unlock(session, row.person.id, &row.slot, &row.person_key, password)
            .map_err(|(_, error)| error)
    }

    pub(super) fn note_failure(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        error: VaultError,
    ) -> WorkstationError {
        if error != VaultError::NotOpened {
            return error.into();
        }
        let now = self.environment().clock.boot_time();
        let failures = hold_off(row).failed(now).failures();
        let actor = Actor {
            person: &row.person,
            session: None,
        };
        let refused = event(
            self.environment(),
            enrolled,
            Some(actor),
            (Action::Execute, Subtype::UnlockFailed),
        )
        .refused();
        let noted = enrolled.journal.with(|journal| {
            journal.note_failures(row.person.id, failures, now)?;
            journal.record(&refused, enrolled.keys.signing())
        });
        // A failure that cannot be written down must not become a free guess.
        match noted {
            Ok(_) => error.into(),
            Err(store) => store.into(),
        }
    }
}

/// Central takes this password, and the slot does not open with it: it is under an earlier one. No guess, and not counted as one;
/// those before it stay, or whoever knows the new password could guess the earlier one without end.
fn changed(enrolled: &Enrolled, row: &PersonRow) -> Result<WorkstationError, WorkstationError> {
    enrolled
        .journal
        .with(|journal| journal.note_failures(row.person.id, row.failures, failed_at(row)))?;
    Ok(WorkstationError::PasswordChanged)
}

/// What central said no to is not opened on this workstation's own word either, from here on: pulling the plug must get nobody in.
fn note_denial(enrolled: &Enrolled, row: &PersonRow, error: SyncError) -> WorkstationError {
    if !denies_person(&error) {
        return error.into();
    }
    let over = Timestamp::from_millis(0);
    let noted = enrolled
        .journal
        .with(|journal| journal.save_lease(row.person.id, over));
    noted.map_or_else(WorkstationError::from, |()| error.into())
}

/// As central last said who they are.
pub(super) fn renewed(
    mut row: PersonRow,
    reply: Option<&SessionReply>,
    now: Timestamp,
) -> Result<PersonRow, WorkstationError> {
    row.last_seen = now;
    if let Some(reply) = reply {
        let person: &Person = &reply.person;
        if person.id != row.person.id {
            return Err(WorkstationError::Integrity("central names another person"));
        }
        row.person = person.clone();
    }
    Ok(row)
}

pub(super) const fn authority_of(reply: Option<&SessionReply>) -> AuthContext {
    match reply {
        Some(_) => AuthContext::Online,
        None => AuthContext::Offline,
    }
}

pub(super) fn hold_off(row: &PersonRow) -> HoldOff {
    HoldOff::after(row.failures, failed_at(row))
}

/// Of a row from before this was kept: the start of the machine.
fn failed_at(row: &PersonRow) -> BootTime {
    row.failed_at.unwrap_or_default()
}
