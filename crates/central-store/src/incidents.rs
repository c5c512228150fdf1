//! What somebody should look into. Ids only.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId, Timestamp};

use crate::StoreError;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IncidentKind {
    /// A body that is no sealed operation was pushed.
    UnsealedContent,
    /// A device's audit chain has two events in one place, or does not hold.
    AuditFork,
    /// An audit event's link, signature or encoding does not hold.
    AuditDamaged,
    /// An operation's id stands for two operations.
    OpIdReused,
    /// A device has two operations in one place: cloned or restored.
    ForkedDevice,
    /// An operation is not signed by the device it names.
    BadSignature,
    /// A device knows a later epoch than the store: it was restored without beginning a new one.
    EpochBehind,
    /// A second key of a person for a device was offered.
    PersonKeyConflict,
    /// After a restore something was given back that cannot be taken: nobody signed it, the unit is not known, or the patient
    /// has another chart by now.
    DonationNotTaken,
    /// An operation of somebody whose account is closed was taken: written before, perhaps.
    ClosedAccountWrote,
}

impl IncidentKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::UnsealedContent,
        Self::AuditFork,
        Self::AuditDamaged,
        Self::OpIdReused,
        Self::ForkedDevice,
        Self::BadSignature,
        Self::EpochBehind,
        Self::PersonKeyConflict,
        Self::DonationNotTaken,
        Self::ClosedAccountWrote,
    ];

    /// Its name in the store and in metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnsealedContent => "unsealed-content",
            Self::AuditFork => "audit-fork",
            Self::AuditDamaged => "audit-damaged",
            Self::OpIdReused => "op-id-reused",
            Self::ForkedDevice => "forked-device",
            Self::BadSignature => "bad-signature",
            Self::EpochBehind => "epoch-behind",
            Self::PersonKeyConflict => "person-key-conflict",
            Self::DonationNotTaken => "donation-not-taken",
            Self::ClosedAccountWrote => "closed-account-wrote",
        }
    }
}

/// One incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incident {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: IncidentKind,
    /// On which device.
    pub device: Option<DeviceId>,
    /// In which chart.
    pub chart: Option<ChartId>,
}

/// Incidents; never changed, never removed.
#[async_trait]
pub trait Incidents {
    /// Adds one.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn record_incident(&self, incident: Incident) -> Result<(), StoreError>;

    /// The last `limit`, newest first.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_incidents(&self, limit: u32) -> Result<Vec<Incident>, StoreError>;
}
