//! Enrolment codes, and the moment a device comes to be.

use async_trait::async_trait;
use charthold_domain::{Timestamp, UnitId};

use crate::{NewDevice, StoreError};

/// A code about to be given out.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
    /// The units a device enrolled with it serves.
    pub units: Vec<UnitId>,
    /// How many devices.
    pub uses: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What became of an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// The device exists, and the code has one use less.
    Yes,
    /// The code is unknown, used up or expired.
    CodeRefused,
}

/// Enrolment codes.
#[async_trait]
pub trait Enrolment {
    /// Adds a code.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the hash is taken, [`StoreError::Absent`] when a unit does not
    /// exist.
    async fn add_code(&self, code: &NewCode) -> Result<(), StoreError>;

    /// Whether the code could be used at `at`. Only [`Self::enrol`] decides.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn is_code_good(&self, code_hash: [u8; 32], at: Timestamp) -> Result<bool, StoreError>;

    /// Uses the code once and adds the device with the code's units, or neither.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the device's id is taken.
    async fn enrol(
        &self,
        code_hash: [u8; 32],
        device: &NewDevice,
        at: Timestamp,
    ) -> Result<Enrolled, StoreError>;
}
