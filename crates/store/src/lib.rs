#![doc = include_str!("../README.md")]

mod charts;
mod column;
mod directory;
mod error;
mod home;
mod journal;
mod migration;
mod open;
mod projection;

pub use charthold_chartlog::OpState;
pub use charts::{Authorship, Charts, Glance, RecordHistory, RecordRow};
pub use directory::{Directory, DirectoryEntry, RecordedEntry};
pub use error::StoreError;
pub use home::{Farewell, Home, HomeLock, Unsaid};
pub use journal::{
    Access, AppliedFrame, AuditReceipt, BackedUp, Counts, DraftRow, DraftVersion, Freshness,
    Identity, IncomingEntry, IncomingFrame, Journal, LogKind, MayEmpty, PersonRow, Remaining,
    SharedJournal, StoredOperation, Typed, Unsent, Write, Written,
};
pub use migration::{Durability, Migration, Schema};
pub use projection::{ChartKeys, NeededKey, Projected};
