//! Who the facility's patients are: found as one types by name, number or date of birth, without a
//! network and without opening a chart. A projection of the facility's log under the same kind of
//! key as the charts; nothing clinical is in it.

mod entry;
mod recorded;
mod search;
mod token;

use std::cmp::Ordering;
use std::path::Path;

use charthold_crypto::{Key, purpose::Database};
use charthold_domain::{ChartId, UnitId};
use rusqlite::{Connection, Params, params};

use crate::column::{begin, find, list, run};
use crate::migration::Schema;
use crate::open::{IfAbsent, is_whole, open, remove};
use crate::projection::{self, ChartKeys, FoldedRecord, NeededKey, Reader};
use crate::{Journal, StoreError};

pub use entry::DirectoryEntry;
use entry::{SELECT, read};
pub use recorded::RecordedEntry;

/// An open `directory.db`.
#[derive(Debug)]
pub struct Directory {
    connection: Connection,
}

impl Directory {
    /// Opens the directory at `path`, made empty when there is none.
    ///
    /// # Errors
    /// [`StoreError::NotOpened`] when the key is another's and [`StoreError::NewerVersion`]: in
    /// both cases [`Directory::rebuild`] is the way; and those of the file system.
    pub fn open_or_create(path: &Path, key: &Key<Database>) -> Result<Self, StoreError> {
        let connection = open(path, key, &Schema::DIRECTORY, CACHE_MIB, IfAbsent::Create)?;
        Ok(Self { connection })
    }

    /// Deletes the directory at `path` and makes it anew, empty.
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

    /// Keeps entries in place of what was known of their charts.
    ///
    /// # Errors
    /// Those of the file system; none was kept then.
    pub fn put(&mut self, entries: &[DirectoryEntry]) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        for entry in entries {
            put(&transaction, entry)?;
        }
        Ok(transaction.commit()?)
    }

    /// The patient of `chart`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find(&self, chart: ChartId) -> Result<Option<DirectoryEntry>, StoreError> {
        Ok(self.entries("WHERE chart = ?1", [chart.as_bytes()])?.pop())
    }

    /// The patients with exactly this medical record number. It should be one; two workstations may have listed two at once.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_by_mrn(&self, mrn: &str) -> Result<Vec<DirectoryEntry>, StoreError> {
        self.entries("WHERE mrn = ?1 ORDER BY number LIMIT 2", [mrn.trim()])
    }

    /// The patient whose Patient resource has this id.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_by_fhir_id(&self, fhir_id: &str) -> Result<Option<DirectoryEntry>, StoreError> {
        Ok(self
            .entries("WHERE fhir_id = ?1 ORDER BY number LIMIT 1", [fhir_id])?
            .pop())
    }

    /// The patients of a unit in the order of their beds, those without a bed last.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn by_unit(&self, unit: UnitId) -> Result<Vec<DirectoryEntry>, StoreError> {
        let mut entries = self.entries("WHERE unit = ?1", [unit.as_bytes()])?;
        entries.sort_by(|a, b| in_order_of_beds(a, b).then_with(|| a.chart.cmp(&b.chart)));
        Ok(entries)
    }

    /// How many patients are in it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn count(&self) -> Result<u64, StoreError> {
        let count = find(&self.connection, "SELECT count(*) FROM entry", [], |row| {
            row.get(0)
        })?;
        Ok(count.unwrap_or(0))
    }

    /// Place in the journal of the facility log's last operation in here; 0 when there is none.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn applied_to(&self, facility_chart: ChartId) -> Result<u64, StoreError> {
        projection::applied_to(&self.connection, facility_chart)
    }

    /// The keys that operations in here wait for.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn needed_keys(&self) -> Result<Vec<NeededKey>, StoreError> {
        projection::needed_keys(&self.connection)
    }

    /// Takes in what the journal has of the facility's log and is not in here; answers how many
    /// records changed. Records of the log that are no directory entries are passed over.
    ///
    /// # Errors
    /// Those of the file system. A damaged operation is none: it is left out.
    pub fn project(
        &mut self,
        journal: &Journal,
        facility_chart: ChartId,
        keys: &dyn ChartKeys,
    ) -> Result<usize, StoreError> {
        let keep = |transaction: &Connection, _, folded: Option<&FoldedRecord>| {
            let entry = folded.and_then(|row| DirectoryEntry::from_record(&row.folded.to_json()));
            entry.map_or(Ok(()), |entry| put(transaction, &entry))
        };
        let reader = Reader {
            keys,
            person: None,
            batch_operations: BATCH_OPERATIONS,
        };
        let connection = &mut self.connection;
        let projected = projection::project(connection, journal, facility_chart, reader, keep)?;
        Ok(projected.changed.len())
    }

    fn entries(
        &self,
        condition: &str,
        params: impl Params,
    ) -> Result<Vec<DirectoryEntry>, StoreError> {
        list(
            &self.connection,
            &format!("{SELECT} {condition}"),
            params,
            read,
        )
    }
}

