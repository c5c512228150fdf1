use super::table::{amount, short};
use super::{
    Figure, Floors, Goal, Measure, Outcome, Pair, Summary, Verdict, median, percentile, table,
};

fn pairs(ours_and_peer: &[(f64, f64)]) -> Vec<Pair> {
    let pair = |(ours, peer): &(f64, f64)| Pair {
        ours: *ours,
        peer: *peer,
    };
    ours_and_peer.iter().map(pair).collect()
}

fn figure(goal: Goal, outcome: Outcome) -> Figure {
    Figure {
        metric: "P0",
        what: "a thing".into(),
        peer: "another".into(),
        measure: Measure::WallTime,
        goal,
        outcome,
        remarks: vec![],
    }
}

fn measured(ours_and_peer: &[(f64, f64)]) -> Outcome {
    Outcome::Measured {
        pairs: pairs(ours_and_peer),
        floors: None,
    }
}

#[test]
fn the_median_is_the_middle_whatever_the_order() {
    assert_eq!(median(&[5.0, 1.0, 3.0]), Some(3.0), "odd");
    assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5), "even");
    assert_eq!(median(&[7.0]), Some(7.0), "one");
    assert_eq!(median(&[]), None, "nothing has no middle");
}

#[test]
fn a_percentile_is_a_value_that_was_measured() {
    let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
    assert_eq!(percentile(&hundred, 99), Some(99.0), "of a hundred");
    assert_eq!(percentile(&hundred, 50), Some(50.0), "the middle");
    assert_eq!(percentile(&[1.0, 9.0], 99), Some(9.0), "of two the greater");
    assert_eq!(percentile(&[], 99), None, "of nothing none");
}

#[test]
fn ratios_are_made_within_a_pair() {
    // The machine was twice as slow in the second pair: that is no change of the ratio.
    let summary = Summary::of(&pairs(&[(1.0, 2.0), (2.0, 4.0), (1.5, 2.5)])).expect("three pairs");
    assert_eq!(summary.ratio, 0.5, "the median of the ratios");
    assert_eq!(
        (summary.ratio_min, summary.ratio_max),
        (0.5, 0.6),
        "the least and the greatest"
    );
    assert_eq!(
        (summary.ours, summary.peer, summary.pairs),
        (1.5, 2.5, 3),
        "medians of each column"
    );
    assert_eq!(Summary::of(&[]), None, "no pair says nothing");
}

#[test]
fn floors_may_differ_by_a_fifth_and_no_more() {
    let steady = |before, after| Floors { before, after }.is_steady();
    assert!(steady(1.0, 1.2), "a fifth more");
    assert!(steady(1.2, 1.0), "a fifth less");
    assert!(!steady(1.0, 1.21), "slower than that");
    assert!(!steady(1.21, 1.0), "faster than that");
    assert!(
        !steady(0.0, 0.0),
        "a floor that took no time was not measured"
    );
}

#[test]
fn a_budget_holds_up_to_its_limit() {
    let ratio = |limit| figure(Goal::Ratio(limit), measured(&[(1.0, 2.0)])).verdict();
    assert_eq!(ratio(0.5), Verdict::Held, "at the limit");
    assert_eq!(ratio(0.25), Verdict::Missed(2.0), "by how much");
    let ours = |limit| figure(Goal::Ours(limit), measured(&[(1.0, 2.0)])).verdict();
    assert_eq!(ours(1.0), Verdict::Held, "an absolute limit");
    assert_eq!(ours(0.5), Verdict::Missed(2.0), "an absolute limit missed");
    let unset = figure(Goal::Unset, measured(&[(1.0, 2.0)]));
    assert_eq!(unset.verdict(), Verdict::Open, "no budget");
    let absent = figure(Goal::Ours(1.0), Outcome::not_measured("no peer"));
    assert_eq!(absent.verdict(), Verdict::Open, "no number");
}

#[test]
fn a_row_says_what_was_measured_or_why_not() {
    let floors = Floors {
        before: 0.001,
        after: 0.002,
    };
    let rows = [
        figure(Goal::Ratio(0.7), measured(&[(0.001, 0.002)])),
        figure(Goal::Ratio(0.2), measured(&[(0.001, 0.002)])),
        figure(Goal::Unset, Outcome::Discarded { floors }),
        figure(Goal::Ours(0.03), Outcome::not_measured("there is no node")),
    ];
    let text = table(&rows.each_ref());
    let lines: Vec<&str> = text.lines().skip(2).collect();
    assert_eq!(
        lines,
        [
            "| P0 | a thing | another | 1.00 ms | 2.00 ms | 0.50 × (0.50–0.50 of 1) | ≤ 0.70 × | holds |",
            "| P0 | a thing | another | 1.00 ms | 2.00 ms | 0.50 × (0.50–0.50 of 1) | ≤ 0.20 × | missed by 2.50 × |",
            "| P0 | a thing | another | discarded: floor 1.00 ms before, 2.00 ms after | |  | – |  |",
            "| P0 | a thing | another | not measured: there is no node | |  | ≤ 30.0 ms |  |",
        ],
        "numbers, a miss, a discarded run and a missing peer"
    );
}

#[test]
fn figures_of_one_run_are_discarded_together() {
    let floors = Floors {
        before: 1.0,
        after: 2.0,
    };
    let discarded = Outcome::Discarded { floors };
    assert_eq!(
        discarded.with_pairs(pairs(&[(1.0, 1.0)])),
        discarded,
        "numbers come out of a run that was thrown away"
    );
    let steady = Outcome::Measured {
        pairs: vec![],
        floors: Some(floors),
    };
    let other = steady.with_pairs(pairs(&[(1.0, 1.0)]));
    let Outcome::Measured {
        pairs,
        floors: kept,
    } = other
    else {
        panic!("it was measured");
    };
    assert_eq!(
        (pairs.len(), kept),
        (1, Some(floors)),
        "its own pairs, the run's floors"
    );
}

#[test]
fn remarks_stand_below_the_table() {
    let mut row = figure(Goal::Unset, measured(&[(1.0, 1.0)]));
    row.remarks = vec!["one".into(), "two".into()];
    let text = table(&[&row]);
    assert!(
        text.ends_with("\n\n- P0, a thing: one; two."),
        "they are lost: {text}"
    );
}

#[test]
fn amounts_have_three_digits_and_a_unit_of_their_size() {
    let time = |value| amount(value, Measure::WallTime);
    assert_eq!(time(1.5), "1.50 s", "seconds");
    assert_eq!(time(0.0234), "23.4 ms", "milliseconds");
    assert_eq!(time(0.000_123), "123 µs", "microseconds");
    assert_eq!(time(0.0), "0.0000 ns", "nothing");
    assert_eq!(amount(2_500.0, Measure::Bytes), "2.50 kB", "bytes");
    assert_eq!(short(0.05), "0.0500", "small ratios keep their digits");
}

#[test]
fn the_file_for_programs_has_pairs_and_floors() {
    let floors = Floors {
        before: 1.0,
        after: 1.1,
    };
    let row = figure(
        Goal::Ratio(0.7),
        Outcome::Measured {
            pairs: pairs(&[(1.0, 2.0)]),
            floors: Some(floors),
        },
    );
    let json = serde_json::to_value(&row).expect("it is plain data");
    assert_eq!(json["outcome"]["state"], "measured", "what came of it");
    assert_eq!(json["outcome"]["pairs"][0]["ours"], 1.0, "every pair");
    assert_eq!(json["outcome"]["floors"]["after"], 1.1, "the floors");
    assert_eq!(json["goal"]["at_most"], 0.7, "the budget");
}
