use std::time::Duration;

use charthold_domain::BootTime;

use super::Pace;

const NOW: BootTime = BootTime(Duration::from_secs(1000));
const WAIT: Duration = Duration::from_secs(30);

#[test]
fn hints_make_the_regular_exchange_rarer_and_never_end_it() {
    let mut pace = Pace::default();
    let without = pace.regular();
    pace.set_hinted(true);
    assert!(pace.regular() > without);
    assert!(pace.regular() <= Duration::from_secs(900));
    pace.set_hinted(false);
    assert_eq!(pace.regular(), without);
}

#[test]
fn what_waits_and_woke_nothing_is_sent_within_a_minute() {
    let mut pace = Pace::default();
    pace.set_hinted(true);
    let minute = Duration::from_secs(60);
    let mut waited = Duration::ZERO;
    while !pace.is_due(waited, false) {
        let look = pace.next_look(waited);
        assert!(look > Duration::ZERO && look <= minute, "{look:?}");
        waited += look;
        assert!(pace.is_due(waited, true));
    }
    assert_eq!(waited, pace.regular(), "nothing waited, nothing was asked");
    pace.set_hinted(false);
    assert!(pace.next_look(Duration::ZERO) < minute);
}

#[test]
fn central_is_left_alone_for_as_long_as_it_asks_and_a_little() {
    for chance in [0, 1, 14_999, 15_000, 15_001, u64::MAX] {
        let mut pace = Pace::default();
        assert_eq!(pace.held_for(NOW), Duration::ZERO);
        pace.hold(NOW, WAIT, chance);
        let held = pace.held_for(NOW);
        assert!(held >= WAIT && held <= WAIT * 3 / 2, "{held:?}");
        assert_eq!(pace.held_for(NOW.plus(held)), Duration::ZERO, "then over");
        pace.lift();
        assert_eq!(pace.held_for(NOW), Duration::ZERO);
    }
}

#[test]
fn those_that_were_turned_away_together_come_back_apart() {
    let held = |chance| {
        let mut pace = Pace::default();
        pace.hold(NOW, WAIT, chance);
        pace.held_for(NOW)
    };
    assert_ne!(held(1), held(9_000));
}

#[test]
fn a_wish_without_measure_is_not_followed() {
    let mut pace = Pace::default();
    pace.hold(NOW, Duration::from_secs(u64::MAX), 0);
    assert!(pace.held_for(NOW) <= Duration::from_secs(900));
}
