//! A process of its own that writes in a journal and says so after each, for tests that end it, or the machine it runs on.

use std::env;
use std::io::Write as _;
use std::process::Command;

use charthold_audit::Subtype;
use charthold_domain::RecordId;
use charthold_store::{Home, Journal, Write};

use crate::fixture::{Author, CHART, Draft, PERSON, Seeded, event, key};
use crate::power_cut::ACK;

const HOME: &str = "CHARTHOLD_TEST_WRITER_HOME";
const ROUND: &str = "CHARTHOLD_TEST_WRITER_ROUND";
const OPENINGS: &str = "CHARTHOLD_TEST_WRITER_OPENINGS";
const WRITES: &str = "CHARTHOLD_TEST_WRITER_WRITES";
/// How much a writer writes.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    /// No writer of this home had the same number before.
    pub(crate) round: u64,
    /// How often it opens the journal, and closes it in order.
    pub(crate) openings: u64,
    /// How much it writes each time.
    pub(crate) writes: u64,
}

impl Work {
    /// The variables that make a process started as one of these tests a writer.
    pub(crate) fn give(self, command: &mut Command, home: &Home) {
        let Self {
            round,
            openings,
            writes,
        } = self;
        command.env(HOME, home.root());
        for (name, number) in [(ROUND, round), (OPENINGS, openings), (WRITES, writes)] {
            command.env(name, number.to_string());
        }
    }
}

/// Writes, in a process that is a writer; does nothing in one that is a test.
pub(crate) fn write_if_told() {
    let Ok(home) = env::var(HOME) else {
        return;
    };
    let home = Home::at(home.into());
    let mut author = Author::new(4, PERSON);
    author.random = Seeded(10_000 + number(ROUND));
    let mut ids = Seeded(20_000 + number(ROUND));
    for _ in 0..number(OPENINGS) {
        let mut journal = Journal::open(&home.journal_path(), &key(1)).expect("the key is right");
        if let Some(tip) = journal.own_tip(CHART, author.device).expect("it is whole") {
            author.resume(CHART, tip);
        }
        for _ in 0..number(WRITES) {
            write(&mut journal, &mut author, &mut ids);
        }
    }
    std::process::exit(0);
}

fn write(journal: &mut Journal, author: &mut Author, ids: &mut Seeded) {
    let record = RecordId::from_bytes(ids.id());
    let json = format!(r#"{{"resourceType":"Flag","id":"{record}"}}"#);
    let operation = author.operation(&Draft::new(record, &json));
    let event = event(author, ids, Subtype::RecordWritten);
    let operations = std::slice::from_ref(&operation);
    let write = Write {
        intent: None,
        operations,
        event: &event,
        discard_draft: None,
    };
    journal
        .write(&write, &author.secret)
        .expect("there is room");
    let mut out = std::io::stdout();
    let said = format!("\n{ACK}{}\n", operation.core().op);
    let written = out.write_all(said.as_bytes()).and_then(|()| out.flush());
    written.expect("somebody reads");
}

fn number(name: &str) -> u64 {
    let text = env::var(name).expect("it is given");
    text.parse().expect("it is a number")
}
