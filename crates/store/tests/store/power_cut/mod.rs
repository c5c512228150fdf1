//! Power cuts: a writer is recorded call by call, and its files are put together as a disk may hold them when the power went at
//! any moment. What was acknowledged by then is there, each with its audit event, and the chain holds. That the recording would
//! show it otherwise is shown by a disk that says it has synced and has not.

mod disk;
mod recording;

use std::path::Path;

use charthold_crypto::VerifyingKey;
use charthold_domain::OpId;
use charthold_scoreboard::Row;
use charthold_store::Journal;

use crate::fixture::{Desk, Seeded, key};
use crate::writer::{Work, write_if_told};
use disk::Disk;
use recording::{Event, Watched, record};

pub(crate) use recording::ACK;

const TEST: &str = "power_cut::no_acknowledged_write_is_lost_to_a_power_cut";
const CUTS: usize = 300;
/// Of a disk that does not sync.
const CUTS_OF_THE_LIAR: usize = 60;
const SEED: u64 = 20_261_126;
/// It closes the journal now and then: there are checkpoints, too.
const WORK: Work = Work {
    round: 1,
    openings: 4,
    writes: 16,
};

#[test]
fn no_acknowledged_write_is_lost_to_a_power_cut() {
    write_if_told();
    let Desk {
        folder,
        home,
        journal,
        author,
        ..
    } = Desk::new();
    drop(journal);
    let watched = Watched {
        folder: home.root(),
        files: "journal.db",
    };
    let (honest, liar) = (Disk::of(&watched, true), Disk::of(&watched, false));
    let log = folder.path().join("calls");
    let events = record(&watched, &log, TEST, |writer| WORK.give(writer, &home));
    let acknowledged = events.iter().filter_map(Event::acknowledged).count();
    assert_eq!(u64::try_from(acknowledged), Ok(WORK.openings * WORK.writes));

    println!("seed {SEED}");
    let device = author.secret.public();
    let cut = |disk: Disk, times| {
        let mut chance = Seeded(SEED);
        let times = (events.as_slice(), times);
        disk.cut_again_and_again(
            times,
            folder.path(),
            &mut || chance.next(),
            |home, ops, after| look(home, &device, ops, after),
        )
    };
    assert_eq!(cut(honest, CUTS), []);
    let noticed = cut(liar, CUTS_OF_THE_LIAR).len();
    println!("of a disk that does not sync: {noticed} of {CUTS_OF_THE_LIAR}");
    assert!(noticed > CUTS_OF_THE_LIAR / 2, "harm is noticed");
    let count = |cuts: usize| u64::try_from(cuts).expect("it is a count");
    let row = Row::held("F2", "journal", count(CUTS));
    row.against(count(noticed)).record();
}

/// What a power cut did that it must not.
#[derive(Debug, PartialEq, Eq)]
enum Harm {
    /// The journal does not open, or a chain in it does not hold.
    Damaged { after: usize },
    /// A write that was acknowledged is not there.
    Lost { after: usize },
    /// A write is there without its audit event, or an event without its write.
    Halved { after: usize },
}

/// Looks at a journal after a power cut, as the workstation does when it comes up again.
fn look(home: &Path, device: &VerifyingKey, acknowledged: &[&str], after: usize) -> Option<Harm> {
    let damaged = |_| Harm::Damaged { after };
    let looked = || {
        let journal = Journal::open(&home.join("journal.db"), &key(1)).map_err(damaged)?;
        let head = journal.verify_audit(device).map_err(damaged)?;
        let counts = journal.counts().map_err(damaged)?;
        for op in acknowledged {
            let op: OpId = op.parse().expect("it is an id");
            if journal.find_operation(op).map_err(damaged)?.is_none() {
                return Err(Harm::Lost { after });
            }
        }
        let events = u64::from(counts.audit_unconfirmed);
        match counts.ops_unconfirmed == counts.audit_unconfirmed && head.seq == events {
            true => Ok(()),
            false => Err(Harm::Halved { after }),
        }
    };
    looked().err()
}
