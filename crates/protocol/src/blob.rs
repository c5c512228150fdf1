//! Blobs: sealed bodies too large for one message. They travel in pieces, each way resumable, and are named by the hash
//! that the signed header of their operation has of them; what arrives is what that says, or nothing. CBOR.

use charthold_domain::ChartId;

/// Bodies above this travel as blobs: as much as a line of 10 kB a second carries before people give it up.
pub const APART_ABOVE_BYTES: u32 = 256 << 10;

/// `POST /v1/blobs/push`: the next piece of a blob, before the operation whose body it is. A device brings one blob at a
/// time: a piece of another begins that and drops the first.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct BlobPush {
    /// SHA-256 of the whole.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub blob: [u8; 32],
    /// Where the piece begins: as many bytes as central has. Any other number only asks how many that is.
    #[n(1)]
    pub from: u32,
    /// The piece; empty only asks.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub piece: Vec<u8>,
}

/// Its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct BlobPushReply {
    /// How many bytes of the blob central has now, from its beginning.
    #[n(0)]
    pub held: u32,
}

/// `POST /v1/blobs/pull`: a piece of the body of an operation that came without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct BlobPull {
    /// Its chart.
    #[n(0)]
    pub chart: ChartId,
    /// The number of its entry there.
    #[n(1)]
    pub seq: u64,
    /// Where the piece begins.
    #[n(2)]
    pub from: u32,
    /// How many bytes at most.
    #[n(3)]
    pub most: u32,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct BlobPullReply {
    /// Bytes of the whole body.
    #[n(0)]
    pub size: u32,
    /// The piece; empty beyond the end.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub piece: Vec<u8>,
}
