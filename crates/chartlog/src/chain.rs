//! The chain central gives a chart: dense numbers, each entry bound to all before it.

use std::collections::BTreeMap;

use charthold_crypto::sha256;
use charthold_domain::ChartId;

use crate::OpHash;

/// Why an entry of the chain has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum VoidReason {
    /// Another signature of the same document came first.
    #[n(1)]
    AlreadySigned,
}

impl VoidReason {
    /// Its number in the chain hash; 0 stands for "not void".
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::AlreadySigned => 1,
        }
    }

    /// The reason with this number.
    #[must_use]
    pub const fn from_code(code: u16) -> Option<Self> {
        match code {
            1 => Some(Self::AlreadySigned),
            _ => None,
        }
    }
}

/// The last entry of a chain that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Head {
    /// Its number; 0 for an empty chain.
    #[n(0)]
    pub seq: u64,
    /// Its hash; zeros for an empty chain.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hash: [u8; 32],
}

impl Head {
    /// The head of an empty chain.
    pub const EMPTY: Self = Self {
        seq: 0,
        hash: [0; 32],
    };
}

/// One entry of a chart's chain, the operation itself apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ChainEntry {
    /// Dense from 1.
    #[n(0)]
    pub seq: u64,
    /// The operation.
    #[n(1)]
    pub op_hash: OpHash,
    /// Why it has no effect.
    #[n(2)]
    pub void: Option<VoidReason>,
}

/// `SHA-256("chart" ‖ previous ‖ seq:u64 BE ‖ op_hash ‖ void:u16 BE)`.
#[must_use]
pub fn chain_hash(previous: &[u8; 32], entry: &ChainEntry) -> [u8; 32] {
    let void = entry.void.map_or(0, VoidReason::code);
    sha256(&[
        b"chart",
        previous,
        &entry.seq.to_be_bytes(),
        &entry.op_hash.0,
        &void.to_be_bytes(),
    ])
}

/// The head after `entry`, when it is the next one.
#[must_use]
pub fn extend(head: &Head, entry: &ChainEntry) -> Option<Head> {
    (entry.seq == head.seq + 1).then(|| Head {
        seq: entry.seq,
        hash: chain_hash(&head.hash, entry),
    })
}

/// `SHA-256("heads" ‖ (chart ‖ seq:u64 BE ‖ hash) …)` in order of the charts: where two have the same, they hold the same
/// of every chart named, and need not compare one by one.
#[must_use]
pub fn heads_digest(heads: &BTreeMap<ChartId, Head>) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(heads.len() * (16 + 8 + 32));
    for (chart, head) in heads {
        bytes.extend_from_slice(chart.as_bytes());
        bytes.extend_from_slice(&head.seq.to_be_bytes());
        bytes.extend_from_slice(&head.hash);
    }
    sha256(&[b"heads", &bytes])
}
