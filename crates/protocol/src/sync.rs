//! The exchange: hello, push, pull. All CBOR with integer keys (RFC 8949 §4.2).

use charthold_chartlog::{Envelope, Head, OpHash, QuarantineReason, VoidReason};
use charthold_domain::{ChartId, Colleague, OpId, PersonId, Timestamp, Unit, UnitId};

use crate::{SignedChartRegistration, SignedDeviceCertificate};

/// Version of the exchange.
pub const PROTOCOL_VERSION: u16 = 1;

/// `POST /v1/sync/hello`: first on every contact, even with nothing to send.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct HelloRequest {
    /// [`PROTOCOL_VERSION`] of the workstation.
    #[n(0)]
    pub protocol: u16,
    /// Newest body schema it reads.
    #[n(1)]
    pub schema: u16,
    /// The epoch it knows.
    #[n(2)]
    pub epoch: u64,
    /// Version of the app.
    #[n(3)]
    pub app_version: String,
    /// What it knows of backups; absent: it does not ask.
    #[n(4)]
    pub backups: Option<KnownBackup>,
    /// What need not be told or pulled again when it is still so; absent: everything is wanted.
    #[n(5)]
    pub known: Option<Known>,
}

/// What a workstation has of an earlier hello and of the logs: a condition as of RFC 9110 §13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Known {
    /// [`HelloReply::validator`] of what it keeps.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub validator: [u8; 32],
    /// `chartlog::heads_digest` of every log in its scope.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub heads: [u8; 32],
}

/// The backup a workstation knows of, and what else it wants to know of a later one.
#[derive(Clone, Debug, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct KnownBackup {
    /// Its number; 0: none.
    #[n(0)]
    pub number: u64,
    /// Charts it holds although they are not in its scope.
    #[n(1)]
    pub outside: Vec<ChartId>,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct HelloReply {
    /// [`PROTOCOL_VERSION`] of central.
    #[n(0)]
    pub protocol: u16,
    /// The server's epoch: it grows when the server was restored and may have lost something.
    #[n(1)]
    pub epoch: u64,
    /// Its clock.
    #[n(2)]
    pub server_time: Timestamp,
    /// How much at once.
    #[n(3)]
    pub limits: Limits,
    /// What this device is to central.
    #[n(4)]
    pub status: DeviceStatus,
    /// The charts this device should hold.
    #[n(5)]
    pub scope: Vec<ScopedChart>,
    /// The hospital's units.
    #[n(6)]
    pub units: Vec<Unit>,
    /// `Policy` as JSON text.
    #[n(7)]
    pub policy: String,
    /// Who works in the units of this device, for the names beside what they write.
    #[cbor(n(8), default)]
    pub people: Vec<Colleague>,
    /// How much of each chart is durable; absent when the workstation knows.
    #[n(9)]
    pub durable: Option<Durable>,
    /// Stands for scope, units, policy and people as they are now (RFC 9110 §8.8); opaque.
    #[cbor(n(10), with = "minicbor::bytes")]
    pub validator: Option<[u8; 32]>,
    /// What of [`HelloRequest::known`] is still so; absent: nothing, or nobody asked.
    #[n(11)]
    pub not_modified: Option<NotModified>,
    /// Central is busy: what is wanted of it should wait for so long. What is brought need not.
    #[n(12)]
    pub start_after_ms: Option<u32>,
    /// Who used this device and has a closed account; absent: nobody. Left out with the scope when that is not modified.
    #[n(13)]
    pub closed: Option<Vec<PersonId>>,
    /// To a withdrawn device: what becomes of what it still holds.
    #[n(14)]
    pub withdrawn: Option<Withdrawn>,
}

/// What a withdrawn device has to know before it may let go of everything. What is in charts, [`HelloReply::durable`] tells.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Withdrawn {
    /// When it was withdrawn.
    #[n(0)]
    pub at: Timestamp,
    /// Of the charts in [`KnownBackup::outside`], those of which the last backup has everything that is kept aside.
    #[n(1)]
    pub aside: Vec<ChartId>,
    /// The device's last audit event that the last backup has; 0: none.
    #[n(2)]
    pub audit: u64,
    /// It said already that it holds nothing any more.
    #[n(3)]
    pub wiped: bool,
}

/// What a workstation has as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum NotModified {
    /// Scope, units, policy and people: they are left out.
    #[n(1)]
    Scope,
    /// These, and every log in scope: there is nothing to pull.
    #[n(2)]
    ScopeAndLogs,
}

/// What the last backup has: only that is safe from a restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Durable {
    /// The backup's number; 0: there was none.
    #[n(0)]
    pub backup: u64,
    /// The number of its last entry of each chart; of those not named it has nothing.
    #[n(1)]
    pub charts: Vec<(ChartId, u64)>,
}

/// How much central takes and gives at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Limits {
    /// Bytes of one push or pull.
    #[n(0)]
    pub max_bytes: u32,
    /// Operations of one push.
    #[n(1)]
    pub max_ops: u32,
    /// Bytes this device should carry in a second, both ways together; absent: as many as it can.
    #[n(2)]
    pub bytes_per_s: Option<u32>,
    /// Bodies above this should be brought as blobs; absent: central knows no blobs.
    #[n(3)]
    pub apart_above: Option<u32>,
}

