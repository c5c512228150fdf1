//! What comes from central: entries of each log after the one held. Every operation is checked
//! against the certificate of its device, every entry against the chain, before anything is kept;
//! operations and head are written in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use charthold_chartlog::{Operation, shorter};
use charthold_crypto::VerifyingKey;
use charthold_domain::{AuditEventId, ChartId, DeviceId};
use charthold_protocol::{
    ChartFrame, HelloReply, PullReply, PullRequest, PulledEntry, SignedChartRegistration,
    SignedDeviceCertificate,
};
use charthold_store::{IncomingEntry, SharedJournal};

use crate::{Authority, Caller, ExchangeReport, SyncError};

/// What comes in one answer: as with a TCP connection (RFC 5681 §3.1) it begins small and doubles while answers
/// arrive, so that a line that never holds for long brings something each time; a page cut short brings nothing.
const FIRST_BYTES: u32 = 128 << 10;
const MOST_BYTES: u32 = 4 << 20;

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
        let lacking = take(journal, reply, &asking.issuers, report)?;
        if !more && lacking.is_empty() {
            let silent: Vec<ChartId> = asking
                .charts()
                .filter(|chart| !served.contains(chart))
                .collect();
            return Ok(journal.with(|journal| journal.note_complete(&silent))?);
        }
        asking.want_own(lacking)?;
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
        let lacking = take(journal, reply, &asking.issuers, report)?;
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
    /// How much the next answer may hold.
    bytes: u32,
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
        let audit =
            journal
                .with(|journal| journal.last_audit_event())?
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
            bytes: FIRST_BYTES,
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

    fn charts(&self) -> impl Iterator<Item = ChartId> {
        self.hello.scope.iter().map(|log| log.chart)
    }

    async fn ask(&mut self) -> Result<PullReply, SyncError> {
        let heads = self.journal.with(|journal| {
            self.charts()
                .map(|chart| Ok((chart, journal.head(chart)?)))
                .collect()
        })?;
        let request = PullRequest {
            epoch: self.hello.epoch,
            heads,
            max_bytes: self.bytes.min(self.hello.limits.max_bytes),
            first: self.first,
            lacking: (!self.lacking.is_empty()).then(|| self.lacking.iter().copied().collect()),
        };
        let authority = Authority {
            token: None,
            audit: Some(self.audit),
        };
        let reply = self.caller.pull(&request, authority).await?;
        self.bytes = self.bytes.saturating_mul(2).min(MOST_BYTES);
        Ok(reply)
    }
}

/// Keeps what came, and answers in which charts operations are lacking that this workstation wrote: of those nothing is kept.
fn take(
    journal: &SharedJournal,
    reply: PullReply,
    issuers: &Issuers,
    report: &mut ExchangeReport,
) -> Result<Vec<ChartId>, SyncError> {
    let mut devices = Devices {
        known: BTreeMap::new(),
        journal,
    };
    for certificate in &reply.devices {
        devices.learn(certificate, &issuers.keys)?;
    }
    let more = reply.more;
    let (mut moved, mut lacking) = (0, Vec::new());
    for frame in reply.frames {
        moved += frame.entries.len();
        let chart = frame.chart;
        if let Some(word) = &frame.registration {
            keep_registration(journal, chart, word, &issuers.central)?;
        }
        let Some(new) = take_frame(journal, frame, &mut devices)? else {
            lacking.push(chart);
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
    Ok(lacking)
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

/// How many operations were new; nothing when one is lacking.
fn take_frame(
    journal: &SharedJournal,
    frame: ChartFrame,
    devices: &mut Devices<'_>,
) -> Result<Option<usize>, SyncError> {
    let mut entries = Vec::with_capacity(frame.entries.len());
    for entry in frame.entries {
        entries.push(checked(frame.chart, entry, devices)?);
    }
    Ok(journal.with(|journal| {
        for entry in &entries {
            if journal.lacks(frame.chart, entry)? {
                return Ok(None);
            }
        }
        let applied = journal.apply_entries(frame.chart, frame.server_seq, &entries)?;
        Ok(Some(applied.new_operations))
    })?)
}

fn checked(
    chart: ChartId,
    entry: PulledEntry,
    devices: &mut Devices<'_>,
) -> Result<IncomingEntry, SyncError> {
    let operation = match entry.operation {
        None => None,
        Some(envelope) => {
            let operation = Operation::parse(envelope)
                .map_err(|_| SyncError::Damaged("an operation cannot be read"))?;
            if operation.core().chart != chart || operation.hash() != entry.op_hash {
                return Err(SyncError::Damaged(
                    "an operation is not the one its entry names",
                ));
            }
            let key = devices.key(operation.core().device)?;
            operation
                .verify(&key)
                .map_err(|_| SyncError::Damaged("an operation is not signed by its device"))?;
            Some(operation)
        }
    };
    Ok(IncomingEntry {
        seq: entry.seq,
        op_hash: entry.op_hash,
        void: entry.void,
        operation,
    })
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
