//! Getting out: by hand, because the operating system's own lock or sleep came first, because nobody pressed anything, because what
//! central allowed is over, or for somebody else who comes in.
//!
//! The order matters: nothing is served any more; what is typed becomes an operation, for its author to go on with elsewhere; the
//! event is on the disk; the readable stores close; the keys go. The shell ends the web process after that.

use std::sync::MutexGuard;

use charthold_audit::{Action, Subtype};
use charthold_domain::Timestamp;
use charthold_vault::Standing;

use crate::audit_event::event;
use crate::gate::{LastLock, Ticket};
use crate::ipc::dto::LockReason;
use crate::session::Session;
use crate::use_case::draft;
use crate::workstation::Core;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Locks at the person's wish.
    ///
    /// # Errors
    /// When the lock could not be written to the audit chain; it is locked all the same.
    pub fn lock(&self) -> Result<(), WorkstationError> {
        self.lock_because(LockReason::Person)
    }

    /// Locks, and touches no file any more, from when it returns on: before a program ends. One that ends while a thread is at a database
    /// takes the cipher away from under it.
    ///
    /// # Errors
    /// As [`Self::lock`].
    pub fn end(&self) -> Result<(), WorkstationError> {
        let locked = self.lock();
        if let Ok(enrolled) = self.kept() {
            enrolled.rows.end();
            enrolled.journal.close()?;
        }
        locked
    }

    /// Locks because the computer was locked, put to sleep or handed over; answers whether anybody was in. Whoever is
    /// unlocking meanwhile does not come in.
    ///
    /// # Errors
    /// When the lock could not be written to the audit chain; it is locked all the same.
    pub fn lock_with_system(&self) -> Result<bool, WorkstationError> {
        let core = self.core();
        let anybody = core.gate.inside().is_some();
        self.lock_held(core, LockReason::System)?;
        Ok(anybody)
    }

    pub(crate) fn lock_because(&self, reason: LockReason) -> Result<(), WorkstationError> {
        self.lock_held(self.core(), reason)
    }

    /// Locks who is in under this hold of the core, and nobody who came in since.
    pub(crate) fn lock_held(
        &self,
        mut core: MutexGuard<'_, Core>,
        reason: LockReason,
    ) -> Result<(), WorkstationError> {
        let now = self.now();
        let out = core.gate.shut(|session| last_lock(reason, now, session));
        core.locked += u64::from(out.is_some());
        drop(core);
        out.map_or(Ok(()), |session| self.let_out(session, now))
    }

    /// Locks whoever is in for somebody who comes in with a ticket.
    pub(super) fn make_way(&self, ticket: Ticket) -> Result<Ticket, WorkstationError> {
        let now = self.now();
        let describe = |session: &Session| last_lock(LockReason::Person, now, session);
        let (ticket, out) = self.core().gate.make_way(ticket, describe);
        if let Some(session) = out {
            self.let_out(session, now)?;
        }
        Ok(ticket)
    }

    /// Nothing is served to this session any more: ends it.
    pub(super) fn let_out(
        &self,
        mut session: Session,
        now: Timestamp,
    ) -> Result<(), WorkstationError> {
        let enrolled = self.enrolled()?;
        draft::keep_all(self.environment(), &enrolled, &mut session);
        let locked = event(
            self.environment(),
            &enrolled,
            Some(session.actor()),
            (Action::Execute, Subtype::Locked),
        );
        let noted = enrolled.journal.with(|journal| {
            journal.note_locked(session.person.id, now)?;
            journal.record(&locked, enrolled.keys.signing())
        });
        drop(session);
        enrolled.anchorage.anchor(&enrolled.journal);
        enrolled.rows.begin();
        noted?;
        Ok(())
    }

    /// How many sessions were locked in this process, by whatever found that they were over: each has a page that is to be ended.
    #[must_use]
    pub fn locked_sessions(&self) -> u64 {
        self.core().locked
    }

    /// Input was seen: the time without input begins anew.
    ///
    /// # Errors
    /// [`WorkstationError::Locked`] when it was over already.
    pub fn activity(&self) -> Result<(), WorkstationError> {
        self.session(|_, _| Ok(()))?;
        let now = self.environment().clock.boot_time();
        self.core().gate.touch(now);
        Ok(())
    }

    /// How long the session of whoever is in still has.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        let now = self.environment().clock.boot_time();
        self.core().gate.standing(now)
    }
}

fn last_lock(reason: LockReason, at: Timestamp, session: &Session) -> LastLock {
    LastLock {
        reason,
        at: Some(at),
        username: Some(session.person.username.clone()),
    }
}
