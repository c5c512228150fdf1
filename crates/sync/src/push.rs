//! What goes to central: audit events before everything else, then operations. What central answers
//! to an operation is a hint; only its own chain, pulled back, confirms one.

use std::time::Duration;

use charthold_chartlog::{Contact, Envelope};
use charthold_crypto::VerifyingKey;
use charthold_protocol::{
    AuditPush, AuditReceipt, AuditRefusal, HelloReply, Limits, OpOutcome, OpResult, PushGroup,
    PushRequest, RefusalCode, SignedAuditReceipt,
};
use charthold_store::SharedJournal;

use crate::blob::send_apart;
use crate::{Caller, ExchangeReport, SyncError};

/// Of audit events in one message, whatever the line carries; they wait for nobody's share of it.
const AUDIT: Limits = Limits {
    max_bytes: 1 << 20,
    max_ops: u32::MAX,
    bytes_per_s: None,
    apart_above: None,
};

/// Sends every audit event central does not have; answers how many it took.
///
/// # Errors
/// As [`SyncError`] says; a fork or damage is an incident, and nothing else is sent. [`SyncError::Behind`] when central was
/// put back from a copy since the last exchange.
pub async fn push_audit(caller: &Caller, journal: &SharedJournal) -> Result<usize, SyncError> {
    let central = central_key(journal)?;
    let mut page = caller.page(AUDIT);
    let mut pushed = 0;
    loop {
        let max_bytes = usize::try_from(page.bytes()).unwrap_or(usize::MAX);
        let (confirmed, events) = journal.with(|journal| {
            let confirmed = journal.audit_confirmed()?;
            Ok((confirmed, journal.audit_after(confirmed.seq, max_bytes)?))
        })?;
        if events.is_empty() {
            return Ok(pushed);
        }
        let push = AuditPush { events };
        let push = caller.push_audit(&push);
        let (reply, _) = caller.measured(&mut page, push).await?;
        let receipt = own_receipt(caller, &reply.receipt, &central)?;
        match reply.refusal {
            Some(AuditRefusal::Fork) => return Err(SyncError::Forked),
            Some(AuditRefusal::Damaged) => {
                return Err(SyncError::Damaged(
                    "central could not verify an audit event",
                ));
            }
            Some(AuditRefusal::Gap) | None => {}
        }
        if receipt.head.seq < confirmed.seq {
            return Err(SyncError::Behind);
        }
        // Each turn moves on, or it is the last.
        if receipt.head.seq == confirmed.seq {
            return Err(SyncError::Garbled("audit receipt"));
        }
        let signed = reply.receipt.to_bytes();
        journal.with(|journal| journal.save_audit_receipt(&receipt.head, &signed))?;
        pushed += usize::try_from(receipt.head.seq.saturating_sub(confirmed.seq)).unwrap_or(0);
    }
}

/// Whether what central has of this device's audit chain is this chain; in a new epoch, what it lost counts as unsent again.
///
/// # Errors
/// As [`SyncError`] says.
pub(crate) async fn prove_audit(
    caller: &Caller,
    journal: &SharedJournal,
    contact: Contact,
) -> Result<bool, SyncError> {
    let signed = caller.audit_head().await?;
    let receipt = own_receipt(caller, &signed, &central_key(journal)?)?;
    let signed = signed.to_bytes();
    let is_ours = journal.with(|journal| {
        let is_ours = journal.has_audit_head(&receipt.head)?;
        if is_ours && contact == Contact::NewEpoch {
            journal.shorten_confirmed_audit(&receipt.head, &signed)?;
        }
        Ok(is_ours)
    })?;
    Ok(is_ours)
}

fn central_key(journal: &SharedJournal) -> Result<VerifyingKey, SyncError> {
    let identity = journal.with(|journal| journal.find_identity())?;
    let identity = identity.ok_or(SyncError::BadSettings("this workstation is not enrolled"))?;
    Ok(identity.central_verifying_key)
}

pub(crate) fn own_receipt(
    caller: &Caller,
    signed: &SignedAuditReceipt,
    central: &VerifyingKey,
) -> Result<AuditReceipt, SyncError> {
    let receipt = signed
        .verify(central)
        .map_err(|_| SyncError::Damaged("an audit receipt is not central's"))?;
    if receipt.device != caller.device() {
        return Err(SyncError::Damaged(
            "an audit receipt is for another workstation",
        ));
    }
    Ok(receipt)
}

/// Sends each operation that waits, once, up to place `last` of the journal.
pub(crate) async fn push_operations(
    caller: &Caller,
    journal: &SharedJournal,
    (hello, last): (&HelloReply, u64),
    report: &mut ExchangeReport,
) -> Result<(), SyncError> {
    let mut page = caller.page(hello.limits);
    let mut max_ops = usize::try_from(hello.limits.max_ops).unwrap_or(1);
    let alone_above = hello.limits.apart_above.unwrap_or(u32::MAX);
    let alone_above = usize::try_from(alone_above).unwrap_or(usize::MAX);
    let (mut sent, mut pause) = (0, Duration::ZERO);
    loop {
        let max_bytes = usize::try_from(page.bytes()).unwrap_or(usize::MAX);
        let room = (max_bytes, alone_above);
        let unsent = journal.with(|journal| journal.unsent((sent, last), max_ops, room))?;
        let groups = unsent.groups.into_iter();
        let mut groups: Vec<PushGroup> = groups
            .map(|(chart, operations)| PushGroup { chart, operations })
            .collect();
        if let Some(large) = large_one(&mut groups, alone_above) {
            send_apart(caller, large, &mut page).await?;
        }
        let count: usize = groups.iter().map(|group| group.operations.len()).sum();
        if count == 0 {
            return Ok(());
        }
        let epoch = hello.epoch;
        tokio::time::sleep(pause).await;
        let push = PushRequest { epoch, groups };
        let reply;
        (reply, pause) = match caller.measured(&mut page, caller.push(&push)).await {
            Err(error) if error.refusal() == Some(RefusalCode::TooLarge) && count > 1 => {
                max_ops = count / 2;
                continue;
            }
            answer => answer?,
        };
        if reply.results.len() != count {
            return Err(SyncError::Garbled("push reply"));
        }
        note_results(journal, &reply.results, report)?;
        sent = unsent.last;
    }
}

/// The operation whose body travels apart: it is the only one.
fn large_one(groups: &mut [PushGroup], apart_above: usize) -> Option<&mut Envelope> {
    let mut operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    operations.find(|envelope| envelope.body.len() > apart_above)
}

/// Writes down what central has and what it put aside.
fn note_results(
    journal: &SharedJournal,
    results: &[OpResult],
    report: &mut ExchangeReport,
) -> Result<(), SyncError> {
    let mut acknowledged = Vec::new();
    for result in results {
        match result.outcome {
            OpOutcome::Accepted { seq } | OpOutcome::Void { seq, .. } => {
                report.pushed += 1;
                report.places.insert(result.op, seq);
                acknowledged.push(result.op);
            }
            OpOutcome::Duplicate { seq } => {
                report.places.insert(result.op, seq);
                acknowledged.push(result.op);
            }
            OpOutcome::Quarantined { reason } => {
                report.quarantined += 1;
                journal.with(|journal| journal.mark_quarantined(result.op, reason))?;
            }
            OpOutcome::Gap { .. } | OpOutcome::MissingParent { .. } | OpOutcome::IdReused => {}
        }
    }
    Ok(journal.with(|journal| journal.acknowledge(&acknowledged))?)
}
