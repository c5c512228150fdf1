//! What can go wrong inside a transaction, before it is known what was being attempted.

use rusqlite::ErrorCode;

use crate::StoreError;

/// A failure within a transaction.
#[derive(Debug)]
pub(super) enum Fault {
    /// The database failed.
    Sql(rusqlite::Error),
    /// The file could not be made.
    File(std::io::Error),
    /// What it is about is not there.
    Absent,
    /// A column holds what was never written.
    Damaged(&'static str),
}

impl Fault {
    /// The store's error, in the words of what was being attempted.
    pub(super) fn during(self, attempt: &'static str) -> StoreError {
        match self {
            Self::Sql(error) => match constraint(&error) {
                Some(Constraint::Taken) => StoreError::Exists { attempt },
                Some(Constraint::Missing) => StoreError::Absent { attempt },
                None if may_pass(&error) => StoreError::Unavailable {
                    attempt,
                    source: Box::new(error),
                },
                None => StoreError::Database {
                    attempt,
                    source: Box::new(error),
                },
            },
            Self::File(error) => StoreError::Database {
                attempt,
                source: Box::new(error),
            },
            Self::Absent => StoreError::Absent { attempt },
            Self::Damaged(what) => StoreError::Damaged { attempt, what },
        }
    }
}

/// That what was to be changed is there.
pub(super) const fn there(changed: usize) -> Result<(), Fault> {
    match changed {
        0 => Err(Fault::Absent),
        _ => Ok(()),
    }
}

enum Constraint {
    Taken,
    Missing,
}

fn constraint(error: &rusqlite::Error) -> Option<Constraint> {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return None;
    };
    match failure.extended_code {
        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            Some(Constraint::Taken)
        }
        rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Some(Constraint::Missing),
        _ => None,
    }
}

/// Another process holds the file, as `migrate` does; or the disk is full or fails, which is told apart by
/// the cause in central's log alone. Nothing was written, and the same request succeeds once it is well.
fn may_pass(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DiskFull | ErrorCode::SystemIoFailure)
    )
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}
