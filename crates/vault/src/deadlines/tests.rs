use super::*;

const START: BootTime = BootTime(Duration::from_secs(5_000));
const DAYS: Duration = Duration::from_secs(3 * 86_400);

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn at(count: u64) -> BootTime {
    START.plus(seconds(count))
}

fn idle_after(limit: u64) -> Deadlines {
    Deadlines::new(seconds(limit), DAYS, START)
}

const IDLE: Standing = Standing::Over(SessionEnd::Inactivity);

fn open(left: u64) -> Standing {
    Standing::Open {
        ends_in: seconds(left),
    }
}

fn warning(left: u64, why: SessionEnd) -> Standing {
    Standing::Warning {
        ends_in: seconds(left),
        why,
    }
}

#[test]
fn it_warns_for_a_minute_and_then_is_over() {
    let mut ends = idle_after(900);
    assert_eq!(ends.standing(at(839)), open(61));
    assert_eq!(ends.standing(at(840)), warning(60, SessionEnd::Inactivity));
    assert_eq!(ends.standing(at(899)), warning(1, SessionEnd::Inactivity));
    assert_eq!(ends.standing(at(900)), IDLE);
}

#[test]
fn input_moves_the_end() {
    let mut ends = idle_after(300);
    ends.touch(at(299));
    assert_eq!(ends.standing(at(300)), open(299));
}

#[test]
fn a_session_that_is_over_is_not_touched_back() {
    let mut ends = idle_after(300);
    ends.touch(at(300));
    assert_eq!(ends.standing(at(300)), IDLE);
    // Not even by input from before that is heard of too late.
    ends.touch(at(299));
    assert_eq!(ends.standing(at(299)), IDLE);
}

#[test]
fn no_policy_allows_more_than_fifteen_minutes() {
    assert_eq!(idle_after(86_400).standing(at(900)), IDLE);
}

/// Touched each minute until `last`.
fn used_until(mut ends: Deadlines, last: u64) -> Deadlines {
    for minutes in 1..=last / 60 {
        ends.touch(at(minutes * 60));
    }
    ends
}

#[test]
fn twelve_hours_end_a_session_in_spite_of_input() {
    let last = 12 * 3600 - 60;
    let mut ends = used_until(idle_after(900), last);
    assert_eq!(ends.standing(at(last)), warning(60, SessionEnd::Shift));
    assert_eq!(
        ends.standing(at(12 * 3600)),
        Standing::Over(SessionEnd::Shift)
    );
}

#[test]
fn what_central_allowed_ends_a_session_in_spite_of_input() {
    let ends = Deadlines::new(seconds(900), seconds(3600), START);
    let mut ends = used_until(ends, 3540);
    assert_eq!(ends.standing(at(3540)), warning(60, SessionEnd::Lease));
    assert_eq!(ends.standing(at(3600)), Standing::Over(SessionEnd::Lease));
}

#[test]
fn while_central_vouches_its_time_does_not_run_out_and_the_shift_does() {
    let hour = seconds(3600);
    let mut ends = Deadlines::new(seconds(900), hour, START);
    for minutes in 1..720 {
        ends.touch(at(minutes * 60));
        ends.vouch(at(minutes * 60));
    }
    assert_eq!(
        ends.standing(at(12 * 3600 - 30)),
        warning(30, SessionEnd::Shift)
    );

    let mut ends = used_until(Deadlines::new(seconds(900), hour, START), 1_800);
    ends.vouch(at(1_800));
    for minutes in 31..90 {
        ends.touch(at(minutes * 60));
    }
    assert_eq!(ends.standing(at(5_340)), warning(60, SessionEnd::Lease));
    assert_eq!(ends.standing(at(5_400)), Standing::Over(SessionEnd::Lease));
    ends.vouch(at(5_400));
    assert_eq!(ends.standing(at(5_400)), Standing::Over(SessionEnd::Lease));
}

#[test]
fn somebody_with_nothing_left_is_out_at_once() {
    let mut ends = Deadlines::new(seconds(900), Duration::ZERO, START);
    assert_eq!(ends.standing(START), Standing::Over(SessionEnd::Lease));
}

#[test]
fn input_heard_of_late_does_not_shorten_a_session() {
    let mut ends = idle_after(300);
    ends.touch(at(100));
    ends.touch(at(98));
    assert_eq!(ends.standing(at(100)), open(300));
}

#[test]
fn a_suspended_night_ends_the_session_at_the_first_look() {
    let mut ends = idle_after(900);
    ends.touch(at(8 * 3600));
    assert_eq!(ends.standing(at(8 * 3600)), IDLE);
}

#[test]
fn a_boot_clock_that_went_back_ends_the_session() {
    assert_eq!(idle_after(900).standing(BootTime(seconds(10))), IDLE);
    let mut late = idle_after(900);
    assert_eq!(late.standing(at(500)), open(400));
    assert_eq!(late.standing(at(494)), IDLE);
}

#[test]
fn two_threads_that_read_the_clock_in_another_order_end_nothing() {
    let mut ends = idle_after(900);
    assert_eq!(ends.standing(at(500)), open(400));
    assert_eq!(ends.standing(at(498)), open(402));
}
