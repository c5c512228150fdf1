//! What stations and central say to each other, as bytes. The messages of the product are in
//! `protocol`, a crate above this one; these carry the same things by the same encoding, and what
//! tells a late reply from a current one.

use charthold_chartlog::{ChainEntry, Envelope, Head, OpHash, QuarantineReason};
use charthold_domain::{ChartId, OpId};
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, Encode, Decode)]
pub(crate) enum Request {
    #[n(0)]
    Hello,
    #[n(1)]
    Push {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        operations: Vec<Envelope>,
    },
    #[n(2)]
    Pull {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        asked: Vec<Asked>,
        #[n(2)]
        max_entries: u32,
    },
    /// Which of these may be let go?
    #[n(3)]
    AskKept {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        hashes: Vec<OpHash>,
    },
}

/// One chart of a pull.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub(crate) struct Asked {
    #[n(0)]
    pub(crate) chart: ChartId,
    #[n(1)]
    pub(crate) head: Head,
    /// Its own operations come with their content: the station let go of them.
    #[n(2)]
    pub(crate) whole: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
pub(crate) enum Reply {
    #[n(0)]
    Hello {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        revoked: bool,
        #[n(2)]
        scope: Vec<ChartId>,
        #[n(3)]
        keys: Vec<(ChartId, u32)>,
    },
    #[n(1)]
    Push {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        results: Vec<(OpId, Answer)>,
    },
    #[n(2)]
    Pull {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        answered: Vec<Answered>,
        #[n(2)]
        more: bool,
    },
    #[n(3)]
    Kept {
        #[n(0)]
        epoch: u64,
        #[n(1)]
        durable: Vec<OpHash>,
        #[n(2)]
        accepted: Vec<OpHash>,
    },
    /// The epoch is another: hello first.
    #[n(4)]
    StaleEpoch,
}

/// What became of a pushed operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Answer {
    /// In the chain: accepted, void, or there already.
    #[n(0)]
    InChain,
    #[n(1)]
    Quarantined(#[n(0)] QuarantineReason),
    /// A gap, a missing parent, an id that was used.
    #[n(2)]
    NotTaken,
}

/// One chart of the answer to a pull.
#[derive(Clone, Debug, Encode, Decode)]
pub(crate) struct Answered {
    #[n(0)]
    pub(crate) chart: ChartId,
    /// The head that was asked with.
    #[n(1)]
    pub(crate) head: Head,
    /// The head is not in the chain.
    #[n(2)]
    pub(crate) diverged: bool,
    #[n(3)]
    pub(crate) entries: Vec<(ChainEntry, Option<Envelope>)>,
}

pub(crate) fn bytes<T: Encode<()>>(message: &T) -> Vec<u8> {
    minicbor::to_vec(message).expect("memory takes it")
}

/// `None` when it is no whole message.
pub(crate) fn read<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let message = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(message)
}
