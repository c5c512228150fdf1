use rusqlite::Connection;

use super::{SqliteStore, migration, open};
use crate::{Hospital, StoreError};

#[test]
fn a_store_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("central.db");
    drop(SqliteStore::open(&path).unwrap());
    let file = Connection::open(&path).unwrap();
    file.pragma_update(None, "user_version", 900).unwrap();
    let refused = SqliteStore::open(&path).err().unwrap();
    assert!(
        matches!(refused, StoreError::NewerSchema { found: 900, .. }),
        "{refused}"
    );
}

#[test]
fn migrating_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open::writer(&folder.path().join("central.db")).unwrap();
    migration::migrate(&mut writer).unwrap();
    let schema = |file: &Connection| -> Vec<String> {
        let mut statement = file
            .prepare("SELECT sql FROM sqlite_schema ORDER BY name")
            .unwrap();
        let rows = statement
            .query_map([], |row| row.get::<_, Option<String>>(0))
            .unwrap();
        rows.map(|sql| sql.unwrap().unwrap_or_default()).collect()
    };
    let before = schema(&writer);
    migration::migrate(&mut writer).unwrap();
    assert_eq!(schema(&writer), before);
    assert!(
        before
            .iter()
            .filter(|sql| sql.starts_with("CREATE TABLE"))
            .all(|sql| { sql.contains("STRICT") })
    );
}

#[test]
fn what_is_written_is_on_disk_before_it_is_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let writer = open::writer(&folder.path().join("central.db")).unwrap();
    let setting = |name: &str| -> String {
        writer
            .pragma_query_value(None, name, |row| {
                row.get::<_, String>(0)
                    .or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
            })
            .unwrap()
    };
    assert_eq!(setting("journal_mode"), "wal");
    assert_eq!(setting("synchronous"), "2", "FULL");
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("central.db");
    drop(SqliteStore::open(&path).unwrap());
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn logs_cannot_be_changed_or_emptied_by_sql() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("central.db");
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.find_hospital().await.unwrap(), None);
    let file = Connection::open(&path).unwrap();
    file.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    file.execute_batch(
        "INSERT INTO entry VALUES (zeroblob(16), 1, zeroblob(16), zeroblob(32), 0, zeroblob(32),
            zeroblob(16), 1, 0, x'', x'', zeroblob(64));
         INSERT INTO audit_event VALUES (zeroblob(16), 1, zeroblob(16), zeroblob(32),
            zeroblob(32), x'', zeroblob(32), zeroblob(64), 0, 0, NULL, NULL, 1, 0);
         INSERT INTO incident (at, kind) VALUES (0, 'audit-fork');",
    )
    .unwrap();
    for sql in [
        "UPDATE entry SET body = x'00'",
        "DELETE FROM entry",
        "UPDATE audit_event SET person = zeroblob(16)",
        "DELETE FROM audit_event",
        "UPDATE incident SET at = 1",
        "DELETE FROM incident",
    ] {
        assert!(file.execute_batch(sql).is_err(), "{sql} must be refused");
    }
}

#[test]
fn every_migration_file_is_applied() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../migrations/central-sqlite"
    );
    let files = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(migration::MIGRATIONS.len(), files);
}

#[tokio::test]
async fn a_closed_store_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("central.db")).unwrap();
    assert_eq!(
        store.find_hospital().await.unwrap(),
        None,
        "a reader was open too"
    );
    drop(store);
    let files = std::fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["central.db"]);
}
