//! A clock that tests move.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use charthold_domain::{BootTime, Clock, Timestamp};

/// Stands still until it is moved; wall clock and boot clock apart.
pub struct ManualClock {
    wall_ms: AtomicI64,
    boot_ms: AtomicU64,
}

impl ManualClock {
    /// A clock that shows `now`, an hour after boot.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        let boot_ms = AtomicU64::new(3_600_000);
        Self {
            wall_ms: AtomicI64::new(now.as_millis()),
            boot_ms,
        }
    }

    /// Lets `span` pass on both clocks.
    pub fn pass(&self, span: Duration) {
        self.set_wall_by(span);
        let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        self.boot_ms.fetch_add(millis, Ordering::SeqCst);
    }

    /// Moves the wall clock alone, as somebody who sets it does.
    pub fn set_wall_by(&self, span: Duration) {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        self.wall_ms.fetch_add(millis, Ordering::SeqCst);
    }

    /// The same by so many seconds, which may be negative.
    pub fn set_wall_by_s(&self, seconds: i64) {
        let millis = seconds.saturating_mul(1_000);
        self.wall_ms.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.wall_ms.load(Ordering::SeqCst))
    }

    fn boot_time(&self) -> BootTime {
        BootTime(Duration::from_millis(self.boot_ms.load(Ordering::SeqCst)))
    }
}
