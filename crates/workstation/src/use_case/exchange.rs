//! One exchange with central, and what is remembered of the line. Needs nobody signed in.

use std::collections::BTreeSet;
use std::time::Duration;

use charthold_audit::{Action, AuditEvent, Subtype};
use charthold_domain::{ChartId, Purpose, Timestamp};
use charthold_store::Journal;
use charthold_sync::{ExchangeOptions, ExchangeReport, SyncError, exchange};

use crate::audit_event::{Describe, event};
use crate::enrolled::Enrolled;
use crate::ipc::dto::LockReason;
use crate::use_case::refresh::Changes;
use crate::{Trouble, Workstation, WorkstationError, time_passed};

/// What an exchange did, on the line and on the screen.
#[derive(Clone, Debug, Default)]
pub struct Exchanged {
    /// On the line.
    pub report: ExchangeReport,
    /// On the screen.
    pub changes: Changes,
}

impl Workstation {
    /// Exchanges with central, then brings what is shown up to date. Without a `first` an open chart is
    /// asked for before the others.
    ///
    /// # Errors
    /// Why central could not be reached or trusted, or what it sent does not verify. What was done
    /// before stays done.
    pub async fn sync(&self, first: Option<ChartId>) -> Result<Exchanged, WorkstationError> {
        if let Some(leaving) = self.leaving() {
            let _line = self.inner.line.lock().await;
            self.say_farewell(&leaving).await?;
            return Ok(Exchanged::default());
        }
        let report = self.exchange(first).await?;
        if let Ok(enrolled) = self.enrolled() {
            // A key service of an earlier version has no such key; what is exchanged does not wait for it.
            let _ = self.put_by(&enrolled).await;
        }
        let let_go = report.complete && self.let_go()?;
        let mut changes = self.refresh_with_keys().await?;
        changes.merge_charts(&report.changed);
        changes.ward |= let_go;
        Ok(Exchanged { report, changes })
    }

    /// Finds out whether our server answers, without exchanging anything.
    pub async fn ping(&self) {
        let Ok(enrolled) = self.kept() else {
            return;
        };
        self.note_line(answers(&enrolled).await);
    }

    async fn exchange(&self, first: Option<ChartId>) -> Result<ExchangeReport, WorkstationError> {
        let _line = self.inner.line.lock().await;
        let enrolled = self.kept()?;
        let app_version = self.environment().programme.version.clone();
        self.network().exchanging = true;
        let open = self.open_charts();
        let options = ExchangeOptions {
            first: first.or_else(|| open.last().copied()),
            app_version,
            first_contact: !self.network().met,
        };
        let result = exchange(&enrolled.caller, &enrolled.journal, &options).await;
        self.network().exchanging = false;
        // Whatever became of the rest.
        self.follow_standing(&enrolled).await?;
        match result {
            Ok(report) => {
                self.note_exchange(&enrolled, &report)?;
                self.obey(&enrolled, &report)?;
                match report.withdrawn {
                    true => self.leave(&enrolled).await?,
                    false => self.let_people_go(&enrolled).await?,
                }
                Ok(report)
            }
            Err(error) => {
                // A full disk or a wrong setting here says nothing of the line.
                let answered = match &error {
                    SyncError::Store(_) | SyncError::BadSettings(_) => answers(&enrolled).await,
                    error => !error.is_offline(),
                };
                self.note_line(answered);
                self.note_hold(&error);
                if matches!(error, SyncError::Forked) {
                    let found = Some(Trouble::Copied);
                    let kept = |journal: &mut Journal| Trouble::keep(journal, found);
                    // That there are two says more than that it could not be noted.
                    let _ = enrolled.journal.with(kept);
                }
                Err(error.into())
            }
        }
    }

    /// Remembers an exchange that went through, and what central said in it of this workstation.
    fn note_exchange(
        &self,
        enrolled: &Enrolled,
        report: &ExchangeReport,
    ) -> Result<(), WorkstationError> {
        let now = self.now();
        self.note_line(true);
        let mut network = self.network();
        network.synced_at = Some(now);
        network.met = true;
        network.pace.lift();
        drop(network);
        let found = report.withdrawn.then_some(Trouble::Withdrawn);
        let clock = self.environment().clock.as_ref();
        let theirs = enrolled.caller.central_time();
        Ok(enrolled.journal.with(|journal| {
            time_passed::keep(journal, theirs, clock)?;
            Trouble::keep(journal, found)?;
            journal.set_setting("synced_at", &now.to_string())
        })?)
    }

    /// Whoever is in with an account that central closed is locked, now, and a closed account opens nothing on this workstation's own
    /// word. What they wrote stays, and travels.
    fn obey(&self, enrolled: &Enrolled, report: &ExchangeReport) -> Result<(), WorkstationError> {
        let over = Timestamp::from_millis(0);
        enrolled.journal.with(|journal| {
            for person in &report.closed {
                if journal.find_person(*person)?.is_some() {
                    journal.save_lease(*person, over)?;
                }
            }
            Ok(())
        })?;
        for person in &report.closed {
            self.inner.pins.forget(*person);
        }
        let now = self.environment().clock.boot_time();
        let mut core = self.core();
        let inside = core
            .gate
            .inside()
            .map(|session| (session.person.id, session.began_online));
        match inside {
            Some((person, _)) if report.closed.contains(&person) => {
                self.lock_held(core, LockReason::Closed)
            }
            // Of a password that central did not check an exchange says nothing.
            Some((_, true)) => {
                core.gate.vouch(now);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Lets go of charts that are not to be held here any more, except those somebody has open, and answers whether there were
    /// any.
    fn let_go(&self) -> Result<bool, WorkstationError> {
        let enrolled = self.kept()?;
        let let_go = (Action::Delete, Subtype::ChartLetGo);
        let told = |chart| AuditEvent {
            purpose: Purpose::Operations,
            ..event(self.environment(), &enrolled, None, let_go).on_chart(chart)
        };
        let open = self.open_charts();
        let gone = enrolled
            .journal
            .with(|journal| journal.let_go(&open, &told, enrolled.keys.signing()))?;
        Ok(!gone.is_empty())
    }

    /// The charts somebody has open.
    fn open_charts(&self) -> BTreeSet<ChartId> {
        let core = self.core();
        let open = core.gate.inside().map(|session| &session.open);
        open.map(|open| open.keys().copied().collect())
            .unwrap_or_default()
    }

    /// Remembers whether our server answered last time.
    pub(crate) fn note_line(&self, answered: bool) {
        let now = self.now();
        let mut network = self.network();
        network.offline_since = if answered {
            None
        } else {
            network.offline_since.or(Some(now))
        };
    }
}

async fn answers(enrolled: &Enrolled) -> bool {
    match tokio::time::timeout(PATIENCE, enrolled.caller.audit_head()).await {
        Ok(Err(error)) => !error.is_offline(),
        Ok(Ok(_)) => true,
        Err(_) => false,
    }
}

/// Somebody asked whether there is a line: one on which nothing comes for so long is none.
const PATIENCE: Duration = Duration::from_secs(8);
