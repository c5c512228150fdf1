//! When a session ends by itself: after a time without input, and after twelve hours whatever the input.
//!
//! Measured in boot time, which runs on in suspend and which nobody can set. What counts as input, and who asks every
//! second and on every command, is the workstation's business.

use std::time::Duration;

use charthold_domain::BootTime;

/// The longest a policy may allow without input: 15 minutes.
const LIMIT_MAX: Duration = Duration::from_secs(900);
/// The person is warned for this long before the lock.
pub const WARNING_SPAN: Duration = Duration::from_secs(60);
/// The longest one session may last: a shift of 12 hours.
pub const SESSION_MAX: Duration = Duration::from_secs(12 * 60 * 60);

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Open.
    Open {
        /// What is left without input.
        locks_in: Duration,
    },
    /// Open, but the end is near.
    Warning {
        /// What is left without input.
        locks_in: Duration,
    },
    /// Over, for good.
    Expired,
}

/// The inactivity lock of one session. Once it has been seen expired it stays so.
#[derive(Debug)]
pub struct InactivityLock {
    limit: Duration,
    last_input: BootTime,
    ends: BootTime,
    expired: bool,
}

impl InactivityLock {
    /// A session that begins `now` and may go `limit` without input; more than 15 minutes is taken as 15.
    #[must_use]
    pub fn new(limit: Duration, now: BootTime) -> Self {
        Self {
            limit: limit.min(LIMIT_MAX),
            last_input: now,
            ends: now.plus(SESSION_MAX),
            expired: false,
        }
    }

    /// The person did something at `now`. An expired session is not revived, nor does late news shorten one.
    pub fn touch(&mut self, now: BootTime) {
        if self.standing(now) != Standing::Expired {
            self.last_input = self.last_input.max(now);
        }
    }

    /// Whether the session is over at `now`, and how long it still has.
    pub fn standing(&mut self, now: BootTime) -> Standing {
        let deadline = self.last_input.plus(self.limit).min(self.ends);
        let locks_in = deadline.since(now);
        // A boot clock that went back is not the clock this session began with.
        self.expired |= locks_in.is_zero() || locks_in > self.limit.saturating_add(SLACK);
        if self.expired {
            Standing::Expired
        } else if locks_in <= WARNING_SPAN {
            Standing::Warning { locks_in }
        } else {
            Standing::Open { locks_in }
        }
    }
}

/// Two threads may read the clock in one order and arrive here in the other.
const SLACK: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
