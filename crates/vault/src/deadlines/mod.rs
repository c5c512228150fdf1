//! When a session ends by itself: after a time without input, after twelve hours whatever the input, and when what
//! central allowed without it is over.
//!
//! Measured in boot time, which runs on in suspend and which nobody can set. What counts as input, and who asks every
//! second and on every command, is the workstation's business.

use std::time::Duration;

use charthold_domain::BootTime;

/// The longest a policy may allow without input: 15 minutes.
const LIMIT_MAX: Duration = Duration::from_secs(900);
/// The person is warned for this long before the end.
pub const WARNING_SPAN: Duration = Duration::from_secs(60);
/// The longest one session may last: a shift of 12 hours.
pub const SESSION_MAX: Duration = Duration::from_secs(12 * 60 * 60);

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Open.
    Open {
        /// What is left, if nothing is pressed.
        ends_in: Duration,
    },
    /// Open, but the end is near.
    Warning {
        /// What is left, if nothing is pressed.
        ends_in: Duration,
        /// What ends it.
        why: SessionEnd,
    },
    /// Over, for good.
    Over(SessionEnd),
}

/// What ends a session by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// Nobody pressed anything for the policy's time.
    Inactivity,
    /// It lasted [`SESSION_MAX`].
    Shift,
    /// Central allowed no more without being asked.
    Lease,
}

/// The ends of one session. Once it has been seen over it stays so.
#[derive(Debug)]
pub struct Deadlines {
    limit: Duration,
    last_input: BootTime,
    /// The latest moment that was looked at.
    seen: BootTime,
    shift_ends: BootTime,
    /// How long it may go without central.
    lease: Duration,
    lease_ends: BootTime,
    over: Option<SessionEnd>,
}

impl Deadlines {
    /// A session that begins `now`, may go `limit` without input (more than 15 minutes is taken as 15) and `lease` without
    /// central.
    #[must_use]
    pub fn new(limit: Duration, lease: Duration, now: BootTime) -> Self {
        Self {
            limit: limit.min(LIMIT_MAX),
            last_input: now,
            seen: now,
            shift_ends: now.plus(SESSION_MAX),
            lease,
            lease_ends: now.plus(lease),
            over: None,
        }
    }

    /// The person did something at `now`. A session that is over is not revived, nor does late news shorten one.
    pub fn touch(&mut self, now: BootTime) {
        if !matches!(self.standing(now), Standing::Over(_)) {
            self.last_input = self.last_input.max(now);
        }
    }

    /// Central vouched for the person at `now`: the time without it begins anew. As for input, nothing revives a session.
    pub fn vouch(&mut self, now: BootTime) {
        if !matches!(self.standing(now), Standing::Over(_)) {
            self.lease_ends = self.lease_ends.max(now.plus(self.lease));
        }
    }

    /// Whether the session is over at `now`, and how long it still has.
    pub fn standing(&mut self, now: BootTime) -> Standing {
        if let Some(why) = self.over {
            return Standing::Over(why);
        }
        let idle = self.last_input.plus(self.limit);
        let (latest, why) = if self.lease_ends < self.shift_ends {
            (self.lease_ends, SessionEnd::Lease)
        } else {
            (self.shift_ends, SessionEnd::Shift)
        };
        let (deadline, why) = if idle < latest {
            (idle, SessionEnd::Inactivity)
        } else {
            (latest, why)
        };
        let ends_in = deadline.since(now);
        // A boot clock that went back is not the clock this session began with.
        let went_back = self.seen.since(now) > SLACK;
        self.seen = self.seen.max(now);
        if ends_in.is_zero() || went_back {
            self.over = Some(why);
            Standing::Over(why)
        } else if ends_in <= WARNING_SPAN {
            Standing::Warning { ends_in, why }
        } else {
            Standing::Open { ends_in }
        }
    }
}

/// Two threads may read the clock in one order and arrive here in the other.
const SLACK: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
