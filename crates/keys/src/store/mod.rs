//! The key service's own SQLite file. Nothing in it opens without the master key, which is not in it.

mod log;
mod people;
mod two_persons;
mod warrants;
mod wraps;

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::KeysError;

pub(crate) use people::{CertificateRow, RegistrationRow};
pub(crate) use two_persons::MasterSetting;
pub(crate) use wraps::{KeyPlace, Wrap};

/// In order; the first is number 1.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/keys/0001_custody.sql"),
    include_str!("../../../../migrations/keys/0002_two_persons.sql"),
];
/// What kept the master key before there was a row that says so.
const FIRST_PROVIDER: &str = "file";
/// `rotate`, `rewrap` and `verify` may hold the file for a moment.
const BUSY: Duration = Duration::from_secs(10);

/// The store, open.
pub(crate) struct Store {
    connection: Connection,
    /// What this process has the master key from.
    provider: String,
}

/// A unit of work: all of it or nothing. Dropped without [`Work::commit`], nothing.
pub(crate) struct Work<'a> {
    transaction: Transaction<'a>,
    setting: MasterSetting,
}

impl Store {
    /// Opens the file, making it when there is none, and brings its schema up to date.
    /// Its master key comes from `provider`; work begins only while that is so.
    pub(crate) fn open(path: &Path, provider: String) -> Result<Self, KeysError> {
        make_private(path)?;
        let failed = KeysError::store("opening it");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(&failed)?;
        connection.busy_timeout(BUSY).map_err(&failed)?;
        // FULL: what was answered survives a power cut.
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;",
            )
            .map_err(&failed)?;
        migrate(&mut connection)?;
        Ok(Self {
            connection,
            provider,
        })
    }

    /// Begins a unit of work; nobody else writes until it ends.
    ///
    /// # Errors
    /// [`KeysError::KeptElsewhere`] once the master key was moved; [`KeysError::Store`].
    pub(crate) fn begin(&mut self) -> Result<Work<'_>, KeysError> {
        let failed = KeysError::store("beginning a unit of work");
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(&failed)?;
        let found = transaction
            .query_row(
                "SELECT provider, min_decrypt_version FROM master_setting",
                [],
                |row| {
                    Ok(MasterSetting {
                        provider: row.get(0)?,
                        minimum: row.get(1)?,
                    })
                },
            )
            .optional()
            .map_err(failed)?;
        let setting = found.unwrap_or_else(|| MasterSetting::first(FIRST_PROVIDER));
        if setting.provider == self.provider {
            Ok(Work {
                transaction,
                setting,
            })
        } else {
            Err(KeysError::KeptElsewhere)
        }
    }

    /// Begins the first unit of work of a new store.
    pub(crate) fn found(&mut self) -> Result<Work<'_>, KeysError> {
        let setting = MasterSetting::first(&self.provider);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(KeysError::store("beginning a unit of work"))?;
        let work = Work {
            transaction,
            setting,
        };
        work.save_setting(&work.setting)?;
        Ok(work)
    }

    /// Writes the write-ahead log into the store and empties it: pages of before are in neither.
    ///
    /// # Errors
    /// [`KeysError::RemnantsLeft`] when somebody still reads them.
    pub(crate) fn empty_log(&self) -> Result<(), KeysError> {
        let busy: u32 = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(KeysError::store("emptying the write-ahead log"))?;
        if busy == 0 {
            Ok(())
        } else {
            Err(KeysError::RemnantsLeft)
        }
    }

    /// Lets SQLite check its own structures.
    pub(crate) fn check_structure(&self) -> Result<(), KeysError> {
        let failed = KeysError::store("checking its structure");
        let mut statement = self
            .connection
            .prepare("PRAGMA integrity_check")
            .map_err(&failed)?;
        let found = statement
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(&failed)?;
        for line in found {
            if line.map_err(&failed)? != "ok" {
                return Err(KeysError::Damaged {
                    what: "the store's file",
                });
            }
        }
        Ok(())
    }
}

impl Work<'_> {
    /// What keeps the master key, and the earliest version of it that unwraps, as of the beginning of this work.
    pub(crate) fn setting(&self) -> &MasterSetting {
        &self.setting
    }

    /// Makes what was done last.
    pub(crate) fn commit(self) -> Result<(), KeysError> {
        self.transaction
            .commit()
            .map_err(KeysError::store("committing"))
    }
}

fn migrate(connection: &mut Connection) -> Result<(), KeysError> {
    let failed = KeysError::store("migrating it");
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(&failed)?;
    let found: u32 = transaction
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(&failed)?;
    if found > known {
        return Err(KeysError::NewerSchema { found, known });
    }
    for (number, sql) in (1_u32..).zip(MIGRATIONS) {
        if number > found {
            transaction.execute_batch(sql).map_err(&failed)?;
            transaction
                .pragma_update(None, "user_version", number)
                .map_err(&failed)?;
        }
    }
    transaction.commit().map_err(&failed)
}

fn make_private(path: &Path) -> Result<(), KeysError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(KeysError::file("opening the store"))
}

#[cfg(test)]
mod tests;
