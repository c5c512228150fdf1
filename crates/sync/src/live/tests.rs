use std::time::Duration;

use charthold_protocol::{Hint, Hints, LIVE_KEEPALIVE_S};

use super::SILENCE;
use super::backoff::Backoff;
use super::connection::{Heard, Lost};
use super::course::{Course, Ended, WAYS, Way};
use super::events::Events;

/// The longest of many waits of this and the same many times over; one failure more.
fn longest(backoff: &mut Backoff) -> Duration {
    let draws = (0..=60_000).step_by(500);
    let longest = draws.map(|draw| backoff.clone().wait(draw, None)).max();
    backoff.wait(0, None);
    longest.unwrap()
}

#[test]
fn each_wait_may_be_twice_as_long_up_to_a_minute() {
    let mut backoff = Backoff::default();
    let seconds: Vec<u64> = (0..9).map(|_| longest(&mut backoff).as_secs()).collect();
    assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    backoff.reset();
    assert_eq!(longest(&mut backoff), Backoff::BASE);
}

#[test]
fn a_wait_may_be_nothing_and_is_never_shorter_than_central_asks() {
    let mut backoff = Backoff::default();
    assert_eq!(backoff.wait(0, None), Duration::ZERO, "full jitter");
    let asked = Duration::from_secs(30);
    for draw in [0, 1, 999, 1000, u64::MAX] {
        let wait = backoff.wait(draw, Some(asked));
        assert!(wait >= asked && wait <= asked + Backoff::CAP, "{wait:?}");
    }
    let absurd = Duration::from_secs(1 << 40);
    assert!(backoff.wait(0, Some(absurd)) <= Duration::from_secs(3600));
    for _ in 0..100 {
        assert!(backoff.wait(u64::MAX, None) <= Backoff::CAP);
    }
}

#[test]
fn a_way_on_which_nothing_is_heard_gives_place_to_the_next() {
    let mut course = Course::over(WAYS);
    let unheard = Ended::Unheard { asked: None };
    let mut tried = Vec::new();
    for _ in 0..4 {
        tried.push(course.way());
        course.turn(unheard, 0);
    }
    let all = [Way::WebSocket, Way::Events, Way::Poll, Way::WebSocket];
    assert_eq!(tried, all);
}

#[test]
fn a_line_that_stood_is_followed_by_the_best_way_and_a_short_wait() {
    let mut course = Course::over(WAYS);
    for _ in 0..8 {
        course.turn(Ended::Unheard { asked: None }, 0);
    }
    assert_eq!(course.way(), Way::Poll);
    let heard = |seconds| Ended::Heard {
        lasted: Duration::from_secs(seconds),
        asked: None,
    };
    let wait = course.turn(heard(3), 59_999);
    assert_eq!(course.way(), Way::WebSocket);
    assert!(wait > Backoff::BASE, "one that ends at once is no success");
    let wait = course.turn(heard(60), 59_999);
    assert!(wait <= Backoff::BASE, "{wait:?}");
}

#[test]
fn who_is_asked_to_wait_does_not_try_another_way_instead() {
    let mut course = Course::over(WAYS);
    let asked = Some(Duration::from_secs(30));
    let wait = course.turn(Ended::Unheard { asked }, 0);
    assert_eq!(course.way(), Way::WebSocket);
    assert!(wait >= Duration::from_secs(30));
}

#[test]
fn events_are_read_wherever_they_are_cut() {
    let hints = Hints {
        at: "a-1".into(),
        hints: vec![Hint::Scope],
        alone: true,
        complete: None,
    };
    let json = serde_json::to_string(&hints).unwrap();
    let stream = format!(":\n\ndata: {json}\n\n: x\n\ndata:{json}\n\n");
    for cut in 0..=stream.len() {
        let (left, right) = stream.as_bytes().split_at(cut);
        let mut events = Events::default();
        let mut heard = Vec::new();
        for chunk in [left, right] {
            events.take(chunk).unwrap();
            while let Some(one) = events.next().unwrap() {
                heard.push(one);
            }
        }
        let message = || Heard::Hints(hints.clone());
        let expected = [Heard::Alive, message(), Heard::Alive, message()];
        assert_eq!(heard, expected, "cut at {cut}");
    }
}

#[test]
fn what_is_no_hint_or_too_much_of_it_ends_the_line() {
    let mut events = Events::default();
    events.take(b"data: {\"at\":1}\n\n").unwrap();
    assert_eq!(events.next(), Err(Lost::default()));
    let mut events = Events::default();
    assert_eq!(events.take(&vec![b'x'; 5 << 20]), Err(Lost::default()));
}

#[test]
fn a_dead_line_is_noticed_after_two_keepalives() {
    assert!(SILENCE > Duration::from_secs(2 * u64::from(LIVE_KEEPALIVE_S)));
}