/// What a device is to central.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum DeviceStatus {
    /// In use.
    #[n(1)]
    Active,
    /// Withdrawn: what it still holds unsent goes to quarantine, and it gets nothing.
    #[n(2)]
    Revoked,
}

/// A log the device should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct ScopedChart {
    /// The log.
    #[n(0)]
    pub chart: ChartId,
    /// What it is.
    #[n(1)]
    pub kind: ChartKind,
    /// The unit the patient is in; absent for the facility log.
    #[n(2)]
    pub unit: Option<UnitId>,
}

/// What a log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ChartKind {
    /// A patient's chart.
    #[n(1)]
    Patient,
    /// The directory of the facility's patients.
    #[n(2)]
    Facility,
}

/// `POST /v1/sync/push`. May be sent again whole: every operation is taken once.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct PushRequest {
    /// The epoch of the last hello.
    #[n(0)]
    pub epoch: u64,
    /// By chart, in causal order. An operation without its body has it as a blob that this device brought.
    #[n(1)]
    pub groups: Vec<PushGroup>,
}

/// Operations of one chart.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct PushGroup {
    /// The chart.
    #[n(0)]
    pub chart: ChartId,
    /// Its operations.
    #[n(1)]
    pub operations: Vec<Envelope>,
}

/// Its answer. A hint only: what counts is what comes back in a pull.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct PushReply {
    /// One per operation, in order.
    #[n(0)]
    pub results: Vec<OpResult>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct OpResult {
    /// The operation.
    #[n(0)]
    pub op: OpId,
    /// What became of it.
    #[n(1)]
    pub outcome: OpOutcome,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum OpOutcome {
    /// In the chain.
    #[n(1)]
    Accepted {
        /// Its number.
        #[n(0)]
        seq: u64,
    },
    /// It was in the chain already.
    #[n(2)]
    Duplicate {
        /// Its number.
        #[n(0)]
        seq: u64,
    },
    /// In the chain, without effect.
    #[n(3)]
    Void {
        /// Its number.
        #[n(0)]
        seq: u64,
        /// Why.
        #[n(1)]
        reason: VoidReason,
    },
    /// Kept aside for review.
    #[n(4)]
    Quarantined {
        /// Why.
        #[n(0)]
        reason: QuarantineReason,
    },
    /// Earlier operations of its device are missing.
    #[n(5)]
    Gap {
        /// The first wanted.
        #[n(0)]
        expected: u64,
    },
    /// An operation it builds on is missing.
    #[n(6)]
    MissingParent {
        /// Which.
        #[n(0)]
        parent: OpId,
    },
    /// Its id stands for something else.
    #[n(7)]
    IdReused,
}

/// `POST /v1/sync/pull`.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct PullRequest {
    /// The epoch of the last hello.
    #[n(0)]
    pub epoch: u64,
    /// What the workstation holds of each log in scope.
    #[n(1)]
    pub heads: Vec<(ChartId, Head)>,
    /// About how many bytes it wants.
    #[n(2)]
    pub max_bytes: u32,
    /// The chart on the screen comes first.
    #[n(3)]
    pub first: Option<ChartId>,
    /// Charts of which the workstation lacks what it wrote itself: it let go of them, or was put back from a copy.
    #[n(4)]
    pub lacking: Option<Vec<ChartId>>,
    /// Bodies above this are left out and asked for as blobs; absent: none.
    #[n(5)]
    pub apart_above: Option<u32>,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct PullReply {
    /// New entries, a chart at a time.
    #[n(0)]
    pub frames: Vec<ChartFrame>,
    /// Logs whose given head is not in the server's chain.
    #[n(1)]
    pub diverged: Vec<ChartId>,
    /// Certificates of the devices that wrote these operations.
    #[n(2)]
    pub devices: Vec<SignedDeviceCertificate>,
    /// There is more: ask again.
    #[n(3)]
    pub more: bool,
    /// Who wrote these operations, for the names beside them: those of patients' charts whom a hello does not name. Absent:
    /// everybody is named there, or central does not say.
    #[n(4)]
    pub people: Option<Vec<Colleague>>,
}

/// The next entries of one log.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ChartFrame {
    /// The log.
    #[n(0)]
    pub chart: ChartId,
    /// Contiguous, from the number after the given head.
    #[n(1)]
    pub entries: Vec<PulledEntry>,
    /// The server's last entry of this log: the workstation knows whether it has all.
    #[n(2)]
    pub server_seq: u64,
    /// With the first entry of a patient's chart: central's word for it.
    #[n(3)]
    pub registration: Option<SignedChartRegistration>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct PulledEntry {
    /// Its number.
    #[n(0)]
    pub seq: u64,
    /// The operation's hash.
    #[n(1)]
    pub op_hash: OpHash,
    /// Why it has no effect.
    #[n(2)]
    pub void: Option<VoidReason>,
    /// The operation; absent for the asking device's own, which it holds, unless it says that it does not. Without its
    /// body when that is a blob.
    #[n(3)]
    pub operation: Option<Envelope>,
}
