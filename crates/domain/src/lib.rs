#![doc = include_str!("../README.md")]

mod clock;
mod id;
mod people;
mod purpose;
mod time;

pub use clock::{BootTime, Clock, SystemClock};
pub use id::{
    AuditEventId, ChartId, ClockedIds, DeviceId, FreshId, IdSource, IntentId, OpId, ParseIdError,
    PersonId, RecordId, SessionId, TenantId, UnitId, WarrantId, uuid_v7,
};
pub use people::{Colleague, Person, Role, Unit, UnknownRole};
pub use purpose::{Compartment, Purpose, UnknownCode};
pub use time::{Timestamp, TimestampError};

#[cfg(test)]
mod tests;
