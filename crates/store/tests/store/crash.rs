//! Kills: what was acknowledged is there afterwards, and nothing is half there.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use charthold_domain::OpId;

use crate::fixture::{Desk, Keys, Seeded};
use crate::power_cut::ACK;
use crate::writer::{Work, write_if_told};

const TEST: &str = "crash::no_acknowledged_write_is_lost_to_a_kill";

fn start(desk: &Desk, round: u64) -> Child {
    let this = env::current_exe().expect("a test is a program");
    let work = Work {
        round,
        openings: 1,
        writes: u64::MAX,
    };
    let mut command = Command::new(this);
    work.give(&mut command, &desk.home);
    command
        .args(["--exact", TEST, "--nocapture"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it can be started")
}

#[test]
fn no_acknowledged_write_is_lost_to_a_kill() {
    write_if_told();
    let mut desk = Desk::new();
    let mut chance = Seeded(3);
    let mut acknowledged: Vec<OpId> = Vec::new();
    for round in 0..30 {
        let mut child = start(&desk, round);
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let acks = lines.filter_map(|line| {
            let line = line.expect("it is text");
            // What the test runner itself says may stand on the same line.
            line.split_once(ACK)
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
