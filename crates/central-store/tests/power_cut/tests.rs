use std::io::Write as _;
use std::path::Path;

use charthold_central_store::{Log as _, SqliteStore, verify};
use charthold_crypto::Entropy as _;
use charthold_domain::{ChartId, OpId};
use charthold_protocol::OpOutcome;

use crate::disk::Disk;
use crate::recording::{ACK, Event, Watched, record};
use crate::world::{Counted, World};

const TEST: &str = "tests::nothing_central_acknowledged_is_lost_to_a_power_cut";
/// Makes a process started as this test a writer, in this folder.
const FOLDER: &str = "CHARTHOLD_TEST_CENTRAL_FOLDER";
const FILE: &str = "central.db";
const CUTS: usize = 300;
/// Of a disk that does not sync.
const CUTS_OF_THE_LIAR: usize = 60;
const SEED: u64 = 20_261_127;
/// It closes the file now and then: there are checkpoints, too.
const OPENINGS: u64 = 4;
const PUSHES: u64 = 12;
const OPERATIONS: usize = 3;

#[test]
fn nothing_central_acknowledged_is_lost_to_a_power_cut() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        take_in(Path::new(&folder));
        return;
    }
    let home = tempfile::tempdir().expect("there is room");
    let watched = Watched {
        folder: home.path(),
        files: FILE,
    };
    let (honest, liar) = (Disk::of(&watched, true), Disk::of(&watched, false));
    let calls = tempfile::tempdir().expect("there is room");
    let log = calls.path().join("calls");
    let events = record(&watched, &log, TEST, |writer| {
        writer.env(FOLDER, home.path());
    });
    let acknowledged = events.iter().filter_map(Event::acknowledged).count();
    assert_eq!(u64::try_from(acknowledged), Ok(OPENINGS * PUSHES));

    println!("seed {SEED}");
    assert_eq!(cut(honest, &events, CUTS), Vec::<String>::new());
    let noticed = cut(liar, &events, CUTS_OF_THE_LIAR).len();
    println!("of a disk that does not sync: {noticed} of {CUTS_OF_THE_LIAR}");
    assert!(noticed > CUTS_OF_THE_LIAR / 2, "harm is noticed");
}

/// A hospital is founded, and a workstation of it sends; each push is acknowledged with the numbers of its operations.
fn take_in(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("it starts");
    let mut place = None;
    for opening in 0..OPENINGS {
        let store = SqliteStore::open(&folder.join(FILE)).expect("it opens");
        runtime.block_on(async {
            let mut world = match opening {
                0 => World::found(&store).await,
                _ => World::beside(&store, 100 * opening),
            };
            let (chart, device) = match place.take() {
                Some(place) => place,
                None => {
                    let unit = world.unit("4B").await;
                    (world.chart(unit).await, world.enrol(&[unit]).await)
                }
            };
            let mut device = device;
            for _ in 0..PUSHES {
                let operations: Vec<_> = (0..OPERATIONS).map(|_| device.write(chart)).collect();
                let offered: Vec<_> = operations.iter().collect();
                let outcomes = world.push(device.id, &offered).await;
                let taken = |outcome: &OpOutcome| matches!(outcome, OpOutcome::Accepted { .. });
                assert!(outcomes.iter().all(taken), "{outcomes:?}");
                let ops = operations.iter().map(|operation| operation.core().op);
                acknowledge(chart, &ops.collect::<Vec<_>>());
            }
            place = Some((chart, device));
        });
    }
}

fn acknowledge(chart: ChartId, ops: &[OpId]) {
    let ops: Vec<String> = ops.iter().map(ToString::to_string).collect();
    let said = format!("\n{ACK}{chart} {}\n", ops.join(" "));
    let mut out = std::io::stdout();
    let written = out.write_all(said.as_bytes()).and_then(|()| out.flush());
    written.expect("somebody reads");
}

/// Cuts the power so many times at moments of `events`; answers what it did that it must not.
fn cut(disk: Disk, events: &[Event], times: usize) -> Vec<String> {
    let mut counted = Counted(SEED);
    let mut chance = || {
        let mut bytes = [0; 8];
        counted.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    };
    let room = tempfile::tempdir().expect("there is room");
    disk.cut_again_and_again(
        (events, times),
        room.path(),
        &mut chance,
        |home, ops, after| {
            let harm = look(&home.join(FILE), ops).err()?;
            Some(format!("after {after} calls: {harm}"))
        },
    )
}

/// Looks at central's file after a power cut, as central does when it comes up again.
fn look(file: &Path, acknowledged: &[&str]) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("it starts");
    runtime.block_on(async {
        let told = |error: charthold_central_store::StoreError| format!("{error:?}");
        let store = SqliteStore::open(file).map_err(told)?;
        let found = verify(&store).await.map_err(told)?;
        if !found.damage.is_empty() {
            return Err(format!("{:?}", found.damage));
        }
        for said in acknowledged {
            let mut words = said.split(' ');
            let chart = words.next().and_then(|chart| chart.parse().ok());
            let chart = chart.expect("a chart was named");
            let page = store.read_log(chart, 0, 10_000).await.map_err(told)?;
            for op in words {
                let is_it = |entry: &charthold_central_store::LogEntry| {
                    let operation = charthold_chartlog::Operation::parse(entry.operation.clone());
                    operation.is_ok_and(|operation| operation.core().op.to_string() == op)
                };
                if !page.entries.iter().any(is_it) {
                    return Err(format!("{op} is lost"));
                }
            }
        }
        Ok(())
    })
}
