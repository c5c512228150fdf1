//! The store in one SQLite file: one writer, a few readers, all on blocking threads. What a table
//! means belongs to the file of its aggregate.

mod audit_log;
mod backups;
mod blobs;
mod channel;
mod charts;
mod copy;
mod devices;
mod enrolment;
mod fault;
mod giving;
mod hospital;
mod incidents;
mod log;
mod migration;
mod open;
mod people;
mod plans;
mod second_factors;
mod sessions;
mod units;
mod value;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use rusqlite::{Connection, Transaction};
use tokio::sync::Semaphore;

use crate::StoreError;
use fault::Fault;
use writer::Writer;

/// Readers at once: more would wait for the same disk.
const READERS: usize = 4;

/// Central's store in one SQLite file. Cheap to clone; clones share the connections.
#[derive(Clone)]
pub struct SqliteStore {
    // Dropped in this order: the last connection to close tidies the write-ahead log into the file,
    // and one that only reads cannot.
    readers: Arc<Readers>,
    writer: Arc<Writer>,
}

struct Readers {
    path: PathBuf,
    turns: Arc<Semaphore>,
    idle: std::sync::Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the store at `path`, made when it is not there, and brings its schema up to date.
    /// Blocks while it does.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it cannot be opened, [`StoreError::NewerSchema`] when a newer
    /// program wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut writer = open::writer(path).map_err(|fault| fault.during(OPENING))?;
        migration::migrate(&mut writer)?;
        Ok(Self {
            writer: Arc::new(Writer::new(writer)),
            readers: Arc::new(Readers {
                path: path.to_owned(),
                turns: Arc::new(Semaphore::new(READERS)),
                idle: std::sync::Mutex::new(Vec::new()),
            }),
        })
    }

    /// Runs `work` in a write transaction; it is committed when `work` succeeds, and on disk when
    /// this returns.
    async fn write<T, F>(&self, attempt: &'static str, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let done = self.writer.write(work).await;
        done.ok_or(StoreError::Interrupted { attempt })?
            .map_err(|fault| fault.during(attempt))
    }

    /// Runs `work` in a read transaction: all of it sees one moment.
    async fn read<T, F>(&self, attempt: &'static str, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let readers = Arc::clone(&self.readers);
        let turn = Arc::clone(&readers.turns).acquire_owned().await;
        let turn = turn.map_err(|_| StoreError::Interrupted { attempt })?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let mut reader = readers.take()?;
            let value = {
                let transaction = reader.transaction()?;
                work(&transaction)?
            };
            readers.put_back(reader);
            Ok(value)
        });
        finish(attempt, done.await)
    }
}

fn finish<T>(
    attempt: &'static str,
    done: Result<Result<T, Fault>, tokio::task::JoinError>,
) -> Result<T, StoreError> {
    done.map_err(|_| StoreError::Interrupted { attempt })?
        .map_err(|fault| fault.during(attempt))
}

impl Readers {
    fn take(&self) -> Result<Connection, Fault> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.map_or_else(|| open::reader(&self.path), Ok)
    }

    fn put_back(&self, reader: Connection) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(reader);
    }
}

const OPENING: &str = "opening the store";

#[cfg(test)]
mod tests;
