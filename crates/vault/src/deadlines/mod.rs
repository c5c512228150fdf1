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
    /// The end that no input moves, and which of the two it is.
    latest: (BootTime, SessionEnd),
    over: Option<SessionEnd>,
}

impl Deadlines {
    /// A session that begins `now`, may go `limit` without input (more than 15 minutes is taken as 15) and has `lease` left
    /// without central.
    #[must_use]
    pub fn new(limit: Duration, lease: Duration, now: BootTime) -> Self {
        let latest = if lease < SESSION_MAX {
            (now.plus(lease), SessionEnd::Lease)
        } else {
            (now.plus(SESSION_MAX), SessionEnd::Shift)
        };
        Self {
            limit: limit.min(LIMIT_MAX),
            last_input: now,
            seen: now,
            latest,
            over: None,
        }
    }

    /// The person did something at `now`. A session that is over is not revived, nor does late news shorten one.
    pub fn touch(&mut self, now: BootTime) {
        if !matches!(self.standing(now), Standing::Over(_)) {
            self.last_input = self.last_input.max(now);
        }
    }

    /// Whether the session is over at `now`, and how long it still has.
    pub fn standing(&mut self, now: BootTime) -> Standing {
        if let Some(why) = self.over {
            return Standing::Over(why);
        }
        let idle = self.last_input.plus(self.limit);
        let (deadline, why) = if idle < self.latest.0 {
            (idle, SessionEnd::Inactivity)
        } else {
            self.latest
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
