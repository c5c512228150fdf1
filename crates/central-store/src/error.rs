//! What can go wrong in a store: the caller's fault first, then the environment's, then damage.

use std::error::Error;

/// A store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Something with this name or id is there already.
    #[error("{attempt}: it is there already")]
    Exists {
        /// What was being attempted.
        attempt: &'static str,
    },
    /// What it is about is not there.
    #[error("{attempt}: it is not there")]
    Absent {
        /// What was being attempted.
        attempt: &'static str,
    },
    /// The address of the store cannot be used.
    #[error("opening the store: {why}")]
    Address {
        /// Why.
        why: &'static str,
    },
    /// The store was written by a newer program.
    #[error("opening the store: its schema is {found}, this program knows {known}")]
    NewerSchema {
        /// The schema of the file.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The database does not answer, or is in another's way; the same request may succeed soon.
    #[error("{attempt}: the database does not answer")]
    Unavailable {
        /// What was being attempted.
        attempt: &'static str,
        /// Why, without the database's own words.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The database failed.
    #[error("{attempt}: the database failed")]
    Database {
        /// What was being attempted.
        attempt: &'static str,
        /// The database's own words.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The program is stopping.
    #[error("{attempt}: interrupted")]
    Interrupted {
        /// What was being attempted.
        attempt: &'static str,
    },
    /// What is stored cannot be what was written.
    #[error("{attempt}: {what} is damaged")]
    Damaged {
        /// What was being attempted.
        attempt: &'static str,
        /// Table and column.
        what: &'static str,
    },
}
