//! SQLite's own full text search over the same patients, in a SQLCipher file of the same settings.

use std::path::Path;

use anyhow::{Context as _, Result};
use charthold_store::DirectoryEntry;
use rusqlite::{Connection, params};

use super::sqlcipher;

/// An FTS5 table of patients.
pub(crate) struct FullText(Connection);

impl FullText {
    /// Of `entries`, in `folder`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub(crate) fn of(folder: &Path, entries: &[DirectoryEntry]) -> Result<Self> {
        let mut connection = sqlcipher::open(&folder.join("full-text.db"))?;
        connection
            .execute_batch(TABLE)
            .context("making an FTS5 table")?;
        let transaction = connection.transaction()?;
        for entry in entries {
            transaction.prepare_cached(INSERT)?.execute(params![
                entry.family,
                entry.given,
                entry.mrn,
                entry.born
            ])?;
        }
        transaction.commit().context("filling an FTS5 table")?;
        Ok(Self(connection))
    }

    /// How many of at most 50 patients have words that begin as those of `typed` do; all their
    /// columns are read.
    ///
    /// # Errors
    /// Those of SQLite.
    pub(crate) fn search(&self, typed: &str) -> Result<usize> {
        let words = typed.split_whitespace().map(|word| format!("\"{word}\"*"));
        let query = words.collect::<Vec<_>>().join(" ");
        let mut statement = self.0.prepare_cached(SELECT)?;
        let mut rows = statement.query([query])?;
        let mut found = 0;
        while let Some(row) = rows.next()? {
            for column in 0..4 {
                std::hint::black_box(row.get::<_, Option<String>>(column)?);
            }
            found += 1;
        }
        Ok(found)
    }
}

const TABLE: &str = "CREATE VIRTUAL TABLE patient USING fts5(
    family, given, mrn, born, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')";
const INSERT: &str = "INSERT INTO patient VALUES (?1, ?2, ?3, ?4)";
const SELECT: &str = "SELECT family, given, mrn, born FROM patient WHERE patient MATCH ?1 LIMIT 50";
