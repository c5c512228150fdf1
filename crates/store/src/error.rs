//! What can go wrong with the files of a workstation, sorted by whose fault it is: another process,
//! the caller, the machine, damage. No message holds a path, a key or anything of a chart.

use std::io;

use rusqlite::ErrorCode;

/// A store could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process works in this home.
    #[error("locking the workstation's home: {holder} is using it")]
    InUse {
        /// Program and process id, as the holder gave them.
        holder: String,
    },
    /// The key does not belong to the file, or the file is no database of ours.
    #[error("opening a database: the key and the file do not belong together")]
    NotOpened,
    /// A newer version of this program wrote the file, in a way this one would misread.
    #[error("opening a database: a newer version of this program wrote it")]
    NewerVersion,
    /// Something that has to be there is not.
    #[error("looking up {what}: there is none")]
    NoSuch {
        /// What kind of thing.
        what: &'static str,
    },
    /// Two things given together do not belong together.
    #[error("writing to the journal: {what}")]
    Mismatch {
        /// Which two.
        what: &'static str,
    },
    /// Entries do not continue the chain that is held, or name operations that are not.
    #[error("extending a chart's chain: entry {seq} does not follow")]
    ChainBroken {
        /// The entry's number.
        seq: u64,
    },
    /// The disk is full; nothing was written.
    #[error("writing to a database: the disk is full")]
    DiskFull,
    /// The file or its folder may not be written.
    #[error("writing to the workstation's home: it may not be written")]
    NotWritable,
    /// The file system failed.
    #[error("reading or writing the workstation's home")]
    Io(#[source] io::Error),
    /// A stored row cannot be what was written.
    #[error("reading {table}: row {row} is damaged")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row's number, 0 when it has none.
        row: u64,
    },
    /// Part of the journal, or all of it, is older than what was last written.
    #[error("verifying the journal: it is not what was last written")]
    Stale,
    /// The audit chain does not hold.
    #[error("verifying the audit chain")]
    AuditChain(#[source] charthold_audit::AuditChainError),
    /// SQLite refused.
    #[error("working with a database")]
    Database(#[source] rusqlite::Error),
}

impl StoreError {
    /// Whether a file that is not what was written can be what is behind it.
    #[must_use]
    pub const fn may_be_damage(&self) -> bool {
        matches!(
            self,
            Self::NotOpened | Self::Damaged { .. } | Self::Database(_) | Self::Io(_)
        )
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            // The index beside the log is a few pages: what it lacks is room (wal.html §2.2).
            Some(ErrorCode::SystemIoFailure)
                if error
                    .sqlite_error()
                    .is_some_and(|it| it.extended_code == SHM_SIZE) =>
            {
                Self::DiskFull
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::NotWritable
            }
            Some(ErrorCode::NotADatabase) => Self::NotOpened,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                table: "a database page",
                row: 0,
            },
            Some(ErrorCode::SystemIoFailure) => Self::Io(io::Error::other(error)),
            _ => Self::Database(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable
            }
            _ => Self::Io(error),
        }
    }
}

impl From<charthold_audit::AuditChainError> for StoreError {
    fn from(error: charthold_audit::AuditChainError) -> Self {
        Self::AuditChain(error)
    }
}

/// `SQLITE_IOERR_SHMSIZE`.
const SHM_SIZE: i32 = 4_874;

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::{ErrorCode, SHM_SIZE, StoreError};

    #[test]
    fn no_room_for_the_index_of_the_log_is_a_full_disk_and_no_broken_one() {
        let failed = |extended_code| {
            let code = ErrorCode::SystemIoFailure;
            let error = ffi::Error {
                code,
                extended_code,
            };
            StoreError::from(rusqlite::Error::SqliteFailure(error, None))
        };
        assert!(matches!(failed(SHM_SIZE), StoreError::DiskFull));
        assert!(matches!(failed(ffi::SQLITE_IOERR_READ), StoreError::Io(_)));
    }
}
