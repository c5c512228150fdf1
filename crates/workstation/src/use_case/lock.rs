//! Getting out: by hand, because the operating system's own lock or sleep came first, or because nobody pressed anything. The order matters: what is typed becomes an operation, for its
//! author to go on with elsewhere; then the event, then the readable stores close, then the keys go; the shell ends the web
//! process after that.

use charthold_audit::{Action, Subtype};
use charthold_vault::Standing;

use crate::audit_event::event;
use crate::ipc::dto::LockReason;
use crate::use_case::draft;
use crate::workstation::LockedBy;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Locks at the person's wish.
    ///
    /// # Errors
    /// When the lock could not be written to the audit chain; it is locked all the same.
    pub fn lock(&self) -> Result<(), WorkstationError> {
        self.lock_because(LockReason::Person)
    }

    /// Locks because the computer was locked, put to sleep or handed over; answers whether anybody was in.
    ///
    /// # Errors
    /// When the lock could not be written to the audit chain; it is locked all the same.
    pub fn lock_with_system(&self) -> Result<bool, WorkstationError> {
        let anybody = self.core().session.is_some();
        if anybody {
            self.lock_because(LockReason::System)?;
        }
        Ok(anybody)
    }

    pub(crate) fn lock_because(&self, reason: LockReason) -> Result<(), WorkstationError> {
        let now = self.now();
        let mut core = self.core();
        let Some(mut session) = core.session.take() else {
            return Ok(());
        };
        core.locked = LockedBy {
            reason,
            at: Some(now),
            username: Some(session.person.username.clone()),
        };
        let Some(enrolled) = core.enrolled.clone() else {
            return Ok(());
        };
        drop(core);
        draft::keep_all(self.environment(), &enrolled, &mut session);
        let locked = event(
            self.environment(),
            &enrolled,
            Some(session.actor()),
            (Action::Execute, Subtype::Locked),
        );
        let person = session.person.id;
        drop(session);
        enrolled.journal.with(|journal| {
            journal.note_locked(person, now)?;
            journal.record(&locked, enrolled.keys.signing())
        })?;
        Ok(())
    }

    /// Input was seen: the time without input begins anew.
    ///
    /// # Errors
    /// [`WorkstationError::Locked`] when it was over already.
    pub fn activity(&self) -> Result<(), WorkstationError> {
        let now = self.environment().clock.boot_time();
        self.session(|_, session| {
            session.inactivity.touch(now);
            Ok(())
        })
    }

    /// How the time without input stands, when somebody is in.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        let now = self.environment().clock.boot_time();
        self.core()
            .session
            .as_mut()
            .map(|session| session.inactivity.standing(now))
    }
}
