use super::*;

const START: BootTime = BootTime(Duration::from_secs(5_000));

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn at(count: u64) -> BootTime {
    START.plus(seconds(count))
}

#[test]
fn it_warns_for_a_minute_and_then_expires() {
    let mut lock = InactivityLock::new(seconds(900), START);
    assert_eq!(
        lock.standing(at(839)),
        Standing::Open {
            locks_in: seconds(61)
        }
    );
    assert_eq!(
        lock.standing(at(840)),
        Standing::Warning {
            locks_in: seconds(60)
        }
    );
    assert_eq!(
        lock.standing(at(899)),
        Standing::Warning {
            locks_in: seconds(1)
        }
    );
    assert_eq!(lock.standing(at(900)), Standing::Expired);
}

#[test]
fn input_moves_the_deadline() {
    let mut lock = InactivityLock::new(seconds(300), START);
    lock.touch(at(299));
    assert_eq!(
        lock.standing(at(300)),
        Standing::Open {
            locks_in: seconds(299)
        }
    );
}

#[test]
fn an_expired_session_is_not_touched_back() {
    let mut lock = InactivityLock::new(seconds(300), START);
    lock.touch(at(300));
    assert_eq!(lock.standing(at(300)), Standing::Expired);
    // Not even by input from before that is heard of too late.
    lock.touch(at(299));
    assert_eq!(lock.standing(at(299)), Standing::Expired);
}

#[test]
fn no_policy_allows_more_than_fifteen_minutes() {
    let mut lock = InactivityLock::new(seconds(86_400), START);
    assert_eq!(lock.standing(at(900)), Standing::Expired);
}

#[test]
fn twelve_hours_end_a_session_in_spite_of_input() {
    let mut lock = InactivityLock::new(seconds(900), START);
    for minutes in 1..720 {
        lock.touch(at(minutes * 60));
    }
    let last = at(12 * 3600 - 60);
    assert_eq!(
        lock.standing(last),
        Standing::Warning {
            locks_in: seconds(60)
        }
    );
    assert_eq!(lock.standing(at(12 * 3600)), Standing::Expired);
}

#[test]
fn input_heard_of_late_does_not_shorten_a_session() {
    let mut lock = InactivityLock::new(seconds(300), START);
    lock.touch(at(100));
    lock.touch(at(98));
    assert_eq!(
        lock.standing(at(100)),
        Standing::Open {
            locks_in: seconds(300)
        }
    );
}

#[test]
fn a_suspended_night_expires_the_session_at_the_first_look() {
    let mut lock = InactivityLock::new(seconds(900), START);
    lock.touch(at(8 * 3600));
    assert_eq!(lock.standing(at(8 * 3600)), Standing::Expired);
}

#[test]
fn a_boot_clock_that_went_back_ends_the_session() {
    let mut lock = InactivityLock::new(seconds(900), START);
    assert_eq!(lock.standing(BootTime(seconds(10))), Standing::Expired);
}
