//! Schemas: numbered, never edited, and never misread by an older program.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use charthold_crypto::{purpose::Database, sha256};
use charthold_store::{Charts, Journal, Schema, StoreError};
use rusqlite::Connection;

use crate::fixture::{Desk, key};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store")
}

fn file_name(number: usize, name: &str) -> String {
    format!("{number:04}_{name}.sql")
}

#[test]
fn every_file_is_part_of_the_program_in_its_place() {
    for schema in Schema::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../migrations")
            .join(schema.name);
        let files: BTreeMap<String, String> = fs::read_dir(&folder)
            .expect("each schema has a folder")
            .map(|entry| {
                let path = entry.expect("it is there").path();
                let name = path
                    .file_name()
                    .expect("it has one")
                    .to_string_lossy()
                    .into_owned();
                (name, fs::read_to_string(path).expect("it is text"))
            })
            .collect();
        let embedded: BTreeMap<String, String> = (1..)
            .zip(schema.migrations)
            .map(|(number, step)| (file_name(number, step.name), step.sql.to_owned()))
            .collect();
        assert_eq!(
            files, embedded,
            "{}: numbered from 0001 without a gap",
            schema.name
        );
    }
}

#[test]
fn no_migration_was_edited_after_it_was_recorded() {
    let mut sums = String::new();
    for schema in Schema::ALL {
        for (number, step) in (1..).zip(schema.migrations) {
            let digest = sha256(&[step.sql.as_bytes()]);
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let name = file_name(number, step.name);
            writeln!(sums, "{hex}  {}/{name}", schema.name).expect("it is text");
        }
    }
    let recorded = fs::read_to_string(here().join("migrations.sha256")).expect("it is recorded");
    assert_eq!(
        sums, recorded,
        "a released migration never changes: add another"
    );
}

#[test]
fn the_migrations_make_the_recorded_schema() {
    for schema in Schema::ALL {
        let connection = Connection::open_in_memory().expect("memory suffices");
        for step in schema.migrations {
            connection.execute_batch(step.sql).expect("it is SQL");
        }
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
            .expect("it is SQL");
        let objects: Vec<String> = statement
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)
            .expect("they are text");
        let recorded = fs::read_to_string(here().join(format!("schema_{}.snap", schema.name)));
        let made = format!("{};\n", objects.join(";\n"));
        assert_eq!(made, recorded.expect("it is recorded"), "{}", schema.name);
    }
}

#[test]
fn every_table_is_strict_and_says_what_it_is_for() {
    for schema in Schema::ALL {
        let sql: String = schema.migrations.iter().map(|step| step.sql).collect();
        let tables: Vec<&str> = sql.split("CREATE TABLE ").skip(1).collect();
        assert!(!tables.is_empty());
        for table in tables {
            let body = table.split(';').find(|part| part.contains("STRICT"));
            assert!(body.is_some(), "{}: {table}", schema.name);
            let first_line = table.lines().nth(1).unwrap_or_default();
            assert!(
                first_line.trim().starts_with("--"),
                "{}: {table}",
                schema.name
            );
        }
    }
}

/// As a program of the future would leave a journal.
fn leave_as_version(desk: &Desk, version: u32, min_reader: u32) {
    let connection = Connection::open(desk.home.journal_path()).expect("it is there");
    let literal = key::<Database>(1).sqlcipher_literal();
    connection
        .execute_batch(&format!(
            "PRAGMA key = \"{}\"; PRAGMA cipher_page_size = 16384;
             PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
             PRAGMA user_version = {version};
             UPDATE schema_info SET min_reader = {min_reader};",
            literal.expose()
        ))
        .expect("the key is right");
}

#[test]
fn a_newer_version_is_refused_when_it_would_be_misread() {
    let desk = Desk::new();
    leave_as_version(&desk, 99, 98);
    assert!(matches!(desk.reopen(), Err(StoreError::NewerVersion)));
    leave_as_version(&desk, 99, 1);
    let journal = desk
        .reopen()
        .expect("a newer version may still be readable");
    assert_eq!(journal.counts().expect("it is whole").ops_unconfirmed, 0);
}

#[test]
fn a_migration_that_cannot_end_leaves_no_trace() {
    let desk = Desk::new();
    let path = desk.folder.path().join("half.db");
    drop(Charts::open_or_create(&path, &key(1)).expect("it is new"));
    // Charts are no journal: its migration meets tables of the same names half-way.
    let connection = Connection::open(&path).expect("it is there");
    let literal = key::<Database>(1).sqlcipher_literal();
    connection
        .execute_batch(&format!(
            "PRAGMA key = \"{}\"; PRAGMA cipher_page_size = 16384;
             PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
             DROP TABLE schema_info; DROP TABLE migration; PRAGMA user_version = 0;
             CREATE TABLE audit_event (wrong INTEGER);",
            literal.expose()
        ))
        .expect("the key is right");
    assert!(matches!(
        Journal::open(&path, &key(1)),
        Err(StoreError::Database(_))
    ));
    let made: u32 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'identity'",
            [],
            |row| row.get(0),
        )
        .expect("it is whole");
    assert_eq!(made, 0, "the tables before the failure were taken back");
}
