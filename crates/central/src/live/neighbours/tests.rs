use std::time::Duration;

use charthold_central_store::{MAX_WORD_BYTES, Writer};
use charthold_domain::{BootTime, ChartId, DeviceId};

use super::lives::Lives;
use super::outbox::Outbox;
use super::talk::wait_after;
use super::word::Word;
use crate::live::News;

const OWN: u64 = 1;
const OTHER: u64 = 2;
const LIMIT: Duration = Duration::from_secs(15);

fn chart(n: u8) -> ChartId {
    ChartId::from_bytes([n; 16])
}

fn entries(n: u8, seq: u64, by: u8) -> News {
    News::Entries {
        chart: chart(n),
        seq,
        by: DeviceId::from_bytes([by; 16]),
    }
}

fn word(life: u64, number: u64) -> Word {
    Word {
        life,
        number,
        news: Vec::new(),
        leaves: false,
    }
}

fn at(seconds: u64) -> BootTime {
    BootTime(Duration::from_secs(1000 + seconds))
}

#[test]
fn a_word_is_read_as_it_was_said() {
    let all = Word {
        life: 0xfedc,
        number: u64::MAX,
        news: vec![
            entries(7, u64::MAX, 9),
            News::Registered,
            News::Used(DeviceId::from_bytes([3; 16])),
            News::Missed,
        ],
        leaves: true,
    };
    for word in [all, word(1, 1)] {
        assert_eq!(Word::read(&word.to_text()), Some(word));
    }
    assert_eq!(
        word(0xab, 12).to_text(),
        "00000000000000ab 12",
        "a heartbeat"
    );
}

#[test]
fn what_a_newer_central_says_reads_as_look_anyway() {
    let newer = "00000000000000ab 12 r k0190 e01940000-0000-7000-8000-000000000001:4:x bye later:1";
    let read = Word::read(newer).unwrap();
    assert_eq!((read.life, read.number, read.leaves), (0xab, 12, true));
    let missed = News::Missed;
    assert_eq!(read.news, [News::Registered, missed, missed, missed]);
}

#[test]
fn what_is_no_word_is_none() {
    for garbage in [
        "",
        " ",
        "hello",
        "ab 12",
        "00000000000000ab",
        "00000000000000ab ",
        "00000000000000ab x",
        "00000000000000ab -1",
        "00000000000000ag 1",
        "00000000000000ab 99999999999999999999",
        "é0000000000000a 1",
        "{\"life\":1}",
    ] {
        assert_eq!(Word::read(garbage), None, "{garbage}");
    }
}

#[test]
fn what_is_announced_together_goes_in_one_word_and_each_chart_once() {
    let mut outbox = Outbox::default();
    outbox.add(&[entries(1, 5, 9), News::Registered]);
    outbox.add(&[entries(1, 6, 9), entries(1, 4, 9), News::Registered]);
    outbox.add(&[entries(1, 2, 8), entries(2, 1, 9)]);
    let said = outbox.take(OWN, false);
    let expected = [
        entries(1, 6, 9),
        News::Registered,
        entries(1, 2, 8),
        entries(2, 1, 9),
    ];
    assert_eq!((said.number, &said.news[..]), (1, &expected[..]));
    let next = outbox.take(OWN, true);
    assert_eq!((next.number, next.news, next.leaves), (2, vec![], true));
}

#[test]
fn more_than_a_word_carries_is_look_anyway() {
    let seqs = 0..u8::MAX;
    let mut fits = 0;
    for many in seqs {
        let mut outbox = Outbox::default();
        let news: Vec<News> = (0..many).map(|n| entries(n, u64::MAX, 1)).collect();
        outbox.add(&news);
        let said = outbox.take(u64::MAX, true);
        assert!(said.to_text().len() <= MAX_WORD_BYTES);
        if said.news == news {
            fits = many;
        } else {
            assert_eq!(said.news, [News::Missed], "{many}");
        }
    }
    assert!(fits >= 64, "a ward's worth of charts fits: {fits}");
}

#[test]
fn a_backlog_and_what_may_not_have_been_said_are_look_anyway() {
    let mut outbox = Outbox::default();
    for seq in 0..10_000_u64 {
        let [.., a, b] = seq.to_be_bytes();
        outbox.add(&[entries(a, seq, b)]);
    }
    assert_eq!(outbox.take(OWN, false).news, [News::Missed]);
    outbox.add(&[entries(1, 1, 1)]);
    outbox.lose();
    outbox.add(&[entries(2, 1, 1)]);
    assert_eq!(outbox.take(OWN, false).news, [News::Missed]);
    assert_eq!(outbox.take(OWN, false).news, [], "said once");
}

/// Lives that listen, hear themselves and see nobody else.
fn in_touch() -> Lives {
    let mut lives = Lives::new(OWN, LIMIT);
    lives.listen(at(0));
    lives.look(at(0), vec![Writer::Life(OWN)]);
    assert!(lives.hear(at(0), &word(OWN, 1)), "what was before");
    assert!(lives.are_heard(at(0)));
    lives
}

