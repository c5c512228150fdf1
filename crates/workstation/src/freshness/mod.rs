//! Whether this home is what it was when it was last used here (ADR 0039). How far the journal had come is kept in the OS keyring
//! too: at a lock, at the end, and now and then. A journal that has not come so far was put back from a copy, by somebody or by a
//! failing disk: nobody is let in, for who trusts it would miss what was charted since.

mod rows;

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use charthold_audit::{Action, AuditEvent, AuditHash, AuditHead, Outcome, Subtype};
use charthold_domain::{BootTime, DeviceId};
use charthold_store::{Freshness, Journal, SharedJournal, StoreError};
use charthold_vault::{Anchor, Keyring};

use crate::audit_event::event;
use crate::enrolled::Enrolled;
use crate::{Environment, Trouble, Workstation, WorkstationError};

pub(crate) use rows::Rows;

/// At the most so much of a day is not anchored when a process is killed.
const EVERY: Duration = Duration::from_secs(30);
/// A keyring that does not answer holds up neither a lock nor the end; the next time it may.
const PATIENCE: Duration = Duration::from_millis(250);

/// Where a home is anchored.
pub(crate) struct Anchorage {
    keyring: Arc<dyn Keyring>,
    account: String,
    device: DeviceId,
    last: Mutex<Last>,
}

#[derive(Clone, Copy, Default)]
struct Last {
    anchor: Option<Anchor>,
    at: Option<BootTime>,
    /// The journal was compared with its anchor, and nothing was found wrong with it since: what it says is worth keeping.
    trusted: bool,
}

impl Anchorage {
    pub(crate) fn new(keyring: Arc<dyn Keyring>, account: String, device: DeviceId) -> Self {
        Self {
            keyring,
            account,
            device,
            last: Mutex::default(),
        }
    }

    /// Keeps how far `journal` has come, unless that is kept already or the journal is not to be trusted. Best effort: an older anchor
    /// is a weaker one, not a wrong one.
    pub(crate) fn anchor(&self, journal: &SharedJournal) {
        if !self.last().trusted {
            return;
        }
        let come = journal.with(|journal| {
            let trusted = Trouble::load(journal)? != Some(Trouble::RolledBack);
            trusted.then(|| self.of(journal)).transpose()
        });
        let Ok(Some(anchor)) = come else {
            return;
        };
        if self.last().anchor == Some(anchor) {
            return;
        }
        let (done, kept) = channel();
        let (keyring, account) = (Arc::clone(&self.keyring), self.account.clone());
        let save = move || {
            let saved = anchor.save(keyring.as_ref(), &account);
            // Nobody listens any more when it took too long.
            let _ = done.send(saved.is_ok());
        };
        let started = thread::Builder::new().name("anchor".to_owned()).spawn(save);
        if started.is_ok() && kept.recv_timeout(PATIENCE) == Ok(true) {
            self.last().anchor = Some(anchor);
        }
    }

    /// The journal may be anchored from here on.
    pub(crate) fn trust(&self) {
        self.last().trusted = true;
    }

    /// Whether half a minute has passed since this said so.
    fn is_due(&self, now: BootTime) -> bool {
        let mut last = self.last();
        let due = last.at.is_none_or(|at| now.since(at) >= EVERY);
        if due {
            last.at = Some(now);
        }
        due
    }

    fn of(&self, journal: &Journal) -> Result<Anchor, StoreError> {
        let (audit, fresh) = (journal.audit_head()?, journal.freshness()?);
        let audit = (audit.seq, audit.hash.0);
        Ok(Anchor::new(
            self.device,
            audit,
            (fresh.changes, fresh.digest),
        ))
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Enrolled {
    /// Compares the journal with its anchor, as a program starts; what is found is kept and told wherever somebody asks.
    pub(crate) fn demand_anchored(
        &self,
        environment: &Environment,
    ) -> Result<(), WorkstationError> {
        let place = &self.anchorage;
        let anchor = Anchor::load(place.keyring.as_ref(), &place.account, place.device)?;
        place.last().anchor = anchor;
        let is_ours = match anchor {
            Some(anchor) => self.journal.with(|journal| has_come_to(journal, &anchor))?,
            None => true,
        };
        if is_ours {
            place.trust();
            return Ok(());
        }
        self.note_rolled_back(environment)
    }

    /// The event goes where the lost ones were: central, which may have had them, sees two at one place and says so.
    fn note_rolled_back(&self, environment: &Environment) -> Result<(), WorkstationError> {
        // Before anything that can fail: an anchor of this journal would say that it is well.
        self.anchorage.last().trusted = false;
        let about = (Action::Execute, Subtype::RollbackFound);
        let found = AuditEvent {
            outcome: Outcome::SeriousFailure,
            ..event(environment, self, None, about)
        };
        Ok(self.journal.with(|journal| {
            if Trouble::load(journal)? != Some(Trouble::RolledBack) {
                Trouble::keep(journal, Some(Trouble::RolledBack))?;
                journal.record(&found, self.keys.signing())?;
            }
            Ok(())
        })?)
    }
}

impl Workstation {
    /// Before anybody is answered anything, a wrong password too: the journal is what was last written, to the last row. A row that was
    /// put back must give no guess away.
    ///
    /// # Errors
    /// `RolledBack` when it is not; [`StoreError::Damaged`] when part of it cannot be read.
    pub(crate) fn demand_fresh(&self, enrolled: &Enrolled) -> Result<(), WorkstationError> {
        match enrolled.rows.demand() {
            Ok(()) => Ok(()),
            Err(StoreError::Stale) => {
                enrolled.note_rolled_back(self.environment())?;
                Err(WorkstationError::RolledBack)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The journal is not known to be old.
    ///
    /// # Errors
    /// `RolledBack` when it is.
    pub(crate) fn demand_not_rolled_back(
        &self,
        enrolled: &Enrolled,
    ) -> Result<(), WorkstationError> {
        match enrolled.journal.with(|journal| Trouble::load(journal))? {
            Some(Trouble::RolledBack) => Err(WorkstationError::RolledBack),
            _ => Ok(()),
        }
    }

    /// Anchors the home when half a minute has passed. Called by a ticking shell.
    pub fn anchor_if_due(&self) {
        let now = self.environment().clock.boot_time();
        if let Ok(enrolled) = self.enrolled()
            && enrolled.anchorage.is_due(now)
        {
            enrolled.anchorage.anchor(&enrolled.journal);
        }
    }
}

fn has_come_to(journal: &Journal, anchor: &Anchor) -> Result<bool, StoreError> {
    let head = AuditHead {
        seq: anchor.audit_seq,
        hash: AuditHash(anchor.audit_hash),
    };
    let fresh = Freshness {
        changes: anchor.changes,
        digest: anchor.digest,
    };
    journal.has_come_to(&head, &fresh)
}
