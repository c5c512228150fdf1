//! A bare SQLCipher file with the product's settings, and a raw key: what opening and searching cost
//! before anybody adds a word.

use std::path::Path;

use anyhow::{Context as _, Result};
use rusqlite::Connection;

/// Opens or makes the file at `path`.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path).context("opening a bare SQLCipher file")?;
    connection
        .execute_batch(SETTINGS)
        .context("setting up a bare SQLCipher file")?;
    Ok(connection)
}

/// Opens the file at `path` and reads one row of it.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn open_and_read(path: &Path) -> Result<i64> {
    let connection = open(path)?;
    let row = connection.query_row("SELECT id FROM one", [], |row| row.get(0));
    row.context("reading a row of a bare SQLCipher file")
}

/// Makes the file that [`open_and_read`] opens.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn make(path: &Path) -> Result<()> {
    let sql = "CREATE TABLE one (id INTEGER PRIMARY KEY); INSERT INTO one VALUES (1);";
    open(path)?
        .execute_batch(sql)
        .context("filling a bare SQLCipher file")
}

/// The key protects nothing: what is in these files was generated, or is a number.
const SETTINGS: &str = "
    PRAGMA cipher_memory_security = ON;
    PRAGMA key = \"x'0101010101010101010101010101010101010101010101010101010101010101'\";
    PRAGMA cipher_page_size = 16384;
    PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -65536;
";
