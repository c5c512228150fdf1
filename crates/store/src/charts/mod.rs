//! The charts one person may read on this workstation, as readable text under keys that only their
//! password gives: closed at lock, and rebuilt from the journal whenever need be. Every read of a
//! chart's content takes an [`Access`], which exists only once the audit event was written.

mod history;
mod keep;
mod read;
mod row;

use std::path::Path;

use charthold_crypto::{Key, purpose::Database};
use charthold_domain::ChartId;
use rusqlite::{Connection, params};

use crate::column::{begin, find, run};
use crate::migration::Schema;
use crate::open::{IfAbsent, is_whole, open, remove};
use crate::projection::{self, ChartKeys, NeededKey, Projected, Reader};
use crate::{Journal, StoreError};

pub use history::{Authorship, RecordHistory};
pub use row::RecordRow;

/// An open `charts/<person>.db`.
#[derive(Debug)]
pub struct Charts {
    connection: Connection,
}

impl Charts {
    /// Opens the charts at `path`, made empty when there are none.
    ///
    /// # Errors
    /// [`StoreError::NotOpened`] when the key is another's and [`StoreError::NewerVersion`]: in
    /// both cases [`Charts::rebuild`] is the way; and those of the file system.
    pub fn open_or_create(path: &Path, key: &Key<Database>) -> Result<Self, StoreError> {
        let connection = open(path, key, &Schema::CHARTS, CACHE_MIB, IfAbsent::Create)?;
        Ok(Self { connection })
    }

    /// Deletes the charts at `path` and makes them anew, empty.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn rebuild(path: &Path, key: &Key<Database>) -> Result<Self, StoreError> {
        remove(path)?;
        Self::open_or_create(path, key)
    }

    /// Whether every page of the file is as it was written, by its MAC.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn is_whole(&self) -> Result<bool, StoreError> {
        is_whole(&self.connection)
    }

    /// Closes these, whatever is left of them, and makes them anew at `path`, empty.
    ///
    /// # Errors
    /// Those of the file system; nothing can be read then.
    pub fn begin_anew(&mut self, path: &Path, key: &Key<Database>) -> Result<(), StoreError> {
        // An open file cannot be removed everywhere.
        self.connection = Connection::open_in_memory()?;
        *self = Self::rebuild(path, key)?;
        Ok(())
    }

    /// Folds what the journal has of `chart` and is not in here: new operations, operations whose
    /// state changed, and those whose key has come. No drafts: a note in progress is no part of the record, to its author either.
    ///
    /// # Errors
    /// Those of the file system. A damaged operation is none: it is counted and left out.
    pub fn project(
        &mut self,
        journal: &Journal,
        chart: ChartId,
        keys: &dyn ChartKeys,
    ) -> Result<Projected, StoreError> {
        let reader = Reader {
            keys,
            person: None,
            batch_operations: BATCH_OPERATIONS,
        };
        projection::project(
            &mut self.connection,
            journal,
            chart,
            reader,
            |transaction, id, folded| keep::keep(transaction, chart, id, folded),
        )
    }

    /// Removes what is kept of charts that the journal let go of.
    ///
    /// # Errors
    /// Those of the file system; all of it is there then.
    pub fn let_go(&mut self, journal: &Journal) -> Result<(), StoreError> {
        let gone = journal.list_let_go()?;
        if gone.is_empty() {
            return Ok(());
        }
        let transaction = begin(&mut self.connection)?;
        for (chart, until) in gone {
            if projection::is_of_what_went(&transaction, chart, until)? {
                for table in ["record", "ward_line", "pending", "unreadable", "position"] {
                    let sql = format!("DELETE FROM {table} WHERE chart = ?1");
                    run(&transaction, &sql, [chart.as_bytes()])?;
                }
            }
        }
        Ok(transaction.commit()?)
    }

    /// Place in the journal of the last operation of `chart` in here; 0 when there is none.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn applied_to(&self, chart: ChartId) -> Result<u64, StoreError> {
        projection::applied_to(&self.connection, chart)
    }

    /// How many operations of `chart` the journal has that are not in here.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn behind(&self, journal: &Journal, chart: ChartId) -> Result<u32, StoreError> {
        journal.count_after(chart, self.applied_to(chart)?)
    }

    /// How many operations of `chart` could not be read: no key, damaged, or of a newer program.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn unreadable(&self, chart: ChartId) -> Result<u32, StoreError> {
        projection::unreadable(&self.connection, chart)
    }

    /// The keys that operations in here wait for.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn needed_keys(&self) -> Result<Vec<NeededKey>, StoreError> {
        projection::needed_keys(&self.connection)
    }

    /// What the ward list shows of `chart`, as it was kept.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn ward_line(&self, chart: ChartId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT json FROM ward_line WHERE chart = ?1";
        find(&self.connection, sql, [chart.as_bytes()], |row| row.get(0))
    }

    /// Whether what is shown of `chart` without opening it was worked out.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn has_glance(&self, chart: ChartId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM ward_line JOIN pending USING (chart) WHERE chart = ?1";
        let found = find(&self.connection, sql, [chart.as_bytes()], |_| Ok(()))?;
        Ok(found.is_some())
    }

    /// Keeps what is shown of `chart` without opening it.
    ///
    /// # Errors
    /// Those of the file system; what was kept stays then.
    pub fn save_glance(&mut self, chart: ChartId, glance: &Glance) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        let sql = "INSERT OR REPLACE INTO ward_line (chart, json) VALUES (?1, ?2)";
        run(
            &transaction,
            sql,
            params![chart.as_bytes(), glance.ward_line],
        )?;
        let sql = "INSERT OR REPLACE INTO pending (chart, doubles) VALUES (?1, ?2)";
        run(&transaction, sql, params![chart.as_bytes(), glance.doubles])?;
        Ok(transaction.commit()?)
    }
}

/// What is shown of a chart without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// Its line of the ward list, JSON.
    pub ward_line: String,
    /// Doses that may have been given twice, and that nobody has looked at.
    pub doubles: u32,
}

/// Holds the working set of a ward: on a page in the cache encryption costs nothing. Gone at lock.
const CACHE_MIB: u32 = 64;
/// A commit costs one fsync; more operations in one hold more plaintext in memory at once.
const BATCH_OPERATIONS: usize = 1000;
