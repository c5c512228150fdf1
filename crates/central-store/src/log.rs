//! The logs themselves: taking operations into a chain, and giving entries out. What to answer is
//! decided by `chartlog`; who may ask is decided by central.

use std::collections::BTreeMap;

use async_trait::async_trait;
use charthold_chartlog::{ChainEntry, Envelope, Head, Operation, QuarantineReason};
use charthold_domain::{ChartId, DeviceId, OpId, Timestamp};
use charthold_protocol::{ChartFrame, DeviceStatus, OpResult};

use crate::StoreError;

/// Whether an operation's signature was checked against its author's certificate and holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureCheck {
    /// It holds.
    Holds,
    /// It does not, or the author is unknown.
    DoesNotHold,
}

/// One pushed operation.
#[derive(Clone, Debug)]
pub struct OfferedOperation {
    /// The operation.
    pub operation: Operation,
    /// Its signature.
    pub signature: SignatureCheck,
}

/// Pushed operations of one chart.
#[derive(Clone, Debug)]
pub struct OfferedGroup {
    /// The chart.
    pub chart: ChartId,
    /// In causal order; each names this chart.
    pub operations: Vec<OfferedOperation>,
}

/// A push. Who brings an operation need not be its author: after a loss any device may give back
/// what it holds.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Who brings them.
    pub donor: DeviceId,
    /// What the donor is to central.
    pub standing: DeviceStatus,
    /// When they came.
    pub at: Timestamp,
    /// By chart.
    pub groups: Vec<OfferedGroup>,
}

/// A pull, of charts whose scope was checked.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its own operations come back without their content.
    pub device: DeviceId,
    /// Charts of which they come with it: the device lacks them.
    pub lacking: Vec<ChartId>,
    /// What it holds of each; the first is served first.
    pub heads: Vec<(ChartId, Head)>,
    /// About how many bytes; one entry is given even when it is larger.
    pub max_bytes: u64,
    /// Bodies above this are left out.
    pub apart_above: Option<u32>,
}

impl Wanted {
    /// An entry's operation as it is given out.
    pub(crate) fn without_blob(&self, mut envelope: Envelope) -> Envelope {
        let size = u32::try_from(envelope.body.len()).unwrap_or(u32::MAX);
        if self.apart_above.is_some_and(|above| size > above) {
            envelope.body = Vec::new();
        }
        envelope
    }
}

/// The answer to a pull.
#[derive(Clone, Debug, Default)]
pub struct Pulled {
    /// New entries, a chart at a time.
    pub frames: Vec<ChartFrame>,
    /// Charts whose given head is not in the chain.
    pub diverged: Vec<ChartId>,
    /// Devices that wrote the operations given.
    pub authors: Vec<DeviceId>,
    /// There is more.
    pub more: bool,
}

/// An entry as read for verification.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// Number, operation hash, void reason.
    pub entry: ChainEntry,
    /// The chain hash written beside it.
    pub chain_hash: [u8; 32],
    /// The operation.
    pub operation: Envelope,
}

/// Some entries of one chart.
#[derive(Clone, Debug)]
pub struct LogPage {
    /// In order.
    pub entries: Vec<LogEntry>,
    /// The head of the whole chain.
    pub head: Head,
}

/// An operation kept aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The chart it names.
    pub chart: ChartId,
    /// The operation.
    pub op: OpId,
    /// Its author's device.
    pub device: DeviceId,
    /// Who brought it.
    pub donor: DeviceId,
    /// Why.
    pub reason: QuarantineReason,
    /// When it came.
    pub received_at: Timestamp,
}

/// The logs; never changed, never removed.
#[async_trait]
pub trait Log {
    /// Decides about every operation and writes the outcome, all in one transaction. Answers one
    /// result per operation, in order. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed; nothing was taken.
    async fn push(&self, offer: Offer) -> Result<Vec<OpResult>, StoreError>;

    /// The heads of `charts`.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when one does not exist.
    async fn heads(&self, charts: &[ChartId]) -> Result<BTreeMap<ChartId, Head>, StoreError>;

    /// Entries after the given heads, all as of one moment.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when a chart does not exist.
    async fn pull(&self, wanted: &Wanted) -> Result<Pulled, StoreError>;

    /// Up to `limit` entries of the chart after number `after`.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when the chart does not exist.
    async fn read_log(&self, chart: ChartId, after: u64, limit: u32)
    -> Result<LogPage, StoreError>;

    /// Operations kept aside and not accepted since, newest first.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_quarantine(&self, limit: u32) -> Result<Vec<Quarantined>, StoreError>;
}
