//! The gate: one state machine that says whether somebody is in. Everybody comes past it on every command, so that a stalled
//! timer or a suspended machine serves no chart. Pure: the moment is a parameter, and what a session holds is not known here.

use charthold_domain::{BootTime, Timestamp};
use charthold_vault::{Deadlines, SessionEnd, Standing};

use crate::ipc::dto::LockReason;

/// Who is in, or why nobody is.
pub(crate) struct Gate<S> {
    inside: Option<Inside<S>>,
    last_lock: LastLock,
    locks: u64,
}

struct Inside<S> {
    session: S,
    deadlines: Deadlines,
}

/// Why it is locked, for the lock screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LastLock {
    pub(crate) reason: LockReason,
    pub(crate) at: Option<Timestamp>,
    pub(crate) username: Option<String>,
}

/// Taken before a password is stretched: a lock that comes meanwhile makes it void, for it was meant for whoever sits there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

/// What somebody at the gate finds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Passage<'a, S> {
    /// Open.
    In(&'a mut S),
    /// The session is over, and is to be locked before anything else.
    Over(LockReason),
    /// Nobody is in.
    Locked,
}

impl<S> Gate<S> {
    /// As a program starts.
    pub(crate) const fn locked() -> Self {
        Self {
            inside: None,
            last_lock: LastLock {
                reason: LockReason::Start,
                at: None,
                username: None,
            },
            locks: 0,
        }
    }

    /// Past the gate, if it is open `now`.
    pub(crate) fn pass(&mut self, now: BootTime) -> Passage<'_, S> {
        match &mut self.inside {
            None => Passage::Locked,
            Some(inside) => match inside.deadlines.standing(now) {
                Standing::Over(end) => Passage::Over(reason_of(end)),
                Standing::Open { .. } | Standing::Warning { .. } => {
                    Passage::In(&mut inside.session)
                }
            },
        }
    }

    /// Input was seen `now`.
    pub(crate) fn touch(&mut self, now: BootTime) {
        if let Some(inside) = &mut self.inside {
            inside.deadlines.touch(now);
        }
    }

    /// Central vouched `now` for whoever is in.
    pub(crate) fn vouch(&mut self, now: BootTime) {
        if let Some(inside) = &mut self.inside {
            inside.deadlines.vouch(now);
        }
    }

    /// How long the session of whoever is in still has.
    pub(crate) fn standing(&mut self, now: BootTime) -> Option<Standing> {
        self.inside
            .as_mut()
            .map(|inside| inside.deadlines.standing(now))
    }

    /// The session, over or not: for what shows nothing of a chart.
    pub(crate) fn inside(&self) -> Option<&S> {
        self.inside.as_ref().map(|inside| &inside.session)
    }

    pub(crate) const fn last_lock(&self) -> &LastLock {
        &self.last_lock
    }

    /// For somebody who is about to unlock.
    pub(crate) const fn ticket(&self) -> Ticket {
        Ticket(self.locks)
    }

    /// Whether nothing locked since the ticket was taken.
    pub(crate) const fn is_good(&self, ticket: Ticket) -> bool {
        ticket.0 == self.locks
    }

    /// Shuts it: from here on nothing is served. Answers the session, which is to be ended in order. With nobody in, whoever is
    /// unlocking does not come in.
    pub(crate) fn shut(&mut self, describe: impl FnOnce(&S) -> LastLock) -> Option<S> {
        self.locks += 1;
        let inside = self.inside.take()?;
        self.last_lock = describe(&inside.session);
        Some(inside.session)
    }

    /// Shuts it for the holder of a good ticket, who is coming in: their ticket stays good.
    pub(crate) fn make_way(
        &mut self,
        ticket: Ticket,
        describe: impl FnOnce(&S) -> LastLock,
    ) -> (Ticket, Option<S>) {
        let good = self.is_good(ticket);
        let out = self.shut(describe);
        (if good { self.ticket() } else { ticket }, out)
    }

    /// Lets `session` in.
    ///
    /// # Errors
    /// The session, when something locked since the ticket was taken or somebody is in.
    pub(crate) fn admit(
        &mut self,
        ticket: Ticket,
        session: S,
        deadlines: Deadlines,
    ) -> Result<(), S> {
        if self.inside.is_some() || !self.is_good(ticket) {
            return Err(session);
        }
        self.inside = Some(Inside { session, deadlines });
        Ok(())
    }
}

pub(crate) const fn reason_of(end: SessionEnd) -> LockReason {
    match end {
        SessionEnd::Inactivity => LockReason::Inactivity,
        SessionEnd::Shift => LockReason::Shift,
        SessionEnd::Lease => LockReason::Lease,
    }
}

#[cfg(test)]
mod tests;
