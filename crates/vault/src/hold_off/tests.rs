use super::*;

const NOON: BootTime = BootTime(Duration::from_secs(5_000));

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn waits_follow_the_ladder() {
    let ladder: Vec<u64> = (0..10)
        .map(|failures| wait_after(failures).as_secs())
        .collect();
    assert_eq!(ladder, [0, 0, 1, 3, 5, 10, 30, 60, 300, 300]);
}

#[test]
fn a_wait_runs_out() {
    let held = HoldOff::after(5, NOON);
    assert_eq!(
        held.trying(NOON.plus(seconds(4))),
        Trying::After { wait: seconds(6) }
    );
    assert_eq!(held.trying(NOON.plus(seconds(10))), Trying::Now);
    let refusal = held.check(NOON).unwrap_err();
    assert_eq!(refusal, VaultError::HeldOff { wait: seconds(10) });
}

#[test]
fn a_machine_that_was_started_again_has_waited_since_then() {
    let held = HoldOff::after(7, NOON);
    let waited = |since_boot| held.trying(BootTime(seconds(since_boot)));
    assert_eq!(waited(20), Trying::After { wait: seconds(40) });
    assert_eq!(waited(60), Trying::Now);
}

#[test]
fn ten_failures_in_a_row_need_central() {
    let mut held = HoldOff::NONE;
    for _ in 0..9 {
        held = held.failed(NOON);
    }
    assert_eq!(held.trying(NOON.plus(seconds(300))), Trying::Now);
    held = held.failed(NOON);
    assert_eq!(held.trying(NOON.plus(seconds(999_999))), Trying::Online);
    assert_eq!(held.check(NOON), Err(VaultError::HeldOffUntilOnline));
    assert_eq!((held.failures(), held.last_failure_at()), (10, Some(NOON)));
}

#[test]
fn the_first_slip_costs_nothing() {
    assert_eq!(HoldOff::NONE.failed(NOON).trying(NOON), Trying::Now);
    assert_eq!(HoldOff::NONE.trying(NOON), Trying::Now);
}
