//! The audit events of every device, each device a chain of its own.

use async_trait::async_trait;
use charthold_audit::{AuditHash, AuditHead, SealedEvent, Subtype};
use charthold_crypto::VerifyingKey;
use charthold_domain::{AuditEventId, ChartId, DeviceId, PersonId, TenantId, Timestamp};
use charthold_protocol::AuditRefusal;

use crate::StoreError;

/// Events of one device, to be added to its chain.
#[derive(Clone, Debug)]
pub struct Ingesting {
    /// The hospital they must be of.
    pub tenant: TenantId,
    /// The device they must be of.
    pub device: DeviceId,
    /// Its signing key.
    pub key: VerifyingKey,
    /// In order.
    pub events: Vec<SealedEvent>,
    /// When they came.
    pub at: Timestamp,
}

/// What became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ingested {
    /// The last event held now.
    pub head: AuditHead,
    /// Why the rest was not taken.
    pub refusal: Option<AuditRefusal>,
}

/// What an audit event says of a request that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The event.
    pub id: AuditEventId,
    /// Who; absent when nobody was signed in.
    pub person: Option<PersonId>,
    /// Whose chart.
    pub chart: Option<ChartId>,
    /// When, by the workstation's clock.
    pub at: Timestamp,
}

/// A stored event, as read for verification.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// What came.
    pub event: SealedEvent,
    /// The hash written beside it.
    pub hash: AuditHash,
}

/// Some events of one device.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// In order.
    pub events: Vec<StoredEvent>,
    /// The head of the whole chain.
    pub head: AuditHead,
}

/// The audit log; never changed, never removed.
#[async_trait]
pub trait AuditLog {
    /// Adds what follows the device's chain; what is there already is passed over. A fork or damage
    /// ends it, with an incident.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn ingest(&self, events: &Ingesting) -> Result<Ingested, StoreError>;

    /// The last event of the device.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn load_audit_head(&self, device: DeviceId) -> Result<AuditHead, StoreError>;

    /// The event with this id, of this device and no other.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_explanation(
        &self,
        device: DeviceId,
        event: AuditEventId,
    ) -> Result<Option<Explanation>, StoreError>;

    /// How many events of this subtype the device recorded.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn count_events(&self, device: DeviceId, subtype: Subtype) -> Result<u64, StoreError>;

    /// Up to `limit` events of the device after number `after`.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn read_audit(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> Result<AuditPage, StoreError>;
}
