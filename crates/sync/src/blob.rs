//! Bodies that are too large for one message, in pieces as large as the line carries. Each piece is kept on the other side
//! before the next is sent, so that a cut costs one.

use charthold_chartlog::{Envelope, NamedBody, OpHash};
use charthold_domain::ChartId;
use charthold_protocol::{BlobPull, BlobPush};
use charthold_store::SharedJournal;

use crate::page::PageSize;
use crate::{Authority, Caller, SyncError};

/// Brings the body of `envelope` to central, and leaves the envelope without it.
pub(crate) async fn send_apart(
    caller: &Caller,
    envelope: &mut Envelope,
    page: &mut PageSize,
) -> Result<(), SyncError> {
    let named = named(envelope)?;
    let body = std::mem::take(&mut envelope.body);
    // A question first: some of it may have come in an earlier exchange.
    let mut from = ask(caller, &named).await?;
    while from < named.len {
        let push = BlobPush {
            blob: named.sha256,
            from,
            piece: cut(&body, from, page.bytes()),
        };
        let (reply, pause) = caller.measured(page, caller.push_blob(&push)).await?;
        if reply.held <= from {
            return Err(SyncError::Garbled("blob push reply: it does not grow"));
        }
        from = reply.held;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// How much of it central has.
async fn ask(caller: &Caller, named: &NamedBody) -> Result<u32, SyncError> {
    let question = BlobPush {
        blob: named.sha256,
        from: 0,
        piece: Vec::new(),
    };
    Ok(caller.push_blob(&question).await?.held)
}

fn cut(body: &[u8], from: u32, most: u32) -> Vec<u8> {
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let rest = body.get(number(from)..).unwrap_or_default();
    rest.get(..number(most)).unwrap_or(rest).to_vec()
}

/// An operation that came without its body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Apart {
    pub(crate) chart: ChartId,
    seq: u64,
    hash: OpHash,
    /// Bytes of the body.
    len: u32,
}

/// Gets what is still missing of a body; what comes is kept in the journal.
pub(crate) async fn fetch(
    caller: &Caller,
    journal: &SharedJournal,
    apart: &Apart,
    (authority, page): (Authority<'_>, &mut PageSize),
) -> Result<(), SyncError> {
    loop {
        let from = journal.with(|journal| journal.arrived(apart.hash))?;
        if from >= apart.len {
            return Ok(());
        }
        let pull = BlobPull {
            chart: apart.chart,
            seq: apart.seq,
            from,
            most: page.bytes(),
        };
        let pull = caller.pull_blob(&pull, authority);
        let (reply, pause) = caller.measured(page, pull).await?;
        let left = usize::try_from(apart.len - from).unwrap_or(usize::MAX);
        if reply.piece.is_empty() || reply.piece.len() > left {
            return Err(SyncError::Garbled("blob pull reply"));
        }
        journal.with(|journal| journal.keep_piece(apart.hash, from, &reply.piece))?;
        tokio::time::sleep(pause).await;
    }
}

/// What an envelope that came is.
pub(crate) enum Completed {
    /// With its body.
    Whole(Envelope),
    /// Its body is still to be got.
    Apart(Apart),
}

/// Puts the body back that came apart, when all of it is here. What is here and is not what the header names goes.
pub(crate) fn complete(
    journal: &SharedJournal,
    (chart, seq, hash): (ChartId, u64, OpHash),
    mut envelope: Envelope,
) -> Result<Completed, SyncError> {
    let named = named(&envelope)?;
    if !envelope.body.is_empty() || named.len == 0 {
        return Ok(Completed::Whole(envelope));
    }
    let here = journal.with(|journal| journal.arrived(hash))?;
    if here < named.len {
        return Ok(Completed::Apart(Apart {
            chart,
            seq,
            hash,
            len: named.len,
        }));
    }
    envelope.body = journal.with(|journal| journal.arrived_body(hash))?;
    if !named.is(&envelope.body) {
        journal.with(|journal| journal.forget_arrived(hash))?;
        return Err(SyncError::Damaged("a body is not the one its header names"));
    }
    Ok(Completed::Whole(envelope))
}

fn named(envelope: &Envelope) -> Result<NamedBody, SyncError> {
    let named = envelope.named_body();
    named.map_err(|_| SyncError::Damaged("an operation cannot be read"))
}
