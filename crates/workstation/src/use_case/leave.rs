//! Leaving: central withdrew this workstation. Nobody works here from then on, what opens charts goes at once, and everything else
//! goes when the last backup of central has it. Needs nobody signed in.

use std::sync::Arc;

use charthold_audit::{Action, AuditEvent, Outcome, Subtype};
use charthold_domain::Purpose;
use charthold_protocol::Wipe;
use charthold_store::{Journal, Typed};
use charthold_sync::{ExchangeOptions, ask_what_is_backed_up, push_audit};

use crate::audit_event::{Describe, event};
use crate::enrolled::Enrolled;
use crate::ipc::dto::LockReason;
use crate::leaving::Leaving;
use crate::use_case::status::Emptied;
use crate::{Workstation, WorkstationError};

/// What a look at the backup came to.
enum Next {
    /// Something would be lost, or the last event is not in a backup yet.
    Wait,
    /// The last event was recorded just now.
    Bring,
    /// Nothing would be lost.
    Go(Arc<Leaving>),
}

impl Workstation {
    /// Follows what central last said of this workstation itself: a withdrawn one is locked, and what opens charts goes.
    pub(crate) async fn follow_standing(
        &self,
        enrolled: &Enrolled,
    ) -> Result<(), WorkstationError> {
        let withdrawn = enrolled.journal.with(|journal| journal.is_withdrawn())?;
        let known = self.core().withdrawn;
        if !withdrawn && !known {
            return Ok(());
        }
        // Whoever is on the way in is in or out before anything goes.
        let _door = self.inner.door.lock().await;
        if !withdrawn {
            self.core().withdrawn = false;
            self.inner.standing_changed.notify_waiters();
            return Ok(());
        }
        let mut locked = Ok(());
        if !known {
            locked = self.lock_because(LockReason::Withdrawn);
            self.core().withdrawn = true;
            self.inner.pins.forget_all();
            self.inner.standing_changed.notify_waiters();
        }
        // Every time: what failed for want of room is done when there is some.
        enrolled.journal.with(Journal::forget_what_opens_charts)?;
        self.inner.home.remove_projections()?;
        locked
    }

    /// Whether what was here before was withdrawn and is emptied. What cannot be read says nothing.
    pub(crate) fn emptied(&self) -> Option<Emptied> {
        let left = self.inner.home.find_farewell().ok().flatten()?;
        Some(match left.unsaid {
            None => Emptied::Known,
            Some(_) => Emptied::Untold,
        })
    }

    /// Goes as far towards the end as central's backup allows.
    pub(crate) async fn leave(&self, enrolled: &Enrolled) -> Result<(), WorkstationError> {
        let options = ExchangeOptions {
            first: None,
            app_version: self.environment().programme.version.clone(),
            first_contact: false,
        };
        let (caller, journal) = (&enrolled.caller, &enrolled.journal);
        let said = ask_what_is_backed_up(caller, journal, &options).await?;
        let told = |lost| self.last_words(enrolled, lost);
        let next = journal.with(|journal| {
            let Some(permit) = journal.remaining(&said)?.permit() else {
                return Ok(Next::Wait);
            };
            if journal.record_leaving(&told, enrolled.keys.signing())? {
                return Ok(Next::Bring);
            }
            let wipe = Wipe {
                tenant: enrolled.identity.tenant,
                device: enrolled.identity.device,
                audit: journal.audit_head()?,
                at: self.now(),
            };
            let leaving = Leaving::of(enrolled, &wipe);
            let home = &self.inner.home;
            home.begin_emptying(permit, leaving.farewell())?;
            Ok(Next::Go(Arc::new(leaving)))
        })?;
        match next {
            Next::Wait => Ok(()),
            Next::Bring => Ok(push_audit(caller, journal).await.map(drop)?),
            Next::Go(leaving) => self.go(enrolled, leaving).await,
        }
    }

    /// Of something typed that goes with the workstation; or that the workstation is empty.
    fn last_words(&self, enrolled: &Enrolled, lost: Option<Typed>) -> AuditEvent {
        let subtype = match lost {
            Some(_) => Subtype::DraftLost,
            None => Subtype::DeviceEmptied,
        };
        let deed = (Action::Delete, subtype);
        let mut told = event(self.environment(), enrolled, None, deed);
        told.purpose = Purpose::Operations;
        if let Some((person, chart, _)) = lost {
            told.person = Some(person);
            told.outcome = Outcome::SeriousFailure;
            return told.on_chart(chart);
        }
        told
    }

    async fn go(&self, enrolled: &Enrolled, leaving: Arc<Leaving>) -> Result<(), WorkstationError> {
        self.hold_leaving(&leaving);
        enrolled.rows.end();
        enrolled.journal.close()?;
        self.say_farewell(&leaving).await
    }

    fn hold_leaving(&self, leaving: &Arc<Leaving>) {
        let mut core = self.core();
        core.enrolled = None;
        core.withdrawn = false;
        core.leaving = Some(Arc::clone(leaving));
        self.inner.standing_changed.notify_waiters();
    }

    /// Removes what is left and tells central. The line is the caller's.
    pub(crate) async fn say_farewell(&self, leaving: &Leaving) -> Result<(), WorkstationError> {
        let (home, environment) = (&self.inner.home, self.environment());
        leaving.empty(home, environment)?;
        let told = leaving.tell(home, environment).await;
        if let Err(WorkstationError::Sync(error)) = &told {
            self.note_line(!error.is_offline());
            self.note_hold(error);
        }
        told?;
        self.note_line(true);
        self.core().leaving = None;
        Ok(())
    }

    /// Lets go of what people with closed accounts got in with and read by, as far as nothing of theirs can be lost.
    pub(crate) async fn let_people_go(&self, enrolled: &Enrolled) -> Result<(), WorkstationError> {
        let closed = enrolled.journal.with(|journal| journal.closed())?;
        if closed.is_empty() {
            return Ok(());
        }
        let _door = self.inner.door.lock().await;
        let inside = self.core().gate.inside().map(|session| session.person.id);
        let deed = (Action::Delete, Subtype::PersonLetGo);
        for person in closed.iter().filter(|person| Some(**person) != inside) {
            let told = AuditEvent {
                person: Some(*person),
                purpose: Purpose::Operations,
                ..event(self.environment(), enrolled, None, deed)
            };
            let signer = enrolled.keys.signing();
            enrolled
                .journal
                .with(|journal| journal.let_person_go(*person, &told, signer))?;
            self.inner.pins.forget(*person);
        }
        let people = enrolled.journal.with(|journal| journal.list_people())?;
        let people: Vec<_> = people.iter().map(|row| row.person.id).collect();
        Ok(self.inner.home.remove_charts_but(&people)?)
    }
}
