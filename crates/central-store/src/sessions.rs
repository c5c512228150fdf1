//! Sessions at central. A token is bound to one device and stored as its hash.

use async_trait::async_trait;
use charthold_domain::{DeviceId, PersonId, Timestamp};

use crate::StoreError;

/// A person signed in on a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// The only device it is good on.
    pub device: DeviceId,
    /// Who.
    pub person: PersonId,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Sessions.
#[async_trait]
pub trait Sessions {
    /// Adds one, and forgets those that ended before it began.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the hash is taken, [`StoreError::Absent`] when device or person
    /// do not exist.
    async fn add_session(&self, session: &Session) -> Result<(), StoreError>;

    /// The session of this token that has not ended at `at`.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_session(
        &self,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> Result<Option<Session>, StoreError>;
}
