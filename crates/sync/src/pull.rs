//! What comes from central: entries of each log after the one held. Every operation is checked
//! against the certificate of its device, every entry against the chain, before anything is kept;
//! operations and head are written in one transaction.

use std::collections::BTreeSet;
use std::time::Duration;

use charthold_chartlog::shorter;
use charthold_domain::{AuditEventId, ChartId};
use charthold_protocol::{HelloReply, PullReply, PullRequest};
use charthold_store::{IncomingFrame, Journal, SharedJournal};

use crate::blob::{Apart, fetch};
use crate::incoming::{Checked, Issuers, check};
use crate::page::PageSize;
use crate::{Authority, Caller, ExchangeReport, SyncError};

/// Pulls everything central has of the logs in scope.
pub(crate) async fn pull_all(
    caller: &Caller,
    journal: &SharedJournal,
    hello: &HelloReply,
    first: Option<ChartId>,
    report: &mut ExchangeReport,
) -> Result<(), SyncError> {
    let mut asking = Asking::load(caller, journal, hello, first)?;
    loop {
        let reply = asking.ask().await?;
        if !reply.diverged.is_empty() {
            // Within an epoch a chain never changes: the server lost something without saying so,
            // or somebody tampers. Nothing is dropped; people decide.
            return Err(SyncError::Damaged(
                "central's log is not the one this workstation knows",
            ));
        }
        let more = reply.more;
        let served: Vec<ChartId> = reply.frames.iter().map(|frame| frame.chart).collect();
        let Taken { lacking, apart } = take(journal, reply, &asking.issuers, report)?;
        let is_last = !more && lacking.is_empty();
        asking.want_own(lacking)?;
        asking.put_off(apart);
        if let Some(apart) = asking.next_apart(is_last) {
            asking.fetch(&apart).await?;
        } else if is_last {
            journal.with(Journal::forget_all_arrived)?;
            let silent: Vec<ChartId> = asking
                .charts()
                .filter(|chart| !served.contains(chart))
                .collect();
            return Ok(journal.with(|journal| journal.note_complete(&silent))?);
        }
    }
}

/// After a restore of central: goes back along each chain until central has what is held of it. What
/// lies beyond is unconfirmed again, and so it is sent.
pub(crate) async fn prove_chains(
    caller: &Caller,
    journal: &SharedJournal,
    hello: &HelloReply,
    first: Option<ChartId>,
    report: &mut ExchangeReport,
) -> Result<(), SyncError> {
    let mut asking = Asking::load(caller, journal, hello, first)?;
    loop {
        let reply = asking.ask().await?;
        let diverged = reply.diverged.clone();
        // What came without its body is pulled once more, after this.
        let Taken { lacking, .. } = take(journal, reply, &asking.issuers, report)?;
        if diverged.is_empty() && lacking.is_empty() {
            return Ok(());
        }
        asking.want_own(lacking)?;
        for chart in diverged {
            let held = journal.with(|journal| journal.head(chart))?;
            if held.seq == 0 {
                return Err(SyncError::Garbled("pull reply: an empty chain diverges"));
            }
            journal.with(|journal| journal.shorten_chain(chart, shorter(held.seq)))?;
        }
    }
}

/// What every pull of an exchange says of itself.
struct Asking<'a> {
    caller: &'a Caller,
    journal: &'a SharedJournal,
    hello: &'a HelloReply,
    first: Option<ChartId>,
    audit: AuditEventId,
    issuers: Issuers,
    lacking: BTreeSet<ChartId>,
    /// Operations whose bodies are still to be got: nothing else waits for them, but what follows in their charts.
    apart: Vec<Apart>,
    page: PageSize,
    /// Before the next question.
    pause: Duration,
}

impl<'a> Asking<'a> {
    fn load(
        caller: &'a Caller,
        journal: &'a SharedJournal,
        hello: &'a HelloReply,
        first: Option<ChartId>,
    ) -> Result<Self, SyncError> {
        let audit = journal
            .with(|journal| journal.last_confirmed_event())?
            .ok_or(SyncError::BadSettings(
                "no audit event explains the exchange",
            ))?;
        let identity = journal
            .with(|journal| journal.find_identity())?
            .ok_or(SyncError::BadSettings("this workstation is not enrolled"))?;
        let issuers = Issuers {
            keys: identity.keys_verifying_key,
            central: identity.central_verifying_key,
        };
        Ok(Self {
            caller,
            journal,
            hello,
            first,
            audit,
            issuers,
            lacking: BTreeSet::new(),
            apart: Vec::new(),
            page: caller.page(hello.limits),
            pause: Duration::ZERO,
        })
    }

