//! What comes from central: entries of each log after the one held. Every operation is checked
//! against the certificate of its device, every entry against the chain, before anything is kept;
//! operations and head are written in one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use charthold_chartlog::{Envelope, OpHash, Operation, shorter};
use charthold_crypto::VerifyingKey;
use charthold_domain::{AuditEventId, ChartId, DeviceId};
use charthold_protocol::{
    HelloReply, PullReply, PullRequest, PulledEntry, SignedChartRegistration,
    SignedDeviceCertificate,
};
use charthold_store::{IncomingEntry, Journal, SharedJournal};

use crate::blob::{Apart, Completed, complete, fetch};
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

/// Whose word is taken: for devices, and for charts.
struct Issuers {
    keys: VerifyingKey,
    central: VerifyingKey,
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

/// Keeps what came.
fn take(
    journal: &SharedJournal,
    reply: PullReply,
    issuers: &Issuers,
    report: &mut ExchangeReport,
) -> Result<Taken, SyncError> {
    let mut devices = Devices {
        known: BTreeMap::new(),
        journal,
    };
    for certificate in &reply.devices {
        devices.learn(certificate, &issuers.keys)?;
    }
    if let Some(people) = &reply.people {
        journal.with(|journal| journal.save_colleagues(people))?;
    }
    let more = reply.more;
    let (mut moved, mut taken) = (0, Taken::default());
    for frame in reply.frames {
        moved += frame.entries.len();
        let chart = frame.chart;
        if let Some(word) = &frame.registration {
            keep_registration(journal, chart, word, &issuers.central)?;
        }
        let (entries, server_seq) = (frame.entries, frame.server_seq);
        let (entries, apart) = check(journal, chart, entries, &mut devices)?;
        taken.apart.extend(apart);
        let Some(new) = keep(journal, chart, (&entries, server_seq))? else {
            taken.lacking.push(chart);
            continue;
        };
        if new > 0 && !report.changed.contains(&chart) {
            report.changed.push(chart);
        }
        report.pulled += new;
    }
    if more && moved == 0 {
        return Err(SyncError::Garbled("pull reply: more, but nothing"));
    }
    Ok(taken)
}

fn keep_registration(
    journal: &SharedJournal,
    chart: ChartId,
    word: &SignedChartRegistration,
    central: &VerifyingKey,
) -> Result<(), SyncError> {
    let said = word.verify(central).ok().filter(|said| said.chart == chart);
    said.ok_or(SyncError::Damaged(
        "a chart's registration is not central's",
    ))?;
    Ok(journal.with(|journal| journal.save_chart_registration(chart, &word.to_bytes()))?)
}

/// The entries that can be kept, in order, up to the first whose body is to be got.
fn check(
    journal: &SharedJournal,
    chart: ChartId,
    entries: Vec<PulledEntry>,
    devices: &mut Devices<'_>,
) -> Result<(Vec<IncomingEntry>, Option<Apart>), SyncError> {
    let mut checked = Vec::with_capacity(entries.len());
    for entry in entries {
        let operation = match entry.operation {
            None => None,
            Some(envelope) => match complete(journal, (chart, entry.seq, entry.op_hash), envelope)?
            {
                Completed::Whole(envelope) => {
                    Some(verified(chart, entry.op_hash, envelope, devices)?)
                }
                Completed::Apart(apart) => return Ok((checked, Some(apart))),
            },
        };
        checked.push(IncomingEntry {
            seq: entry.seq,
            op_hash: entry.op_hash,
            void: entry.void,
            operation,
        });
    }
    Ok((checked, None))
}

/// How many operations were new; nothing when one is lacking.
fn keep(
    journal: &SharedJournal,
    chart: ChartId,
    (entries, server_seq): (&[IncomingEntry], u64),
) -> Result<Option<usize>, SyncError> {
    Ok(journal.with(|journal| {
        for entry in entries {
            if journal.lacks(chart, entry)? {
                return Ok(None);
            }
        }
        let applied = journal.apply_entries(chart, server_seq, entries)?;
        Ok(Some(applied.new_operations))
    })?)
}

fn verified(
    chart: ChartId,
    hash: OpHash,
    envelope: Envelope,
    devices: &mut Devices<'_>,
) -> Result<Operation, SyncError> {
    let operation = Operation::parse(envelope)
        .map_err(|_| SyncError::Damaged("an operation cannot be read"))?;
    if operation.core().chart != chart || operation.hash() != hash {
        return Err(SyncError::Damaged(
            "an operation is not the one its entry names",
        ));
    }
    let key = devices.key(operation.core().device)?;
    operation
        .verify(&key)
        .map_err(|_| SyncError::Damaged("an operation is not signed by its device"))?;
    Ok(operation)
}

/// Signing keys of the devices whose operations arrive.
struct Devices<'a> {
    known: BTreeMap<DeviceId, VerifyingKey>,
    journal: &'a SharedJournal,
}

impl Devices<'_> {
    fn learn(
        &mut self,
        certificate: &SignedDeviceCertificate,
        keys_key: &VerifyingKey,
    ) -> Result<(), SyncError> {
        let device = certificate
            .verify(keys_key)
            .map_err(|_| SyncError::Damaged("a device certificate is not the key service's"))?;
        let bytes = certificate.to_bytes();
        self.journal.with(|journal| {
            journal.save_device_certificate(device.device, &device.signing, &bytes)
        })?;
        self.known.insert(device.device, device.signing);
        Ok(())
    }

    fn key(&mut self, device: DeviceId) -> Result<VerifyingKey, SyncError> {
        if let Some(key) = self.known.get(&device) {
            return Ok(*key);
        }
        let key = self
            .journal
            .with(|journal| journal.find_device_key(device))?
            .ok_or(SyncError::Damaged(
                "an operation is of a device nobody vouches for",
            ))?;
        self.known.insert(device, key);
        Ok(key)
    }
}