fn put(transaction: &Connection, entry: &DirectoryEntry) -> Result<(), StoreError> {
    let tokens = token::of_entry(entry);
    let words = token::joined(&tokens);
    let sql = "SELECT number, words FROM entry WHERE chart = ?1";
    let before = find(transaction, sql, [entry.chart.as_bytes()], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let number = match before {
        None => save(transaction, INSERT, entry, &words)?,
        Some((number, old)) => {
            save(transaction, UPDATE, entry, &words)?;
            if old == words {
                // Most changes are of a bed: the tokens stay as they are.
                return Ok(());
            }
            for token in old.split_whitespace() {
                let sql = "DELETE FROM token WHERE token = ?1 AND entry = ?2";
                run(transaction, sql, params![token, number])?;
            }
            number
        }
    };
    for token in tokens {
        let sql = "INSERT INTO token (token, entry) VALUES (?1, ?2)";
        run(transaction, sql, params![token, number])?;
    }
    Ok(())
}

/// Answers the number of the row that was inserted, if one was.
fn save(
    transaction: &Connection,
    sql: &str,
    entry: &DirectoryEntry,
    words: &str,
) -> Result<i64, StoreError> {
    run(
        transaction,
        sql,
        params![
            entry.chart.as_bytes(),
            words,
            entry.fhir_id,
            entry.family,
            entry.given,
            entry.prefix,
            entry.nickname,
            entry.mrn,
            entry.born,
            entry.sex,
            entry.unit.as_ref().map(UnitId::as_bytes),
            entry.bed,
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

fn in_order_of_beds(a: &DirectoryEntry, b: &DirectoryEntry) -> Ordering {
    match (&a.bed, &b.bed) {
        (Some(a), Some(b)) => in_counting_order(a, b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// "4B-2" before "4B-10": runs of digits count as numbers.
fn in_counting_order(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<(u64, String)> {
        let is_digit = |letter: char| letter.is_ascii_digit();
        let mut rest = text;
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let words = rest.find(is_digit).unwrap_or(rest.len());
            let (word, after) = rest.split_at(words);
            let digits = after
                .find(|letter| !is_digit(letter))
                .unwrap_or(after.len());
            let (number, after) = after.split_at(digits);
            parts.push((number.parse().unwrap_or(0), word.to_owned()));
            rest = after;
        }
        parts
    };
    let (a_parts, b_parts) = (parts(a), parts(b));
    let pairs = a_parts.iter().zip(&b_parts);
    let unequal = pairs.map(|((n, word), (m, other))| word.cmp(other).then(n.cmp(m)));
    unequal
        .filter(|order| *order != Ordering::Equal)
        .chain([a_parts.len().cmp(&b_parts.len()), a.cmp(b)])
        .find(|order| *order != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

// Two plain statements, not an upsert: for what may fail half-way SQLite copies each page it changes
// into a journal of the statement, in pieces that `cipher_memory_security` locks and wipes one by one.
const INSERT: &str = "INSERT INTO entry (chart, words, fhir_id, family, given, prefix, nickname,
        mrn, born, sex, unit, bed)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const UPDATE: &str = "UPDATE entry SET words = ?2, fhir_id = ?3, family = ?4, given = ?5,
        prefix = ?6, nickname = ?7, mrn = ?8, born = ?9, sex = ?10, unit = ?11, bed = ?12
    WHERE chart = ?1";

/// The tokens of a hospital's patients fit; there is little else to read.
const CACHE_MIB: u32 = 32;
/// Tokens are all over the table: the more entries in a commit, the fewer times a page is written.
const BATCH_OPERATIONS: usize = 5000;
