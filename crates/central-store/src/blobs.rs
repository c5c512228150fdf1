//! Bodies in pieces. What devices bring is kept until its operation comes, one blob a device: it is no record, and a
//! device that finds it gone brings it again. What is given out is cut from the logs.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId, Timestamp};

use crate::StoreError;

/// The next piece of a blob.
#[derive(Clone, Debug)]
pub struct BlobPiece {
    /// Who brings it.
    pub device: DeviceId,
    /// SHA-256 of the whole.
    pub blob: [u8; 32],
    /// Where it begins.
    pub from: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

/// A part of a body in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPart {
    /// Bytes of the whole.
    pub size: u32,
    /// From where it was asked for.
    pub bytes: Vec<u8>,
}

/// Blobs under way.
#[async_trait]
pub trait Blobs {
    /// Keeps the piece when it begins where what is kept ends, and answers how much is kept then. The device's other
    /// blob goes when one begins.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed; nothing was kept.
    async fn add_to_blob(&self, piece: BlobPiece) -> Result<u32, StoreError>;

    /// What is kept of the blob.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_blob(&self, device: DeviceId, blob: [u8; 32]) -> Result<Vec<u8>, StoreError>;

    /// Forgets what the device brought: its operation is in a log, or it is not what it was called.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn drop_blob(&self, device: DeviceId) -> Result<(), StoreError>;

    /// At most `most` bytes from number `from` of the body of the entry with number `seq`; nothing when the chart has none.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn read_body(
        &self,
        chart: ChartId,
        seq: u64,
        (from, most): (u32, u32),
    ) -> Result<Option<BodyPart>, StoreError>;
}
