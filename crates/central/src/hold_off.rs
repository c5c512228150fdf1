//! Slows down who guesses at enrolment codes: so many failures a minute from one address and no
//! more. Guessing at passwords is counted in the store.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use charthold_domain::BootTime;

const FAILURES: usize = 10;
const WINDOW: Duration = Duration::from_secs(60);
/// Addresses remembered; beyond it all are held off, so that many addresses buy nothing.
const ADDRESSES: usize = 10_000;

/// Failures by address.
#[derive(Default)]
pub(crate) struct HoldOff {
    failures: Mutex<HashMap<IpAddr, VecDeque<BootTime>>>,
}

impl HoldOff {
    /// How long `address` has to wait; `None` when it may try.
    pub(crate) fn find_wait(&self, address: IpAddr, now: BootTime) -> Option<Duration> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        forget_old(&mut failures, now);
        match failures.get(&address) {
            Some(times) if times.len() >= FAILURES => {
                let oldest = times.front().copied().unwrap_or(now);
                Some(WINDOW.saturating_sub(now.since(oldest)))
            }
            None if failures.len() >= ADDRESSES => Some(WINDOW),
            _ => None,
        }
    }

    /// Counts a failure.
    pub(crate) fn record_failure(&self, address: IpAddr, now: BootTime) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.entry(address).or_default().push_back(now);
    }
}

fn forget_old(failures: &mut HashMap<IpAddr, VecDeque<BootTime>>, now: BootTime) {
    failures.retain(|_, times| {
        times.retain(|time| now.since(*time) < WINDOW);
        !times.is_empty()
    });
}
