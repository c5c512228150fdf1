//! The tests: every run holds, every broken rule is noticed, and a failing run is told the short way.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::event::schedule;
use crate::mutation::Mutation;
use crate::run::{run, run_seed, shrink};

/// Seeds of `cargo xtask test`.
const SEEDS: u64 = 2_000;

#[test]
fn every_invariant_holds_in_every_run() {
    let from = asked("CHARTHOLD_SIM_FROM").unwrap_or(1);
    let seeds = asked("CHARTHOLD_SIM_SEEDS").unwrap_or(SEEDS);
    let written = AtomicUsize::new(0);
    let failed = first_failing(from..from.saturating_add(seeds), |seed| {
        let run = run_seed(seed, None);
        written.fetch_add(run.as_ref().map_or(0, |count| *count), Ordering::Relaxed);
        run.is_err()
    });
    println!(
        "{seeds} seeds from {from}, {} operations",
        written.into_inner()
    );
    if let Some(seed) = failed {
        panic!("{}", told(seed, None));
    }
}

#[test]
fn a_seed_is_the_same_run_again() {
    for seed in 1..20 {
        assert_eq!(
            schedule(seed),
            schedule(seed),
            "a schedule is drawn from its seed alone"
        );
        assert_eq!(
            run_seed(seed, None),
            run_seed(seed, None),
            "nothing else has a part in a run"
        );
    }
}

#[test]
fn a_failing_run_is_made_shorter_and_still_fails() {
    let mutation = Some(Mutation::NoDedupe);
    let seed = (1..200)
        .find(|seed| run_seed(*seed, mutation).is_err())
        .expect("it is noticed");
    let all = schedule(seed);
    let short = shrink(all.clone(), mutation);
    assert!(
        short.len() * 4 < all.len(),
        "{} of {} events are left",
        short.len(),
        all.len()
    );
    assert!(
        run(&short, mutation).is_err(),
        "what is left still goes wrong"
    );
    assert_eq!(
        run(&short, None).map(|_| ()),
        Ok(()),
        "and goes well by the product's rules"
    );
}

macro_rules! mutations {
    ($($name:ident: $mutation:ident within $seeds:literal;)*) => {
        $(#[test]
        fn $name() {
            noticed(Mutation::$mutation, $seeds);
        })*
    };
}

mutations! {
    last_writer_wins_is_noticed: LastWriterWins within 20;
    a_restore_that_stations_pass_over_is_noticed: NoEpoch within 60;
    taking_an_operation_twice_is_noticed: NoDedupe within 20;
    believing_an_acknowledgement_is_noticed: AckIsFinal within 60;
    letting_go_before_it_is_durable_is_noticed: PurgeBeforeDurable within 4000;
    refusing_when_scope_is_lost_is_noticed: RefuseOnScopeLoss within 60;
    accepting_a_gap_of_a_device_is_noticed: AcceptChainGap within 60;
    a_restore_without_a_new_epoch_is_noticed: RestoreWithoutEpoch within 100;
    dropping_a_void_signature_is_noticed: DropVoid within 60;
    sending_only_what_is_ones_own_is_noticed: NoDonation within 400;
    quarantine_that_outlives_its_reason_is_noticed: QuarantineOutlivesScopeLoss within 400;
    waiting_for_what_is_kept_aside_is_noticed: GapOfAForkWaits within 1000;
    missing_a_parent_that_is_kept_aside_is_noticed: ParentKeptAsideIsMissing within 4000;
}

fn noticed(mutation: Mutation, within: u64) {
    let found = first_failing(1..within + 1, |seed| {
        run_seed(seed, Some(mutation)).is_err()
    });
    assert!(
        found.is_some(),
        "{mutation:?} is not noticed within {within} seeds"
    );
    if let Some(seeds) = asked("CHARTHOLD_SIM_SEEDS") {
        measure(mutation, seeds);
    }
}

/// Says by how many of the first seeds a broken rule is noticed, and by which first.
fn measure(mutation: Mutation, seeds: u64) {
    let first = AtomicU64::new(u64::MAX);
    let count = AtomicUsize::new(0);
    first_failing(1..seeds + 1, |seed| {
        if run_seed(seed, Some(mutation)).is_err() {
            first.fetch_min(seed, Ordering::Relaxed);
            count.fetch_add(1, Ordering::Relaxed);
        }
        false
    });
    let (first, count) = (first.into_inner(), count.into_inner());
    let first = (count > 0).then_some(first);
    println!("{mutation:?}: {count} of {seeds} seeds, the first is {first:?}");
}

/// Some seed for which `fails`, by all processors; the lowest of those found.
fn first_failing(seeds: std::ops::Range<u64>, fails: impl Fn(u64) -> bool + Sync) -> Option<u64> {
    let next = AtomicU64::new(seeds.start);
    let found = AtomicU64::new(u64::MAX);
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end || found.load(Ordering::Relaxed) != u64::MAX {
                return;
            }
            if fails(seed) {
                found.fetch_min(seed, Ordering::Relaxed);
            }
        }
    };
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(work);
        }
    });
    let found = found.into_inner();
    (found != u64::MAX).then_some(found)
}

/// What went wrong, and the shortest way there.
fn told(seed: u64, mutation: Option<Mutation>) -> String {
    let short = shrink(schedule(seed), mutation);
    let wrong = run(&short, mutation).expect_err("it still goes wrong");
    let mut text = format!(
        "seed {seed}: {wrong}\nthe shortest schedule, {} events:\n",
        short.len()
    );
    for event in short {
        writeln!(text, "  {event:?}").expect("memory takes it");
    }
    writeln!(text, "again with: cargo xtask sim --seed {seed}").expect("memory takes it");
    text
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
