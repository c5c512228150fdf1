//! Opening a SQLCipher file: the one place that hands a key to SQLite and fixes the settings every
//! file has. README.md lists them for independent readers; a test reads a file with them alone.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use charthold_crypto::{Key, Secret, purpose::Database};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::home::private_file;
use crate::migration::{self, Durability, Schema};

/// Whether a missing file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IfAbsent {
    /// It is an error.
    Fail,
    /// It is made.
    Create,
}

/// Opens the database at `path`, brings it to the newest version of `schema`, and gives its page
/// cache `cache_mib` mebibytes.
///
/// A wrong key changes nothing: the file is only written once its first page was authenticated.
pub(crate) fn open(
    path: &Path,
    key: &Key<Database>,
    schema: &Schema,
    cache_mib: u32,
    if_absent: IfAbsent,
) -> Result<Connection, StoreError> {
    match if_absent {
        IfAbsent::Fail => demand_file(path)?,
        // Made here, not by SQLite, so that it is never readable by others, not even for a moment.
        IfAbsent::Create => drop(private_file().create(true).open(path)?),
    }
    guard_memory()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Or SQLite plans a statement anew each time another value is bound to its LIMIT.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(BEFORE_KEY)?;
    give_key(&connection, key)?;
    connection.execute_batch(CIPHER)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.execute_batch(SETTINGS)?;
    connection.pragma_update(None, "synchronous", synchronous(schema.durability))?;
    connection.pragma_update(None, "cache_size", -1024 * i64::from(cache_mib))?;
    migration::run(&mut connection, schema)?;
    Ok(connection)
}

/// That memory is locked and wiped is a setting of the process, which only a connection can make, after it has taken memory of
/// its own: one that holds nothing makes it first.
fn guard_memory() -> Result<(), StoreError> {
    Ok(Connection::open_in_memory()?.execute_batch(BEFORE_KEY)?)
}

/// How far a commit waits for the disk, in a file with a write-ahead log.
const fn synchronous(durability: Durability) -> &'static str {
    match durability {
        Durability::PowerLoss => "FULL",
        Durability::ProcessEnd => "NORMAL",
    }
}

/// Removes the database at `path` with what SQLite keeps beside it.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    for suffix in ["-wal", "-shm", ""] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        match fs::remove_file(PathBuf::from(file)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Whether every page of the database's file is as it was written, by its MAC. What is in the log beside it has sums of its own.
pub(crate) fn is_whole(connection: &Connection) -> Result<bool, StoreError> {
    let mut faults = connection.prepare("PRAGMA cipher_integrity_check")?;
    Ok(!faults.exists([])?)
}

/// An empty file is one whose making was cut short: nothing was ever in it.
fn demand_file(path: &Path) -> Result<(), StoreError> {
    let absent = StoreError::NoSuch {
        what: "a database file",
    };
    match fs::metadata(path) {
        Ok(file) if file.len() > 0 => Ok(()),
        Ok(_) => Err(absent),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(absent),
        Err(error) => Err(error.into()),
    }
}

/// The statement with the key in it is built once, in memory that is wiped; SQLite's own copies are
/// wiped by `cipher_memory_security`, which is on by then.
fn give_key(connection: &Connection, key: &Key<Database>) -> Result<(), StoreError> {
    let literal = key.sqlcipher_literal();
    let mut text = String::with_capacity(KEY_STATEMENT_BYTES);
    text.push_str("PRAGMA key = \"");
    // EXPOSE: SQLCipher takes its key as text.
    text.push_str(literal.expose());
    text.push('"');
    let statement = Secret::new(text);
    // EXPOSE: as above.
    connection.execute_batch(statement.expose())?;
    Ok(())
}

/// Logging to stderr is off because it would name pages of a file on a wrong key.
const BEFORE_KEY: &str = "
    PRAGMA cipher_memory_security = ON;
    PRAGMA cipher_log_level = NONE;
";

/// Bigger pages and a cheaper MAC than SQLCipher's defaults halve the price of a page not cached.
const CIPHER: &str = "
    PRAGMA cipher_page_size = 16384;
    PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
";

const SETTINGS: &str = "
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA foreign_keys = ON;
    PRAGMA journal_mode = WAL;
";

/// Longer than the statement with its 67 characters of key: a string that grew would leave a copy.
const KEY_STATEMENT_BYTES: usize = 96;
/// Another connection of the same process may be in a commit; longer than that is a fault.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const CACHED_STATEMENTS: usize = 64;

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn only_what_nothing_else_has_waits_for_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let found = Schema::ALL.map(|schema| {
            let path = folder.path().join(schema.name);
            let key = Key::make(&mut charthold_crypto::OsEntropy);
            let opened = open(&path, &key, &schema, 1, IfAbsent::Create).expect("it opens");
            let asked = opened.pragma_query_value(None, "synchronous", |row| row.get::<_, u32>(0));
            (schema.name, asked.expect("SQLite says"))
        });
        let (full, normal) = (2, 1);
        let wanted = [("journal", full), ("directory", normal), ("charts", normal)];
        assert_eq!(found, wanted);
    }

    /// Of this process, in kilobytes (proc(5)).
    #[cfg(target_os = "linux")]
    fn locked_kb() -> u32 {
        let status = fs::read_to_string("/proc/self/status").expect("Linux says");
        let line = status.lines().find_map(|line| line.strip_prefix("VmLck:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
        number.expect("a figure").trim().parse().expect("a number")
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_a_connection_takes_when_it_opens_is_locked() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::make(&mut charthold_crypto::OsEntropy);
        let path = folder.path().join("charts");
        let opened = open(&path, &key, &Schema::CHARTS, 1, IfAbsent::Create).expect("it opens");
        let open = locked_kb();
        drop(opened);
        let lookaside_kb = 500;
        assert!(open >= locked_kb() + lookaside_kb, "{open} kB");
    }

    #[test]
    fn a_statement_is_planned_once_whatever_is_bound_to_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::make(&mut charthold_crypto::OsEntropy);
        let path = folder.path().join("journal");
        let opened = open(&path, &key, &Schema::JOURNAL, 1, IfAbsent::Create).expect("it opens");
        let mut statement = opened
            .prepare("SELECT op FROM operation LIMIT ?1")
            .expect("a statement");
        for limit in 1..4 {
            let mut rows = statement.query([limit]).expect("it is run");
            assert!(rows.next().expect("it is read").is_none());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
