#![doc = include_str!("../README.md")]

mod audit_log;
mod backups;
mod blobs;
mod channel;
mod charts;
mod devices;
mod enrolment;
mod error;
mod hospital;
mod incidents;
mod integrity;
mod log;
mod moving;
mod number;
mod people;
mod postgres;
mod reason;
mod room;
mod second_factors;
mod sessions;
mod sqlite;
mod store;
mod units;

pub use audit_log::{AuditLog, AuditPage, Explanation, Ingested, Ingesting, StoredEvent};
pub use backups::{Backups, Extent, Kept};
pub use blobs::{BlobPiece, Blobs, BodyPart};
pub use channel::{Channel, Hearing, MAX_WORD_BYTES, Neighbours, Writer};
pub use charts::{Charts, Registered, RegisteredChart, Registration};
pub use devices::{Device, Devices, KnownUse, NewDevice, Use};
pub use enrolment::{Enrolled, Enrolment, NewCode};
pub use error::StoreError;
pub use hospital::{Hospital, HospitalFacts};
pub use incidents::{Incident, IncidentKind, Incidents};
pub use integrity::{Damage, Verification, verify};
pub use log::{
    Log, LogEntry, LogPage, Offer, OfferedGroup, OfferedOperation, Pulled, Quarantined,
    SignatureCheck, Wanted,
};
pub use moving::{Moved, move_store};
pub use people::{Account, Attempt, People};
pub use postgres::PostgresStore;
pub use reason::{UnknownReason, WithdrawalReason};
pub use second_factors::{LastSet, NewSecondFactor, SecondFactor, SecondFactors, SetUpCode};
pub use sessions::{Session, Sessions};
pub use sqlite::SqliteStore;
pub use store::CentralStore;
pub use units::Units;