#[test]
fn hints_are_complete_while_the_own_word_comes_back_and_the_store_was_looked_at() {
    let mut lives = Lives::new(OWN, LIMIT);
    assert!(!lives.are_heard(at(0)));
    lives.listen(at(0));
    assert!(lives.hear(at(0), &word(OWN, 1)));
    assert!(!lives.are_heard(at(0)), "others may be there");
    lives.look(at(1), vec![]);
    assert!(!lives.are_heard(at(1)), "nobody's name is seen");
    lives.look(at(1), vec![Writer::Life(OWN)]);
    assert!(lives.judge(at(1)), "who listens is told");
    assert!(!lives.judge(at(1)), "once");
    assert!(lives.are_heard(at(15)));
    assert!(!lives.are_heard(at(16)), "not heard back in time");
    lives.look(at(16), vec![Writer::Life(OWN)]);
    assert!(!lives.are_heard(at(16)));
    assert!(lives.judge(at(16)), "who listens is told");
    assert!(lives.hear(at(17), &word(OWN, 2)), "and again");
    assert!(!lives.hear(at(18), &word(OWN, 3)), "nothing happened");
}

#[test]
fn who_can_write_and_is_not_heard_makes_hints_incomplete() {
    for writer in [Writer::Unnamed, Writer::Life(OTHER)] {
        let mut lives = in_touch();
        lives.look(at(1), vec![Writer::Life(OWN), writer]);
        assert!(!lives.are_heard(at(1)), "{writer:?}");
        assert!(lives.judge(at(1)), "{writer:?}: it may have written before");
        assert!(!lives.hear(at(2), &word(OWN, 2)));
        lives.look(at(2), vec![Writer::Life(OWN)]);
        assert!(lives.judge(at(2)), "{writer:?}: it went");
        assert!(lives.are_heard(at(2)), "{writer:?}");
    }
    let mut lives = in_touch();
    assert!(!lives.hear(at(1), &word(OTHER, 1)), "it just began");
    lives.look(at(1), vec![Writer::Life(OWN), Writer::Life(OTHER)]);
    assert!(lives.are_heard(at(1)));
    assert!(!lives.judge(at(1)));
}

#[test]
fn a_life_that_went_without_a_word_is_told_once() {
    let mut lives = in_touch();
    assert!(!lives.hear(at(1), &word(OTHER, 1)));
    let both = vec![Writer::Life(OTHER), Writer::Life(OWN)];
    for second in 2..=16 {
        assert!(!lives.hear(at(second), &word(OWN, second)));
        lives.look(at(second), both.clone());
        assert!(!lives.judge(at(second)), "{second}");
    }
    assert!(!lives.hear(at(16), &word(OWN, 17)));
    assert!(lives.judge(at(17)), "it may have taken something last");
    assert!(!lives.are_heard(at(17)), "it still can");
    lives.look(at(17), vec![Writer::Life(OWN)]);
    assert!(lives.judge(at(17)), "it cannot any more");
    assert!(lives.are_heard(at(17)));
    assert!(!lives.judge(at(18)));
    assert!(lives.hear(at(19), &word(OTHER, 9)), "it hung, and goes on");
}

#[test]
fn a_life_that_took_its_leave_is_not_missed() {
    let mut lives = in_touch();
    assert!(!lives.hear(at(1), &word(OTHER, 1)));
    let farewell = Word {
        leaves: true,
        ..word(OTHER, 2)
    };
    assert!(!lives.hear(at(2), &farewell));
    lives.look(at(3), vec![Writer::Life(OTHER), Writer::Life(OWN)]);
    assert!(lives.are_heard(at(3)), "it has connections yet");
    lives.look(at(4), vec![Writer::Life(OWN)]);
    for second in 4..60 {
        assert!(!lives.hear(at(second), &word(OWN, second)));
        lives.look(at(second), vec![Writer::Life(OWN)]);
        assert!(!lives.judge(at(second)), "{second}");
    }
}

#[test]
fn a_word_that_did_not_come_is_missed_by_its_number() {
    let mut lives = in_touch();
    assert!(!lives.hear(at(1), &word(OTHER, 1)));
    assert!(!lives.hear(at(1), &word(OTHER, 2)));
    assert!(lives.hear(at(1), &word(OTHER, 4)), "3 did not come");
    assert!(!lives.hear(at(1), &word(OTHER, 5)));
    assert!(lives.hear(at(1), &word(3, 7)), "1 to 6 did not come");
}

#[test]
fn after_a_line_that_ended_the_first_own_word_says_look() {
    let mut lives = in_touch();
    assert!(!lives.hear(at(1), &word(OTHER, 1)));
    lives.stop_listening();
    assert!(!lives.are_heard(at(1)));
    assert!(lives.judge(at(1)), "who listens is told");
    lives.listen(at(3));
    assert!(!lives.hear(at(3), &word(OTHER, 5)), "told with the next");
    assert!(lives.hear(at(4), &word(OWN, 3)));
    assert!(!lives.hear(at(4), &word(OWN, 4)));
    assert!(lives.are_heard(at(4)));
}

#[test]
fn a_line_on_which_not_even_the_own_words_come_is_given_up() {
    let mut lives = in_touch();
    assert!(!lives.is_deaf(at(15)));
    assert!(!lives.hear(at(15), &word(OTHER, 1)));
    assert!(lives.is_deaf(at(16)), "whatever others say");
    lives.listen(at(16));
    assert!(!lives.is_deaf(at(31)));
    assert!(lives.is_deaf(at(32)));
}

#[test]
fn tries_are_apart_and_never_far() {
    let first = Duration::from_secs(5);
    assert_eq!(wait_after(0, first, u64::MAX), Duration::ZERO);
    for (failures, longest_s) in [(1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (99, 60)] {
        let longest = Duration::from_secs(longest_s);
        let draws = (0..=70_000).step_by(100);
        let waits: Vec<Duration> = draws.map(|n| wait_after(failures, first, n)).collect();
        assert_eq!(waits.iter().min(), Some(&Duration::ZERO));
        assert_eq!(waits.iter().max(), Some(&longest), "{failures}");
    }
}
