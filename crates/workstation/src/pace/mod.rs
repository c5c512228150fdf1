//! When to exchange with nobody asking for it, and when not to although somebody does. Pure: clock and
//! chance are given.

use std::time::Duration;

use charthold_domain::BootTime;

/// Between exchanges when nothing wakes them.
const REGULAR: Duration = Duration::from_secs(20);
/// The same while hints come from a central that hints at everything: it repairs what they missed.
const REGULAR_WITH_HINTS: Duration = Duration::from_secs(900);
/// Audit events wake nothing, and reading a chart makes one: what waits is looked at as often.
const LOOK: Duration = Duration::from_secs(60);
/// No wish of central's is followed for longer: a wrong header must not keep a ward apart.
const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// How often a workstation exchanges.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    hinted: bool,
    held_until: Option<BootTime>,
}

impl Pace {
    /// Central hints at everything, or no more.
    pub(crate) const fn set_hinted(&mut self, hinted: bool) {
        self.hinted = hinted;
    }

    /// Central asked to be left alone for `wait`. Up to half as much is added by `chance`, a random
    /// number: all that were turned away together must not come back together.
    pub(crate) fn hold(&mut self, now: BootTime, wait: Duration, chance: u64) {
        let wait = wait.min(LONGEST_HOLD);
        let spread = u64::try_from(wait.as_millis() / 2).unwrap_or(0);
        let spread = Duration::from_millis(chance % spread.saturating_add(1));
        self.held_until = Some(now.plus(wait + spread));
    }

    /// Central answers again.
    pub(crate) const fn lift(&mut self) {
        self.held_until = None;
    }

    /// How long not to exchange, whatever the reason.
    pub(crate) fn held_for(&self, now: BootTime) -> Duration {
        self.held_until
            .map_or(Duration::ZERO, |until| until.since(now))
    }

    /// How long to wait for a reason before looking whether there is one, having waited for `waited`.
    pub(crate) fn next_look(&self, waited: Duration) -> Duration {
        self.regular().saturating_sub(waited).min(LOOK)
    }

    /// Whether to exchange with nothing having woken it: after a while, and at the first look when
    /// something waits to be sent.
    pub(crate) fn is_due(&self, waited: Duration, something_waits: bool) -> bool {
        something_waits || waited >= self.regular()
    }

    /// How long to wait for a reason while nothing waits to be sent.
    pub(crate) const fn regular(&self) -> Duration {
        if self.hinted {
            REGULAR_WITH_HINTS
        } else {
            REGULAR
        }
    }
}

#[cfg(test)]
mod tests;
