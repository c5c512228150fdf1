//! Time as a parameter. Everything that needs the time takes a [`Clock`]; only [`SystemClock`]
//! reads the machine's. Sleeping and scheduling do not belong here.

use std::time::Duration;

use crate::Timestamp;

/// Time since the machine booted, suspension included (CLOCK_BOOTTIME on Linux).
///
/// The inactivity lock is measured with it: it neither stops while a lid is closed nor jumps when
/// somebody sets the wall clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BootTime(pub Duration);

impl BootTime {
    /// How long after `earlier` this is; zero when it is not after it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// This moment plus `span`.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span))
    }
}

/// The two clocks the product reads.
pub trait Clock: Send + Sync {
    /// Wall-clock time; may be wrong and may jump.
    fn now(&self) -> Timestamp;

    /// Time since boot; only ever advances.
    fn boot_time(&self) -> BootTime;
}

/// The machine's own clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the wall clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
    }

    fn boot_time(&self) -> BootTime {
        let spec = rustix::time::clock_gettime(BOOT_CLOCK);
        let seconds = u64::try_from(spec.tv_sec).unwrap_or(0);
        let nanos = u32::try_from(spec.tv_nsec).unwrap_or(0);
        BootTime(Duration::new(seconds, nanos))
    }
}

#[cfg(target_os = "linux")]
const BOOT_CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
// macOS: CLOCK_MONOTONIC counts suspension there.
#[cfg(not(target_os = "linux"))]
const BOOT_CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;
