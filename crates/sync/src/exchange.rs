//! One full exchange: hello, audit first, push, pull. Needs no person: everything that moves is
//! sealed. It may stop anywhere; the next one goes on from what the journal holds.

use std::collections::BTreeMap;
use std::time::Duration;

use charthold_chartlog::Contact;
use charthold_domain::{ChartId, OpId, PersonId};
use charthold_protocol::{DeviceStatus, HelloReply, NotModified};
use charthold_store::{Journal, SharedJournal};

use crate::donate::donate;
use crate::greet::greet;
use crate::{Caller, SyncError, pull, push};

/// However busy central is, or however wrong.
const LONGEST_START_MS: u32 = 30_000;

/// What an exchange is to do first.
#[derive(Clone, Debug, Default)]
pub struct ExchangeOptions {
    /// The chart on the screen: pulled before the others.
    pub first: Option<ChartId>,
    /// Version of the app.
    pub app_version: String,
    /// Nothing was exchanged since the journal was opened: whether it is the one central knows is asked.
    pub first_contact: bool,
}

/// What an exchange did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangeReport {
    /// Operations central has now taken.
    pub pushed: usize,
    /// Operations that were new here.
    pub pulled: usize,
    /// Audit events central has now taken.
    pub audit_pushed: usize,
    /// Operations central put aside for review.
    pub quarantined: usize,
    /// Logs held after it.
    pub heads: usize,
    /// The server was restored since the last contact: what it lost was sent again.
    pub epoch_changed: bool,
    /// The charts in which something is new here.
    pub changed: Vec<ChartId>,
    /// Everything central has of the logs in scope is here, and what central says of backups is noted: what is not to be
    /// held any more may be let go of.
    pub complete: bool,
    /// This workstation was withdrawn: what it had is kept aside, and it gets nothing.
    pub withdrawn: bool,
    /// People who used this workstation and whose accounts are closed, when central told them anew.
    pub closed: Vec<PersonId>,
    /// The numbers central answered for operations of its chains.
    pub(crate) places: BTreeMap<OpId, u64>,
}

impl ExchangeReport {
    /// So many operations of `chart` are new here.
    pub(crate) fn note_pulled(&mut self, chart: ChartId, new_operations: usize) {
        if new_operations > 0 && !self.changed.contains(&chart) {
            self.changed.push(chart);
        }
        self.pulled += new_operations;
    }
}

/// Carries out one exchange.
///
/// # Errors
/// As [`SyncError`] says. Everything done before the error stays done.
pub async fn exchange(
    caller: &Caller,
    journal: &SharedJournal,
    options: &ExchangeOptions,
) -> Result<ExchangeReport, SyncError> {
    let mut report = ExchangeReport::default();
    let (mut hello, contact) = greet(caller, journal, options).await?;
    report.closed = hello.closed.clone().unwrap_or_default();
    let mut known = true;
    if contact == Contact::NewEpoch || options.first_contact {
        known = push::prove_audit(caller, journal, contact).await?;
    }
    if contact == Contact::NewEpoch
        && known
        && hello.status == DeviceStatus::Active
        && donate(caller, journal, hello.epoch).await?
    {
        (hello, _) = greet(caller, journal, options).await?;
    }
    // What is written from here on goes with the next exchange: its audit event has to be there first.
    let last = journal.with(|journal| journal.last_place())?;
    // Central writes down that there are two of it when it is sent what it has another of.
    let pushed = push::push_audit(caller, journal).await;
    if !known || matches!(pushed, Err(SyncError::Forked)) {
        // Of a copied workstation nothing is explained, and nothing it holds may be lost: central keeps it aside.
        push::push_operations(caller, journal, (&hello, last), &mut report).await?;
        return Err(SyncError::Forked);
    }
    report.audit_pushed = pushed?;
    if contact == Contact::NewEpoch {
        if hello.status == DeviceStatus::Active {
            pull::prove_chains(caller, journal, &hello, options.first, &mut report).await?;
        }
        // Only now: stopped before, the next exchange begins again.
        journal.with(|journal| journal.set_epoch(hello.epoch))?;
        report.epoch_changed = true;
    }
    push::push_operations(caller, journal, (&hello, last), &mut report).await?;
    if hello.status == DeviceStatus::Active {
        if hello.not_modified == Some(NotModified::ScopeAndLogs) && report.pushed == 0 {
            journal.with(|journal| journal.note_complete(&charts_of(&hello)))?;
        } else {
            let wait = hello.start_after_ms.unwrap_or(0).min(LONGEST_START_MS);
            tokio::time::sleep(Duration::from_millis(wait.into())).await;
            pull::pull_all(caller, journal, &hello, options.first, &mut report).await?;
        }
        journal.with(Journal::offer_again_unproven)?;
        note_durable(journal, &hello)?;
        report.complete = true;
    }
    report.heads = hello.scope.len();
    report.withdrawn = hello.status == DeviceStatus::Revoked;
    Ok(report)
}

fn charts_of(hello: &HelloReply) -> Vec<ChartId> {
    hello.scope.iter().map(|log| log.chart).collect()
}

/// Notes what a restore cannot lose any more. After the pull: only a chain that was compared with central's says what is
/// there.
fn note_durable(journal: &SharedJournal, hello: &HelloReply) -> Result<(), SyncError> {
    let Some(durable) = &hello.durable else {
        return Ok(());
    };
    Ok(journal.with(|journal| journal.save_durable(durable.backup, &durable.charts))?)
}
