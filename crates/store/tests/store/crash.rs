//! Power cuts: what was acknowledged is there afterwards, and nothing is half there.

use std::env;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use charthold_audit::Subtype;
use charthold_domain::{OpId, RecordId};
use charthold_store::{Home, Journal, Write};

use crate::fixture::{Author, CHART, Desk, Draft, Keys, PERSON, Seeded, event, key};

const HOME: &str = "CHARTHOLD_TEST_CRASH_HOME";
const ROUND: &str = "CHARTHOLD_TEST_CRASH_ROUND";

/// Writes until somebody ends it, and says so after each.
fn write_until_killed(home: &str) -> ! {
    let round: u64 = env::var(ROUND)
        .expect("it is given")
        .parse()
        .expect("it is a number");
    let home = Home::at(home.into());
    let mut journal = Journal::open(&home.journal_path(), &key(1)).expect("the key is right");
    let mut author = Author::new(4, PERSON);
    author.random = Seeded(10_000 + round);
    if let Some(tip) = journal.own_tip(CHART, author.device).expect("it is whole") {
        author.resume(CHART, tip);
    }
    let mut ids = Seeded(20_000 + round);
    let mut out = std::io::stdout();
    loop {
        let record = RecordId::from_bytes(ids.id());
        let json = format!(r#"{{"resourceType":"Flag","id":"{record}"}}"#);
        let operation = author.operation(&Draft::new(record, &json));
        let event = event(&author, &mut ids, Subtype::RecordWritten);
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
        writeln!(out, "ack {}", operation.core().op).expect("somebody reads");
        out.flush().expect("somebody reads");
    }
}

fn start(desk: &Desk, round: u64) -> Child {
    let this = env::current_exe().expect("a test is a program");
    Command::new(this)
        .args([
            "--exact",
            "crash::no_acknowledged_write_is_lost_to_a_kill",
            "--nocapture",
        ])
        .env(HOME, desk.home.root())
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it can be started")
}

#[test]
fn no_acknowledged_write_is_lost_to_a_kill() {
    if let Ok(home) = env::var(HOME) {
        write_until_killed(&home);
    }
    let mut desk = Desk::new();
    let mut chance = Seeded(3);
    let mut acknowledged: Vec<OpId> = Vec::new();
    for round in 0..30 {
        let mut child = start(&desk, round);
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let acks = lines.filter_map(|line| {
            let line = line.expect("it is text");
            // What the test runner itself says may stand on the same line.
            line.split_once("ack ")
                .map(|(_, op)| op.parse::<OpId>().expect("it is an id"))
        });
        let after = chance.next() % 20;
        for (count, op) in (0..).zip(acks) {
            acknowledged.push(op);
            if count == after {
                child.kill().expect("it is running");
            }
        }
        child.wait().expect("it was ours");
    }
    desk.journal = desk.reopen().expect("the key is right");
    for op in &acknowledged {
        assert!(
            desk.journal
                .find_operation(*op)
                .expect("it is whole")
                .is_some(),
            "{op} is lost"
        );
    }
    let counts = desk.journal.counts().expect("it is whole");
    assert!(
        acknowledged.len() >= 30,
        "each round acknowledged something"
    );
    assert_eq!(
        counts.ops_unconfirmed, counts.audit_unconfirmed,
        "each has its event"
    );
    let head = desk
        .journal
        .verify_audit(&desk.signer().public())
        .expect("the chain holds");
    assert_eq!(head.seq, u64::from(counts.audit_unconfirmed));
    let rows = desk.read_anew(&Keys::all());
    assert_eq!(u32::try_from(rows.len()).ok(), Some(counts.ops_unconfirmed));
}
