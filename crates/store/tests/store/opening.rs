//! Files, keys and what can be seen without them.

use std::fs;
use std::path::{Path, PathBuf};

use charthold_crypto::{Key, purpose::Database};
use charthold_store::{Charts, Directory, DirectoryEntry, Glance, Journal, StoreError};
use rusqlite::{Connection, OpenFlags};

use crate::fixture::{CHART, Desk, Keys, key};

const MARKER: &str = "Zebrafish-Allergy-7731";

/// A desk with the marker in every store that may have text in it, all of them still open.
fn desk_with_text() -> (Desk, Charts, Directory) {
    let mut desk = Desk::new();
    let json = format!(r#"{{"resourceType":"Condition","id":"c1","note":"{MARKER}"}}"#);
    desk.write_record(1, &json);
    let mut charts = desk.charts();
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let glance = Glance {
        ward_line: MARKER.into(),
        doubles: 0,
    };
    charts.save_glance(CHART, &glance).expect("there is room");
    let mut directory =
        Directory::open_or_create(&desk.home.directory_path(), &key(4)).expect("it is new");
    let entry = DirectoryEntry {
        chart: CHART,
        fhir_id: "p1".into(),
        family: Some(MARKER.into()),
        given: None,
        prefix: None,
        nickname: None,
        mrn: None,
        born: None,
        sex: None,
        unit: None,
        bed: None,
    };
    directory.put(&[entry]).expect("there is room");
    (desk, charts, directory)
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it is there").path();
        if path.is_dir() {
            files.extend(files_of(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn no_file_shows_any_text_not_even_the_logs_of_open_databases() {
    let (desk, charts, directory) = desk_with_text();
    let files = files_of(desk.home.root());
    let logs = files
        .iter()
        .filter(|path| path.to_string_lossy().ends_with("-wal"));
    assert_eq!(
        logs.count(),
        3,
        "each of the three databases has a write-ahead log"
    );
    for path in files {
        let bytes = fs::read(&path).expect("it can be read");
        for text in [MARKER, "SQLite format 3", "CREATE TABLE"] {
            let found = bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes());
            assert!(!found, "{text} is in {}", path.display());
        }
    }
    drop((charts, directory));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_any_file() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, charts, directory) = desk_with_text();
    for path in files_of(desk.home.root()) {
        let mode = fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    assert!(desk.home.is_private().expect("it can be looked at"));
    let shown = fs::Permissions::from_mode(0o644);
    fs::set_permissions(desk.home.journal_path(), shown).expect("it is ours");
    assert!(!desk.home.is_private().expect("it can be looked at"));
    drop((charts, directory));
}

#[test]
fn a_wrong_key_opens_nothing_and_changes_nothing() {
    let (desk, charts, directory) = desk_with_text();
    drop((charts, directory));
    let home = desk.home.clone();
    let wrong: Key<Database> = key(99);
    let journal = Journal::open(&home.journal_path(), &wrong);
    assert!(
        matches!(journal, Err(StoreError::NotOpened)),
        "a journal with a log beside it"
    );
    let created = Journal::create(&home.journal_path(), &wrong);
    assert!(
        matches!(created, Err(StoreError::NotOpened)),
        "creating never overwrites"
    );
    let charts = Charts::open_or_create(&desk.charts_path(), &wrong);
    assert!(matches!(charts, Err(StoreError::NotOpened)), "charts");
    let directory = Directory::open_or_create(&home.directory_path(), &wrong);
    assert!(
        matches!(directory, Err(StoreError::NotOpened)),
        "the directory"
    );
    let after = desk.reopen().expect("the right key still opens it");
    assert_eq!(after.counts().expect("it is whole").ops_unconfirmed, 1);
}

#[test]
fn without_a_key_there_is_no_database() {
    let (desk, charts, directory) = desk_with_text();
    drop((charts, directory));
    for path in files_of(desk.home.root())
        .iter()
        .filter(|path| path.ends_with("journal.db"))
    {
        let plain = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("opening reads nothing");
        let read = plain.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        assert_eq!(
            read.expect_err("it is encrypted").sqlite_error_code(),
            Some(rusqlite::ErrorCode::NotADatabase)
        );
    }
}

#[test]
fn a_file_that_is_no_database_is_not_opened_and_not_overwritten() {
    let desk = Desk::new();
    let path = desk.folder.path().join("other.db");
    let text = vec![b'x'; 40_000];
    fs::write(&path, &text).expect("there is room");
    assert!(matches!(
        Charts::open_or_create(&path, &key(3)),
        Err(StoreError::NotOpened)
    ));
    assert_eq!(fs::read(&path).expect("it is there"), text);
}

#[test]
fn opening_what_is_not_there_makes_nothing() {
    let desk = Desk::new();
    let path = desk.folder.path().join("none.db");
    assert!(matches!(
        Journal::open(&path, &key(1)),
        Err(StoreError::NoSuch { .. })
    ));
    assert!(!path.exists());
}

#[test]
fn a_journal_whose_making_was_cut_short_is_finished() {
    let desk = Desk::new();
    let path = desk.folder.path().join("cut.db");
    fs::write(&path, []).expect("there is room");
    let journal = Journal::create(&path, &key(1)).expect("an empty file is none yet");
    assert_eq!(journal.find_identity().expect("it is whole"), None);
}

#[test]
fn rebuilding_makes_charts_under_another_key() {
    let (mut desk, charts, directory) = desk_with_text();
    drop((charts, directory));
    let path = desk.charts_path();
    let mut charts = Charts::rebuild(&path, &key(33)).expect("it can be made");
    let access = desk.access(CHART);
    assert!(charts.read(&access).expect("it is whole").is_empty());
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    assert_eq!(charts.read(&access).expect("it is whole").len(), 1);
    assert!(matches!(
        Charts::open_or_create(&path, &key(3)),
        Err(StoreError::NotOpened)
    ));
}

/// The settings of README.md, by hand: what another program does to read a file of ours.
#[test]
fn the_settings_that_are_documented_open_a_file() {
    let desk = Desk::new();
    let literal = key::<Database>(1).sqlcipher_literal();
    let connection = Connection::open(desk.home.journal_path()).expect("opening reads nothing");
    let settings = format!(
        "PRAGMA key = \"{}\"; PRAGMA cipher_page_size = 16384;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
        literal.expose()
    );
    connection.execute_batch(&settings).expect("they are known");
    let setting = |name: &str| -> String {
        connection
            .pragma_query_value(None, name, |row| row.get(0))
            .expect("it has a value")
    };
    assert_eq!(setting("journal_mode"), "wal");
    assert_eq!(setting("cipher_kdf_algorithm"), "PBKDF2_HMAC_SHA512");
    assert_eq!(
        setting("cipher_memory_security"),
        "1",
        "the store switched it on for the process"
    );
    let bad_pages = connection
        .prepare("PRAGMA cipher_integrity_check")
        .and_then(|mut check| check.query([])?.next().map(|row| row.is_some()));
    assert!(
        !bad_pages.expect("it can be checked"),
        "every page is authentic"
    );
    let version: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("it is set");
    assert_eq!(version, charthold_store::Schema::JOURNAL.version());
}

#[test]
fn a_page_that_was_changed_is_told_as_damage_not_shown() {
    let mut desk = Desk::new();
    for n in 0..200 {
        desk.write_record(n, r#"{"resourceType":"Flag","id":"f"}"#);
    }
    let Desk {
        folder: _folder,
        home,
        journal,
        author,
        ..
    } = desk;
    drop(journal);
    let mut bytes = fs::read(home.journal_path()).expect("it is there");
    // The first page holds the schema; every one after it holds rows.
    for page in bytes.chunks_mut(16_384).skip(2) {
        page[5000] ^= 1;
    }
    fs::write(home.journal_path(), &bytes).expect("it is ours");
    let told = Journal::open(&home.journal_path(), &key(1))
        .and_then(|journal| journal.verify_audit(&author.secret.public()));
    assert!(matches!(told, Err(StoreError::Damaged { .. })), "{told:?}");
}
