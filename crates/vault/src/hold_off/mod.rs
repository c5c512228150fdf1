//! How soon after failures a password may be tried again on this workstation, after kanidm's soft lock: the first slip
//! costs nothing, and ten in a row end guessing until central has checked the password.
//!
//! A value over boot time, which nobody at the workstation can set: the workstation stores it before it tells anybody of the
//! failure, so that a restart forgives nothing.

use std::time::Duration;

use charthold_domain::BootTime;

use crate::VaultError;

/// With this many failures in a row, no password is tried here until central has checked one.
pub const OFFLINE_FAILURES_MAX: u32 = 10;

/// Whether a password may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trying {
    /// At once.
    Now,
    /// After a while.
    After {
        /// What is left to wait.
        wait: Duration,
    },
    /// Once central has checked it.
    Online,
}

/// One person's failures on one workstation since their last success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HoldOff {
    failures: u32,
    last: Option<BootTime>,
}

impl HoldOff {
    /// No failure: how everybody begins, and what a success (here or at central) leads back to.
    pub const NONE: Self = Self {
        failures: 0,
        last: None,
    };

    /// What was stored: `failures` in a row, the last one at `last`.
    #[must_use]
    pub const fn after(failures: u32, last: BootTime) -> Self {
        Self {
            failures,
            last: Some(last),
        }
    }

    /// How many failures in a row.
    #[must_use]
    pub const fn failures(self) -> u32 {
        self.failures
    }

    /// When the last one was.
    #[must_use]
    pub const fn last_failure_at(self) -> Option<BootTime> {
        self.last
    }

    /// One more failure.
    #[must_use]
    pub const fn failed(self, now: BootTime) -> Self {
        Self {
            failures: self.failures.saturating_add(1),
            last: Some(now),
        }
    }

    /// Whether a password may be tried at `now`. A boot clock that shows less began anew since: what it shows has passed.
    #[must_use]
    pub fn trying(self, now: BootTime) -> Trying {
        if self.failures >= OFFLINE_FAILURES_MAX {
            return Trying::Online;
        }
        let waited = match self.last {
            Some(last) if now >= last => now.since(last),
            Some(_) | None => now.0,
        };
        match wait_after(self.failures).saturating_sub(waited) {
            Duration::ZERO => Trying::Now,
            wait => Trying::After { wait },
        }
    }

    /// [`Self::trying`] as a gate.
    ///
    /// # Errors
    /// [`VaultError::HeldOff`], [`VaultError::HeldOffUntilOnline`].
    pub fn check(self, now: BootTime) -> Result<(), VaultError> {
        match self.trying(now) {
            Trying::Now => Ok(()),
            Trying::After { wait } => Err(VaultError::HeldOff { wait }),
            Trying::Online => Err(VaultError::HeldOffUntilOnline),
        }
    }
}

/// The wait after that many failures in a row: 0, 0, 1, 3, 5, 10, 30, 60 s, then 5 min each.
#[must_use]
pub const fn wait_after(failures: u32) -> Duration {
    Duration::from_secs(match failures {
        0 | 1 => 0,
        2 => 1,
        3 => 3,
        4 => 5,
        5 => 10,
        6 => 30,
        7 => 60,
        _ => 300,
    })
}

#[cfg(test)]
mod tests;
