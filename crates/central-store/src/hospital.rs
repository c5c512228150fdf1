//! Which hospital this store belongs to, and its epoch.

use async_trait::async_trait;
use charthold_domain::{ChartId, TenantId, Timestamp};

use crate::StoreError;

/// The hospital of a store; written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HospitalFacts {
    /// Its id.
    pub tenant: TenantId,
    /// Its name, as "Riverside General".
    pub name: String,
    /// The log of the directory of its patients.
    pub facility_chart: ChartId,
}

/// The hospital of a store, and its epoch.
#[async_trait]
pub trait Hospital {
    /// Writes down whose store this is, begins epoch 1 and registers the facility log.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when it belongs to a hospital already.
    async fn found(&self, facts: &HospitalFacts, at: Timestamp) -> Result<(), StoreError>;

    /// Whose store this is; `None` before [`Self::found`].
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_hospital(&self) -> Result<Option<HospitalFacts>, StoreError>;

    /// The epoch: it grows when the store may have lost something.
    ///
    /// # Errors
    /// [`StoreError::Absent`] before [`Self::found`].
    async fn load_epoch(&self) -> Result<u64, StoreError>;

    /// Begins the next epoch and answers it: greater than the store's own and than `served`, the greatest that
    /// is known to have been served from outside the store (`chartlog::next_epoch`).
    ///
    /// # Errors
    /// [`StoreError::Absent`] before [`Self::found`].
    async fn begin_epoch(&self, at: Timestamp, served: u64) -> Result<u64, StoreError>;
}
