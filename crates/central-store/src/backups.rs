//! What the last proven backup has. Making one is the command's, or `PostgreSQL`'s; that a workstation
//! may let go only of what is in it is `chartlog`'s rule.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId, Timestamp};
use charthold_protocol::Durable;

use crate::StoreError;

/// How long each log is, as of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The epoch it was measured in.
    pub epoch: u64,
    /// The number of the last entry of each chart that has any.
    pub charts: Vec<(ChartId, u64)>,
    /// How many operations of each chart are kept aside, where any are. Nothing leaves the quarantine, so that a number stands for
    /// those operations and no others.
    pub aside: Vec<(ChartId, u64)>,
    /// The number of the last audit event of each device that has any.
    pub audit: Vec<(DeviceId, u64)>,
}

/// What no restore can lose of a device that brings no more into charts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Charts of which the last backup has everything that is kept aside now.
    pub aside: Vec<ChartId>,
    /// The device's last audit event in it; 0: none.
    pub audit: u64,
}

/// What is noted of backups.
#[async_trait]
pub trait Backups {
    /// How much there is now: whatever backup is begun after this has it.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn measure(&self) -> Result<Extent, StoreError>;

    /// Notes that a proven backup has all of `extent`, and answers the backup's number. It takes the
    /// place of the one before.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when `extent` is of another epoch or has more than there is: it is of
    /// another life of the store. Nothing is noted then.
    async fn note_backup(&self, extent: &Extent, at: Timestamp) -> Result<u64, StoreError>;

    /// What the last backup has of these charts; of those that are not there, nothing.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn durable(&self, charts: &[ChartId]) -> Result<Durable, StoreError>;

    /// What the last backup has of the device's audit events, and of what is kept aside of these charts.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn kept(&self, device: DeviceId, charts: &[ChartId]) -> Result<Kept, StoreError>;

    /// The number of the last backup; 0 when there was none.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn last_backup(&self) -> Result<u64, StoreError>;
}
