//! The journal: everything a workstation must not lose, and nothing anybody could read without a
//! person's keys. It opens with the OS keyring alone and stays open while the app is locked, so
//! that sealing, auditing and exchanging go on. What people see is in the projections.

mod access;
mod arriving;
mod audit;
mod chain;
mod closed;
mod colleague;
mod donation;
mod draft;
mod durable;
mod epoch;
mod freshness;
mod identity;
mod key;
mod leaving;
mod let_go;
mod open_draft;
mod operation;
mod outbox;
mod people;
mod scope;
mod shared;
mod source;
mod write;

use std::path::Path;

use charthold_crypto::{Key, purpose::Database};
use rusqlite::Connection;

use crate::StoreError;
use crate::migration::Schema;
use crate::open::{IfAbsent, open};

pub use access::{Access, AuditReceipt};
pub use chain::{AppliedFrame, IncomingEntry, IncomingFrame};
pub use draft::DraftRow;
pub use freshness::Freshness;
pub use identity::Identity;
pub use leaving::{BackedUp, MayEmpty, Remaining, Typed};
pub use open_draft::DraftVersion;
pub use operation::StoredOperation;
pub use outbox::{Counts, Unsent};
pub use people::PersonRow;
pub use scope::LogKind;
pub use shared::SharedJournal;
pub(crate) use source::{Batch, Position, RawOperation};
pub use write::{Write, Written};

/// An open `journal.db`. One connection, not shared between threads: see [`SharedJournal`].
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
}

impl Journal {
    /// Makes a new journal at `path`, or finishes one whose making was cut short.
    ///
    /// # Errors
    /// [`StoreError::NotOpened`] when another database is there, and those of the file system.
    pub fn create(path: &Path, key: &Key<Database>) -> Result<Self, StoreError> {
        Self::open_with(path, key, IfAbsent::Create)
    }

    /// Opens the journal at `path`.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when there is none, [`StoreError::NotOpened`] when the key is
    /// another's, [`StoreError::NewerVersion`], and those of the file system.
    pub fn open(path: &Path, key: &Key<Database>) -> Result<Self, StoreError> {
        Self::open_with(path, key, IfAbsent::Fail)
    }

    fn open_with(path: &Path, key: &Key<Database>, absent: IfAbsent) -> Result<Self, StoreError> {
        let mut connection = open(path, key, &Schema::JOURNAL, CACHE_MIB, absent)?;
        freshness::follow(&mut connection)?;
        Ok(Self { connection })
    }
}

/// The journal is appended to and read by suffix; it has no working set to keep.
const CACHE_MIB: u32 = 8;
