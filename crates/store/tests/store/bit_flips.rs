//! One bit that is another, anywhere in the files: it is told, or what is read is what was written. A flip in the log makes SQLite
//! drop every commit after it without a word, as if the power had gone before: how far the journal had come tells that.

use std::fs;
use std::path::Path;

use charthold_audit::AuditHead;
use charthold_scoreboard::Row;
use charthold_store::{Freshness, Home, Journal, StoreError};

use crate::fixture::{CHART, Desk, Seeded, key};

const SEED: u64 = 20_261_128;
const FLIPS: u64 = 1_000;
const RECORDS: u8 = 60;

/// How far the journal had come, and all of its operations.
struct Truth {
    anchor: (AuditHead, Freshness),
    operations: Vec<Vec<u8>>,
}

#[test]
fn a_bit_that_is_another_is_told_or_without_effect() {
    println!("seed {SEED}");
    let mut desk = Desk::new();
    for n in 0..RECORDS {
        desk.write_record(n, &json(n));
    }
    // Closed and opened: the first half is in the file, the second in the log.
    let path = desk.home.journal_path();
    let other = Journal::create(&desk.folder.path().join("other.db"), &key(1));
    drop(std::mem::replace(&mut desk.journal, other.expect("room")));
    desk.journal = Journal::open(&path, &key(1)).expect("it is whole");
    for n in RECORDS..2 * RECORDS {
        desk.write_record(n, &json(n));
    }
    let head = desk.journal.audit_head().expect("it is whole");
    let truth = Truth {
        anchor: (head, desk.journal.freshness().expect("it is whole")),
        operations: operations(&desk.journal).expect("it is whole"),
    };
    let files = ["journal.db", "journal.db-wal"].map(|name| {
        let bytes = fs::read(desk.home.root().join(name)).expect("it is there");
        (name, bytes)
    });
    let mut chance = Seeded(SEED);
    let (mut told, mut unnoticed) = (0, 0);
    for turn in 0..FLIPS {
        let folder = desk.folder.path().join("flipped");
        fs::create_dir_all(&folder).expect("there is room");
        let which = usize::from(turn % 2 == 1);
        for (number, (name, bytes)) in files.iter().enumerate() {
            let mut bytes = bytes.clone();
            if number == which {
                let length = u64::try_from(bytes.len()).expect("a few megabytes");
                let place = usize::try_from(chance.next() % length).expect("it is within");
                bytes[place] ^= 1 << (chance.next() % 8);
            }
            fs::write(folder.join(name), bytes).expect("there is room");
        }
        let path = Home::at(folder.clone()).journal_path();
        let is_told = told_of(&path, &truth).is_some();
        let shown = read(&path);
        let is_true = shown.as_ref().is_ok_and(|shown| *shown == truth.operations);
        assert!(is_told || is_true, "turn {turn} in {which}");
        told += u64::from(is_told);
        unnoticed += u64::from(shown.is_ok() && !is_true);
        fs::remove_dir_all(&folder).expect("it is ours");
    }
    println!("{told} told, {unnoticed} that SQLCipher alone shows");
    assert!(unnoticed > 0, "without an anchor some are shown");
    Row::held("F4", "journal", FLIPS)
        .against(unnoticed)
        .record();
}

/// What is told before anything is shown.
fn told_of(path: &Path, truth: &Truth) -> Option<StoreError> {
    let (head, fresh) = &truth.anchor;
    let mut journal = match Journal::open(path, &key(1)) {
        Ok(journal) => journal,
        Err(error) => return Some(error),
    };
    match journal.has_come_to(head, fresh) {
        Ok(true) => {}
        Ok(false) => return Some(StoreError::Stale),
        Err(error) => return Some(error),
    }
    // A body is read when its record is: its page's MAC fails then.
    journal
        .verify_rows()
        .and_then(|_| operations(&journal))
        .err()
}

fn read(path: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    operations(&Journal::open(path, &key(1))?)
}

fn operations(journal: &Journal) -> Result<Vec<Vec<u8>>, StoreError> {
    let stored = journal.operations_after(CHART, 0, usize::from(u8::MAX))?;
    let bodies = stored
        .into_iter()
        .map(|stored| stored.operation.envelope().body.clone());
    Ok(bodies.collect())
}

fn json(n: u8) -> String {
    let text = format!("{n} ").repeat(500);
    format!(
        r#"{{"resourceType":"Observation","id":"o{n}","status":"final","note":[{{"text":"{text}"}}]}}"#
    )
}
