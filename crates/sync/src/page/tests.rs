use std::time::Duration;

use super::PageSize;

const MILLISECOND: Duration = Duration::from_millis(1);

fn sizes(most: u32, took: impl Fn(u32) -> Duration) -> Vec<u32> {
    let mut size = PageSize::within(most, None, None);
    let mut sizes = Vec::new();
    for _ in 0..120 {
        sizes.push(size.bytes() >> 10);
        size.note(took(size.bytes()));
    }
    sizes
}

#[test]
fn on_a_quick_line_messages_grow_to_what_central_takes_and_a_cut_costs_a_twentieth() {
    let mut size = PageSize::within(4 << 20, None, None);
    let mut carried = 0;
    for _ in 0..120 {
        let bytes = size.bytes();
        let is_first = bytes == 128 << 10;
        assert!(is_first || bytes <= carried / 20, "{bytes} after {carried}");
        carried += bytes;
        size.note(MILLISECOND);
    }
    assert_eq!(size.bytes(), 4 << 20);
    assert_eq!(sizes(100 << 10, |_| MILLISECOND).last(), Some(&100));
    assert_eq!(sizes(u32::MAX, |_| MILLISECOND).last(), Some(&4096));
}

#[test]
fn on_a_slow_line_a_message_stays_within_seconds() {
    for bytes_per_s in [2_000, 10_000, 50_000, 200_000, 1_000_000] {
        let took = |bytes: u32| Duration::from_secs(1) * bytes / bytes_per_s;
        let settled = sizes(4 << 20, took);
        for size in settled.iter().skip(4) {
            let seconds = took(size << 10).as_secs();
            assert!(seconds <= 16, "{bytes_per_s} bytes a second: {settled:?}");
        }
    }
}

#[test]
fn a_line_that_was_slow_for_a_while_is_not_slow_for_ever() {
    let mut size = PageSize::within(4 << 20, None, None);
    for _ in 0..20 {
        size.note(Duration::from_secs(60));
    }
    assert_eq!(size.bytes(), 32 << 10);
    size.note(MILLISECOND);
    assert_eq!(size.bytes(), 64 << 10);
    for _ in 0..120 {
        size.note(MILLISECOND);
    }
    assert_eq!(size.bytes(), 4 << 20);
}

#[test]
fn too_large_is_halved_and_never_to_nothing() {
    let mut size = PageSize::within(64 << 10, None, None);
    size.halve();
    size.halve();
    size.halve();
    assert_eq!(size.bytes(), 32 << 10);
    let mut least = PageSize::within(0, None, None);
    least.halve();
    assert_eq!(least.bytes(), 1);
}

#[test]
fn what_central_grants_in_a_second_is_kept_by_pauses_that_are_never_long() {
    let rate = 100_000;
    let mut size = PageSize::within(4 << 20, Some(rate), None);
    let (mut carried, mut passed) = (0, Duration::ZERO);
    for _ in 0..120 {
        let took = MILLISECOND * 40;
        carried += size.bytes();
        let pause = size.note(took);
        assert!(pause < Duration::from_secs(4), "{pause:?}");
        passed += took + pause;
    }
    assert_eq!(u64::from(carried) / u64::from(rate), passed.as_secs());
    assert!(size.bytes() > 300_000, "it still grows: {}", size.bytes());
    let mut free = PageSize::within(4 << 20, None, None);
    assert_eq!(free.note(MILLISECOND), Duration::ZERO);
}

#[test]
fn where_the_line_broke_the_next_exchange_begins_smaller_and_a_good_one_begins_as_ever() {
    let mut cut = PageSize::within(4 << 20, None, None);
    cut.halve();
    let mut next = PageSize::within(4 << 20, None, Some(cut));
    assert_eq!(next.bytes(), 64 << 10);
    next.halve();
    next.halve();
    let mut least = PageSize::within(4 << 20, None, Some(next));
    assert_eq!(least.bytes(), 32 << 10);
    for _ in 0..120 {
        least.note(MILLISECOND);
    }
    assert_eq!(least.bytes(), 4 << 20);
    let good = PageSize::within(4 << 20, None, Some(least));
    assert_eq!(good.bytes(), 128 << 10);
}
