//! Our files as another program reads them: SQLite3 Multiple Ciphers, which implements the format of
//! SQLCipher 4 by itself and shares no code with what the store uses. With the settings of README.md it
//! reads what the store wrote; without the key, or with another, it reads nothing.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use charthold_crypto::purpose::Database;
use charthold_store::{Charts, Directory, DirectoryEntry};
use serde_json::{Value, json};

use crate::fixture::{CHART, Desk, Keys, key};

#[test]
fn another_program_reads_the_journal_with_its_key_and_not_without() {
    let written = written();
    let journal = File::at(written.desk.home.journal_path(), 1);
    journal.assert_tables(include_str!("schema_journal.snap"));
    let read = journal.read("SELECT hex(chart) FROM operation");
    let chart: String = CHART.as_bytes().map(|byte| format!("{byte:02X}")).concat();
    assert_eq!(read, json!([[chart]]), "the one operation is there");
    journal.assert_shut_without_its_key();
}

#[test]
fn another_program_reads_the_directory_with_its_key_and_not_without() {
    let written = written();
    let directory = File::at(written.desk.home.directory_path(), 4);
    directory.assert_tables(include_str!("schema_directory.snap"));
    let read = directory.read("SELECT family, mrn FROM entry");
    assert_eq!(read, json!([["Ekström", "4471"]]), "the patient is there");
    directory.assert_shut_without_its_key();
}

#[test]
fn another_program_reads_a_persons_charts_with_their_key_and_not_without() {
    let written = written();
    let charts = File::at(written.desk.charts_path(), 3);
    charts.assert_tables(include_str!("schema_charts.snap"));
    let read = charts.read("SELECT kind, fhir_id FROM record");
    assert_eq!(read, json!([["Condition", "c1"]]), "the record is there");
    charts.assert_shut_without_its_key();
}

/// A home with one record and one patient, all its databases open as in a running workstation.
struct Written {
    desk: Desk,
    _charts: Charts,
    _directory: Directory,
}

fn written() -> Written {
    let mut desk = Desk::new();
    desk.write_record(1, r#"{"resourceType":"Condition","id":"c1"}"#);
    let mut charts = desk.charts();
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let path = desk.home.directory_path();
    let mut directory = Directory::open_or_create(&path, &key(4)).expect("it is new");
    let entry = DirectoryEntry {
        chart: CHART,
        fhir_id: "p1".into(),
        family: Some("Ekström".into()),
        given: None,
        prefix: None,
        nickname: None,
        mrn: Some("4471".into()),
        born: None,
        sex: None,
        unit: None,
        bed: None,
    };
    directory.put(&[entry]).expect("there is room");
    Written {
        desk,
        _charts: charts,
        _directory: directory,
    }
}

/// A database of the store, and the seed of its key.
struct File {
    path: PathBuf,
    key: u64,
}

impl File {
    fn at(path: PathBuf, key: u64) -> Self {
        Self { path, key }
    }

    /// The tables are those of the recorded schema.
    fn assert_tables(&self, schema: &str) {
        let mut tables: Vec<&str> = schema
            .lines()
            .filter_map(|line| line.strip_prefix("CREATE TABLE "))
            .filter_map(|line| line.split([' ', '(']).next())
            .collect();
        tables.sort_unstable();
        let wanted: Vec<[&str; 1]> = tables.into_iter().map(|table| [table]).collect();
        let read = self.read("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        assert_eq!(read, json!(wanted), "the schema is readable");
    }

    fn read(&self, query: &str) -> Value {
        self.ask(Some(self.key), query)
    }

    /// No key and another key are answered as a file that is no database, which is what it looks like.
    fn assert_shut_without_its_key(&self) {
        for key in [None, Some(99)] {
            let answer = self.ask(key, "SELECT count(*) FROM sqlite_schema");
            let refused = answer["refused"].as_str().unwrap_or_default();
            assert!(
                refused.contains("file is not a database"),
                "with {key:?}: {answer}"
            );
        }
        let bytes = fs::read(&self.path).expect("it is there");
        assert_ne!(
            bytes.first_chunk(),
            Some(b"SQLite format 3\0"),
            "the header of an open file"
        );
    }

    fn ask(&self, key_seed: Option<u64>, query: &str) -> Value {
        let literal = key_seed.map(|seed| key::<Database>(seed).sqlcipher_literal());
        let key = literal.as_ref().map_or("", |literal| literal.expose());
        let mut reader = Command::new(python())
            .args(["-I", "-c", include_str!("reader.py")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the reader starts");
        let path = self.path.to_str().expect("the path is text");
        let mut input = reader.stdin.take().expect("it has an input");
        write!(input, "{path}\n{key}\n{query}").expect("it reads");
        drop(input);
        let output = reader.wait_with_output().expect("it ends");
        assert!(output.status.success(), "the reader ended well");
        serde_json::from_slice(&output.stdout).expect("it answers in JSON")
    }
}

/// The Python that has the other program: where `cargo xtask setup` puts it, unless told otherwise.
fn python() -> PathBuf {
    std::env::var_os("CHARTHOLD_SQLCIPHER_READER").map_or_else(
        || {
            let home = std::env::var_os("HOME").expect("there is a home folder");
            PathBuf::from(home).join(".cache/charthold/tools/sqlcipher-reader/bin/python")
        },
        PathBuf::from,
    )
}
