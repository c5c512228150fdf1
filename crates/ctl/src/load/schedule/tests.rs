use std::collections::BTreeSet;
use std::time::Duration;

use charthold_testkit::SeededEntropy;

use super::{Extent, schedule};

const EXTENT: Extent = Extent {
    workstations: 3,
    patients: 4,
    sets: 600,
    span: Duration::from_secs(60),
};

#[test]
fn every_set_has_its_moment_before_the_first_is_charted() {
    let arrivals = schedule(&EXTENT, &mut SeededEntropy::new(1));
    assert_eq!(arrivals.len(), 600, "as many as were asked for");
    assert!(arrivals.is_sorted_by_key(|arrival| arrival.due));
    assert!(arrivals.iter().all(|arrival| arrival.due < EXTENT.span));
    let early = arrivals
        .iter()
        .filter(|arrival| arrival.due < EXTENT.span / 2);
    assert!(
        (250..350).contains(&early.count()),
        "spread over the whole time"
    );
    assert_eq!(
        arrivals,
        schedule(&EXTENT, &mut SeededEntropy::new(1)),
        "the same from the same chance"
    );
}

#[test]
fn everybody_charts_as_often_and_is_watched_by_every_other() {
    let arrivals = schedule(&EXTENT, &mut SeededEntropy::new(2));
    for author in 0..3 {
        let own = arrivals.iter().filter(|arrival| arrival.author == author);
        assert_eq!(own.clone().count(), 200);
        let observers: BTreeSet<usize> = own.map(|arrival| arrival.observer).collect();
        let others: BTreeSet<usize> = (0..3).filter(|other| *other != author).collect();
        assert_eq!(observers, others, "nobody watches itself");
    }
    let patients: BTreeSet<usize> = arrivals.iter().map(|arrival| arrival.patient).collect();
    assert_eq!(patients, (0..4).collect(), "every patient is charted for");
}
