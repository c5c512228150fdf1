//! What a restored server means. An epoch is the server's life between restores; in a new one it may
//! lack what it had, so every chain held is proven anew and what is not proven is offered again,
//! whoever wrote it. Asking and storing belong to `sync` and `store`.

use crate::Head;

/// What the epoch the server names says about what is held of its chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// The server is the one that was spoken to last.
    SameEpoch,
    /// It was restored since, or this is the first contact. Quarantine marks are void, and each
    /// chain held is to be proven before it confirms anything.
    NewEpoch,
}

/// Compares the epoch known with the one the server names; on every contact. A lower one, too, is
/// another one: an older copy was put back.
#[must_use]
pub const fn contact(known: u64, named: u64) -> Contact {
    if known == named {
        Contact::SameEpoch
    } else {
        Contact::NewEpoch
    }
}

/// What the head a workstation holds of a chart is to the server's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The server has nothing after it.
    Current,
    /// The server has more.
    Behind,
    /// It is not in the server's chain.
    Diverged,
}

/// Places the head `given` by a workstation in the server's chain that ends with `server`; `held` is
/// the chain hash the server has at number `given.seq`, where it has one.
#[must_use]
pub fn place(given: &Head, server: &Head, held: Option<[u8; 32]>) -> Place {
    if given == server {
        return Place::Current;
    }
    let is_in_chain = given.seq < server.seq
        && match given.seq {
            0 => *given == Head::EMPTY,
            _ => held == Some(given.hash),
        };
    if is_in_chain {
        Place::Behind
    } else {
        Place::Diverged
    }
}

/// Where to look next for a common prefix when the chain held up to `seq` has diverged: half as far.
/// At zero every chain agrees.
#[must_use]
pub const fn shorter(seq: u64) -> u64 {
    seq / 2
}

/// The epoch a restored server begins, from the one in its store and the greatest it is known to
/// have served: a number never stands for two lives, however often the same copy is put back.
#[must_use]
pub const fn next_epoch(stored: u64, served: u64) -> u64 {
    (if stored > served { stored } else { served }) + 1
}
