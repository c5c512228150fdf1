//! What goes to central: audit events before everything else, then operations. What central answers
//! to an operation is a hint; only its own chain, pulled back, confirms one.

use charthold_crypto::VerifyingKey;
use charthold_domain::OpId;
use charthold_protocol::{
    AuditPush, AuditReceipt, AuditRefusal, HelloReply, OpOutcome, PushGroup, PushRequest,
    RefusalCode, SignedAuditReceipt,
};
use charthold_store::SharedJournal;

use crate::{Caller, ExchangeReport, SyncError};

const AUDIT_BATCH_BYTES: usize = 1 << 20;
/// Below this a batch is not halved any more: one operation that is too large stays behind.
const SMALLEST_BATCH_OPS: usize = 1;

/// Sends every audit event central does not have; answers how many it took.
///
/// # Errors
/// As [`SyncError`] says; a fork or damage is an incident, and nothing else is sent. [`SyncError::Behind`] when central was
/// put back from a copy since the last exchange.
pub async fn push_audit(caller: &Caller, journal: &SharedJournal) -> Result<usize, SyncError> {
    let central = central_key(journal)?;
    let mut pushed = 0;
    loop {
        let (confirmed, events) = journal.with(|journal| {
            let confirmed = journal.audit_confirmed()?;
            Ok((
                confirmed,
                journal.audit_after(confirmed.seq, AUDIT_BATCH_BYTES)?,
            ))
        })?;
        if events.is_empty() {
            return Ok(pushed);
        }
        let reply = caller.push_audit(&AuditPush { events }).await?;
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

/// In a new epoch: asks what central has of this device's audit chain; what it lost counts as unsent again.
///
/// # Errors
/// As [`SyncError`] says.
pub(crate) async fn prove_audit(caller: &Caller, journal: &SharedJournal) -> Result<(), SyncError> {
    let signed = caller.audit_head().await?;
    let receipt = own_receipt(caller, &signed, &central_key(journal)?)?;
    let signed = signed.to_bytes();
    journal.with(|journal| journal.shorten_confirmed_audit(&receipt.head, &signed))?;
    Ok(())
}

fn central_key(journal: &SharedJournal) -> Result<VerifyingKey, SyncError> {
    let identity = journal.with(|journal| journal.find_identity())?;
    let identity = identity.ok_or(SyncError::BadSettings("this workstation is not enrolled"))?;
    Ok(identity.central_verifying_key)
}

fn own_receipt(
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

pub(crate) async fn push_operations(
    caller: &Caller,
    journal: &SharedJournal,
    hello: &HelloReply,
    report: &mut ExchangeReport,
) -> Result<(), SyncError> {
    let mut max_ops = usize::try_from(hello.limits.max_ops).unwrap_or(1);
    let max_bytes = usize::try_from(hello.limits.max_bytes).unwrap_or(1 << 20);
    let mut sent_before: Option<OpId> = None;
    let mut skip = 0;
    loop {
        let groups = journal.with(|journal| journal.unconfirmed(skip, max_ops, max_bytes))?;
        let count: usize = groups.iter().map(|(_, operations)| operations.len()).sum();
        if count == 0 {
            return Ok(());
        }
        let groups = groups
            .into_iter()
            .map(|(chart, operations)| PushGroup { chart, operations })
            .collect();
        let reply = match caller
            .push(&PushRequest {
                epoch: hello.epoch,
                groups,
            })
            .await
        {
            Ok(reply) => reply,
            Err(error)
                if error.refusal() == Some(RefusalCode::TooLarge)
                    && max_ops > SMALLEST_BATCH_OPS =>
            {
                max_ops = (max_ops / 2).max(SMALLEST_BATCH_OPS);
                continue;
            }
            Err(error) => return Err(error),
        };
        let last = reply.results.last().map(|result| result.op);
        if reply.results.len() != count || last == sent_before {
            return Err(SyncError::Garbled("push reply"));
        }
        sent_before = last;
        // What was taken is still unconfirmed until it is pulled; go on behind it.
        skip += note_results(journal, &reply.results, report)?;
    }
}

/// Writes down what was put aside and answers how many operations of the batch stay unconfirmed.
fn note_results(
    journal: &SharedJournal,
    results: &[charthold_protocol::OpResult],
    report: &mut ExchangeReport,
) -> Result<usize, SyncError> {
    let mut waiting = 0;
    for result in results {
        match result.outcome {
            OpOutcome::Accepted { .. } | OpOutcome::Void { .. } => {
                report.pushed += 1;
                waiting += 1;
            }
            OpOutcome::Quarantined { reason } => {
                report.quarantined += 1;
                journal.with(|journal| journal.mark_quarantined(result.op, reason))?;
            }
            OpOutcome::Duplicate { .. }
            | OpOutcome::Gap { .. }
            | OpOutcome::MissingParent { .. }
            | OpOutcome::IdReused => waiting += 1,
        }
    }
    Ok(waiting)
}
