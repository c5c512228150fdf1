//! A disk that is full: an error that says so, and nothing half-done.

#![cfg(unix)]

use std::env;
use std::io::Write as _;
use std::process::{Command, Stdio};

use charthold_audit::Subtype;
use charthold_domain::RecordId;
use charthold_store::{Home, Journal, StoreError, Write};

use crate::fixture::{Author, CHART, Desk, Draft, Keys, PERSON, Seeded, event, key};

const HOME: &str = "CHARTHOLD_TEST_FULL_DISK_HOME";

/// Writes until there is no more room, and says what it was told then.
fn write_until_full(home: &str) {
    let home = Home::at(home.into());
    let mut journal = Journal::open(&home.journal_path(), &key(1)).expect("the key is right");
    let mut author = Author::new(4, PERSON);
    let mut ids = Seeded(1);
    let (mut written, mut tip) = (0, None);
    let error = loop {
        let record = RecordId::from_bytes(ids.id());
        // Not to be compressed, so that the disk fills.
        let noise: String = (0..4000).map(|_| format!("{:016x}", ids.next())).collect();
        let json = format!(r#"{{"resourceType":"Flag","id":"{record}","note":"{noise}"}}"#);
        let operation = author.operation(&Draft::new(record, &json));
        let event = event(&author, &mut ids, Subtype::RecordWritten);
        let operations = std::slice::from_ref(&operation);
        let write = Write {
            intent: None,
            operations,
            event: &event,
            discard_draft: None,
        };
        match journal.write(&write, &author.secret) {
            Ok(_) => (written, tip) = (written + 1, Some((written + 1, operation.hash()))),
            Err(error) => break error,
        }
    };
    let told = match error {
        StoreError::DiskFull => "full",
        StoreError::Io(_) => "io",
        _ => "something else",
    };
    let read = journal
        .own_tip(CHART, author.device)
        .expect("reading goes on");
    assert_eq!(read, tip, "what was refused has left no trace");
    writeln!(std::io::stdout(), "\nwritten {written} told {told}").expect("somebody reads");
}

#[test]
fn a_full_disk_refuses_a_write_whole_and_keeps_all_before_it() {
    if let Ok(home) = env::var(HOME) {
        return write_until_full(&home);
    }
    let mut desk = Desk::new();
    let this = env::current_exe().expect("a test is a program");
    // A limit on file size is the fullest disk one can have without rights: 4 MiB in blocks of 512.
    let output = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 8192; exec "$0" "$@""#])
        .arg(this)
        .args([
            "--exact",
            "full_disk::a_full_disk_refuses_a_write_whole_and_keeps_all_before_it",
        ])
        .arg("--nocapture")
        .env(HOME, desk.home.root())
        .stderr(Stdio::null())
        .output()
        .expect("there is a shell");
    let output = String::from_utf8(output.stdout).expect("it is text");
    let report = output
        .lines()
        .find_map(|line| line.strip_prefix("written "));
    let (written, told) = report
        .and_then(|line| line.split_once(" told "))
        .expect("it came to an end");
    assert!(["full", "io"].contains(&told), "it was told {told}");
    let written: u32 = written.parse().expect("it is a number");
    assert!(written > 10, "there was some room");
    desk.journal = desk.reopen().expect("the key is right");
    let counts = desk.journal.counts().expect("it is whole");
    assert_eq!(
        (counts.ops_unconfirmed, counts.audit_unconfirmed),
        (written, written)
    );
    desk.journal
        .verify_audit(&desk.signer().public())
        .expect("the chain holds");
    assert_eq!(
        u32::try_from(desk.read_anew(&Keys::all()).len()).ok(),
        Some(written)
    );
}
