//! Pages put back from a copy: each passes its MAC, for it was written here once. Reading every row against the digest tells.

use std::fs;
use std::path::Path;

use charthold_crypto::purpose::Database;
use charthold_scoreboard::Row;
use charthold_store::{Journal, StoreError};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::fixture::{Desk, Seeded, key};

const PAGE: usize = 16_384;
const SEED: u64 = 20_261_127;
const ROUNDS: u8 = 8;
const WRITES: u8 = 8;

#[test]
fn a_page_that_is_put_back_is_found_by_reading_the_rows() {
    println!("seed {SEED}");
    let mut desk = Desk::new();
    let tried = desk.folder.path().join("tried.db");
    let mut before = closed(&mut desk);
    let (mut found, mut unnoticed, mut without_effect) = (0, 0, 0);
    for round in 1..=ROUNDS {
        work(&mut desk, round);
        let after = closed(&mut desk);
        let rows = dump(&desk.home.journal_path()).expect("it is whole");
        for old in put_back(&before, &after, round) {
            fs::write(&tried, &old).expect("there is room");
            let verified = Journal::open(&tried, &key(1)).and_then(|mut it| it.verify_rows());
            let shown = dump(&tried);
            match verified {
                Ok(_) => {
                    assert_eq!(shown.ok().as_ref(), Some(&rows), "it was not noticed");
                    without_effect += 1;
                }
                Err(StoreError::Stale | StoreError::Damaged { .. } | StoreError::NotOpened) => {
                    found += 1;
                    unnoticed += u64::from(shown.is_ok_and(|shown| shown != rows));
                }
                Err(error) => panic!("{error:?}"),
            }
        }
        before = after;
    }
    println!(
        "{found} found, {without_effect} without effect, {unnoticed} that SQLCipher alone shows"
    );
    assert!(unnoticed > 0, "without the digest some are shown");
    Row::held("F5", "pages", found).against(unnoticed).record();
}

#[test]
fn a_look_that_is_ended_says_nothing_of_the_rows() {
    let mut desk = Desk::new();
    work(&mut desk, 1);
    for rows in 0..4 {
        let read = std::cell::Cell::new(0);
        let goes_on = || read.replace(read.get() + 1) < rows;
        let ended = desk.journal.verify_rows_while(&goes_on);
        assert!(
            matches!(ended, Err(StoreError::Mismatch { .. })),
            "{ended:?}"
        );
        assert_eq!(read.get(), rows + 1, "it ends at once");
    }
    desk.journal.verify_rows().expect("it is whole");
}

#[test]
fn a_row_that_was_not_written_by_us_is_found() {
    let mut desk = Desk::new();
    work(&mut desk, 1);
    desk.journal.verify_rows().expect("it is ours");
    let raw = raw(&desk.home.journal_path()).expect("the key is right");
    let sql = "UPDATE setting SET value = 'another' WHERE name = 'round'";
    assert_eq!(raw.execute(sql, []), Ok(1));
    assert!(matches!(desk.journal.verify_rows(), Err(StoreError::Stale)));
}

#[test]
fn changes_are_counted_and_outlive_the_process() {
    let mut desk = Desk::new();
    let first = desk.journal.freshness().expect("it is whole");
    work(&mut desk, 1);
    let later = desk.journal.freshness().expect("it is whole");
    assert!(later.changes > first.changes, "{first:?} {later:?}");
    closed(&mut desk);
    assert_eq!(desk.journal.freshness().expect("it is whole"), later);
    assert_eq!(desk.journal.verify_rows().expect("it is ours"), later);
}

#[test]
fn what_is_taken_back_does_not_count() {
    let mut desk = Desk::new();
    let operation = desk.write_record(1, &json(1));
    let before = desk.journal.freshness().expect("it is whole");
    // Not the next of its device: refused after rows of its transaction were written.
    let refused = desk.try_write(Some(crate::fixture::intent(1)), &[operation]);
    refused.expect_err("it is there already");
    assert_eq!(desk.journal.freshness().expect("it is whole"), before);
    desk.journal.verify_rows().expect("it is ours");
}

/// Something in many tables, and enough for several pages.
fn work(desk: &mut Desk, round: u8) {
    for n in 0..WRITES {
        desk.write_record(round * WRITES + n, &json(n));
    }
    let setting = desk.journal.set_setting("round", &round.to_string());
    setting.expect("there is room");
}

fn json(n: u8) -> String {
    let text = format!("{n} ").repeat(1_000);
    format!(
        r#"{{"resourceType":"Observation","id":"o{n}","status":"final","note":[{{"text":"{text}"}}]}}"#
    )
}

/// The file as it is when nobody has it open.
fn closed(desk: &mut Desk) -> Vec<u8> {
    let path = desk.home.journal_path();
    let elsewhere = Journal::create(&desk.folder.path().join("other.db"), &key(1));
    // The last connection that closes brings everything from the log into the file.
    drop(std::mem::replace(
        &mut desk.journal,
        elsewhere.expect("there is room"),
    ));
    let bytes = fs::read(&path).expect("it is there");
    desk.journal = Journal::open(&path, &key(1)).expect("it is whole");
    bytes
}

/// The file with one page as it was before, for each page that is another, and with several.
fn put_back(before: &[u8], after: &[u8], round: u8) -> Vec<Vec<u8>> {
    let pages = before.chunks(PAGE).zip(after.chunks(PAGE));
    let other: Vec<usize> = (0..)
        .zip(pages)
        .filter(|(_, (old, new))| old != new)
        .map(|(number, _)| number * PAGE)
        .collect();
    let with = |places: &[usize]| {
        let mut bytes = after.to_vec();
        for place in places {
            let page = *place..*place + PAGE;
            bytes[page.clone()].copy_from_slice(&before[page]);
        }
        bytes
    };
    let mut tried: Vec<_> = other.iter().map(|place| with(&[*place])).collect();
    let mut chance = Seeded(SEED + u64::from(round));
    for _ in 0..4 {
        let some: Vec<usize> = other
            .iter()
            .copied()
            .filter(|_| chance.next().is_multiple_of(2))
            .collect();
        if some.len() < other.len() {
            tried.push(with(&some));
        }
    }
    tried
}

/// What a program that trusts SQLCipher reads: every row by its table, and by each index.
fn dump(path: &Path) -> rusqlite::Result<Vec<Vec<Value>>> {
    let connection = raw(path)?;
    let sql = "SELECT m.name, i.name FROM sqlite_schema m LEFT JOIN pragma_index_list(m.name) i
               ON i.origin <> 'pk' AND NOT i.partial WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
    let mut statement = connection.prepare(sql)?;
    let places: Vec<(String, Option<String>)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for (table, index) in places {
        let by = index.map_or("NOT INDEXED".to_owned(), |index| {
            format!("INDEXED BY {index}")
        });
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} {by}"))?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns).map(|column| row.get(column)).collect()
        })?;
        let rows: Vec<Vec<Value>> = rows.collect::<Result<_, _>>()?;
        all.extend(rows);
    }
    Ok(all)
}

fn raw(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    let literal = key::<Database>(1).sqlcipher_literal();
    connection.execute_batch(&format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"{}\"; PRAGMA cipher_page_size = 16384;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
        literal.expose()
    ))?;
    Ok(connection)
}
