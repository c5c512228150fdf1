//! Which logs there are, and which a device should hold. What is in them is [`crate::Log`]'s.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId, Timestamp, UnitId};
use charthold_protocol::{ChartKind, ScopedChart};

use crate::StoreError;

/// A chart asked for.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Keyed hash of the patient's id: can be compared, cannot be read.
    pub blind_index: [u8; 32],
    /// The unit the patient is in.
    pub unit: UnitId,
    /// The chart's id, should it be new.
    pub chart: ChartId,
    /// When.
    pub at: Timestamp,
}

/// The chart there is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The chart.
    pub chart: ChartId,
    /// It did not exist before.
    pub created: bool,
}

/// A chart there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisteredChart {
    /// The chart.
    pub chart: ChartId,
    /// What it is.
    pub kind: ChartKind,
    /// The unit the patient is in; absent for the facility log.
    pub unit: Option<UnitId>,
    /// Keyed hash of the patient's id; absent for the facility log.
    pub blind_index: Option<[u8; 32]>,
    /// When.
    pub at: Timestamp,
}

/// The register of charts.
#[async_trait]
pub trait Charts {
    /// The chart of this blind index, made when there is none. An existing one stays in its unit:
    /// asking must not move a patient to where the asker may see them.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when the unit does not exist, or another patient has a chart of this id.
    async fn register(&self, registration: &Registration) -> Result<Registered, StoreError>;

    /// Those of `charts` that exist, in no order.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_charts(&self, charts: &[ChartId]) -> Result<Vec<RegisteredChart>, StoreError>;

    /// Every chart.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_all_charts(&self) -> Result<Vec<RegisteredChart>, StoreError>;

    /// What the device should hold: the facility log, and the charts in the units of its enrolment
    /// code and of the people who signed in on it.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_scope(&self, device: DeviceId) -> Result<Vec<ScopedChart>, StoreError>;
}
