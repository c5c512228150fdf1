//! The hospital's units.

use async_trait::async_trait;
use charthold_domain::Unit;

use crate::StoreError;

/// The hospital's units.
#[async_trait]
pub trait Units {
    /// Adds one.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when its id or name is taken.
    async fn add_unit(&self, unit: &Unit) -> Result<(), StoreError>;

    /// All, by name.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_units(&self) -> Result<Vec<Unit>, StoreError>;
}
