//! Taking one entry of central's chain into what a workstation holds, as a pure function: does it
//! follow, is the operation the one it names, is it here already. Storing what was decided, in one
//! transaction with the head, is `store`'s work; signatures are checked before.

use charthold_domain::ChartId;

use crate::{ChainEntry, Head, OpHash, Operation, extend};

/// What to do with an entry that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It confirms an operation that is held.
    Confirms,
    /// It brings a new one.
    Brings,
}

/// What is here of the operation that an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldCopy {
    /// Nothing, and its id stands for nothing else.
    None,
    /// It is here and not confirmed.
    Unconfirmed,
    /// It is here and stands elsewhere in the chain, or its id stands for something else.
    Taken,
}

/// The entry does not follow, or is not what it says. Nothing of its frame may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// Decides about the entry after `head` of `chart`; `offered` is the operation that came with it.
///
/// # Errors
/// [`Broken`] when it does not follow or something about it does not fit.
pub fn receive(
    chart: ChartId,
    head: &Head,
    entry: &ChainEntry,
    held: HeldCopy,
    offered: Option<&Operation>,
) -> Result<(Head, Arrival), Broken> {
    let next = extend(head, entry).ok_or(Broken)?;
    let arrival = match (held, offered) {
        (HeldCopy::Unconfirmed, _) => Arrival::Confirms,
        (HeldCopy::None, Some(operation)) if is_named_by(operation, chart, entry.op_hash) => {
            Arrival::Brings
        }
        (HeldCopy::None | HeldCopy::Taken, _) => return Err(Broken),
    };
    Ok((next, arrival))
}

fn is_named_by(operation: &Operation, chart: ChartId, hash: OpHash) -> bool {
    operation.hash() == hash && operation.core().chart == chart
}