    /// Asks for the content of own operations, too, in charts where it is lacking.
    fn want_own(&mut self, charts: Vec<ChartId>) -> Result<(), SyncError> {
        for chart in charts {
            if !self.lacking.insert(chart) {
                return Err(SyncError::Garbled("pull reply: an operation is left out"));
            }
        }
        Ok(())
    }

    fn put_off(&mut self, apart: Vec<Apart>) {
        self.apart.extend(apart);
    }

    /// The body to be got now: the open chart's at once, others when there is nothing else to be had.
    fn next_apart(&mut self, is_last: bool) -> Option<Apart> {
        let is_first = |apart: &Apart| Some(apart.chart) == self.first;
        match self.apart.iter().position(is_first) {
            Some(place) => Some(self.apart.swap_remove(place)),
            None if is_last => self.apart.pop(),
            None => None,
        }
    }

    async fn fetch(&mut self, apart: &Apart) -> Result<(), SyncError> {
        let authority = self.authority();
        let terms = (authority, &mut self.page);
        fetch(self.caller, self.journal, apart, terms).await
    }

    fn authority(&self) -> Authority<'static> {
        Authority {
            token: None,
            audit: Some(self.audit),
        }
    }

    fn charts(&self) -> impl Iterator<Item = ChartId> {
        self.hello.scope.iter().map(|log| log.chart)
    }

    async fn ask(&mut self) -> Result<PullReply, SyncError> {
        let heads = self.journal.with(|journal| {
            self.charts()
                .filter(|chart| !self.apart.iter().any(|apart| apart.chart == *chart))
                .map(|chart| Ok((chart, journal.head(chart)?)))
                .collect()
        })?;
        let request = PullRequest {
            epoch: self.hello.epoch,
            heads,
            max_bytes: self.page.bytes(),
            first: self.first,
            lacking: (!self.lacking.is_empty()).then(|| self.lacking.iter().copied().collect()),
            apart_above: self.hello.limits.apart_above,
        };
        tokio::time::sleep(self.pause).await;
        let pull = self.caller.pull(&request, self.authority());
        let (reply, pause) = self.caller.measured(&mut self.page, pull).await?;
        self.pause = pause;
        Ok(reply)
    }
}

/// What of an answer could not be kept yet.
#[derive(Default)]
struct Taken {
    /// Charts in which operations are lacking that this workstation wrote: of those nothing is kept.
    lacking: Vec<ChartId>,
    /// Operations whose bodies are to be got; of their charts, what comes before them is kept.
    apart: Vec<Apart>,
}

/// Keeps what came, up to the first chart of which something does not hold.
fn take(
    journal: &SharedJournal,
    reply: PullReply,
    issuers: &Issuers,
    report: &mut ExchangeReport,
) -> Result<Taken, SyncError> {
    let (more, moved) = (reply.more, entries_in(&reply));
    if let Some(people) = &reply.people {
        journal.with(|journal| journal.save_colleagues(people))?;
    }
    let Checked {
        mut frames,
        apart,
        fault,
    } = check(journal, reply, issuers)?;
    let mut taken = Taken {
        lacking: Vec::new(),
        apart,
    };
    while !frames.is_empty() {
        let rest = frames.split_off(together(&frames));
        let applied = journal.with(|journal| journal.apply_frames(&frames))?;
        for (frame, applied) in frames.iter().zip(applied) {
            match applied {
                Some(applied) => report.note_pulled(frame.chart, applied.new_operations),
                None => taken.lacking.push(frame.chart),
            }
        }
        frames = rest;
    }
    if let Some(fault) = fault {
        return Err(fault);
    }
    if more && moved == 0 {
        return Err(SyncError::Garbled("pull reply: more, but nothing"));
    }
    Ok(taken)
}

fn entries_in(reply: &PullReply) -> usize {
    reply.frames.iter().map(|frame| frame.entries.len()).sum()
}

/// How many of these charts are kept at once: whoever writes meanwhile waits for no more than so many operations.
fn together(frames: &[IncomingFrame]) -> usize {
    let mut entries = 0;
    let fits = |frame: &&IncomingFrame| {
        let is_first = entries == 0;
        entries += frame.entries.len();
        is_first || entries <= AT_ONCE
    };
    frames.iter().take_while(fits).count().max(1)
}

/// Operations of one commit: a few hundredths of a second.
const AT_ONCE: usize = 500;
