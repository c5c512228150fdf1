//! How long to wait before trying again: at most twice as long each time, and anywhere between nothing
//! and that, so that a ward whose line came back does not knock at once.

use std::time::Duration;

/// The waits of one thing that is tried again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The longest first wait.
    pub(crate) const BASE: Duration = Duration::from_secs(1);
    /// The longest wait of all, unless central asks for more.
    pub(crate) const CAP: Duration = Duration::from_secs(60);
    /// Central's wishes are followed up to here: a wrong header must not end the listening.
    const MOST_ASKED: Duration = Duration::from_secs(3600);

    /// It failed again: the wait before the next try. `chance` is a random number; `asked` is what
    /// central asked for (`Retry-After`), never undercut.
    pub(crate) fn wait(&mut self, chance: u64, asked: Option<Duration>) -> Duration {
        let longest =
            Self::BASE.saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX));
        self.failures = self.failures.saturating_add(1);
        let asked = asked.unwrap_or_default().min(Self::MOST_ASKED);
        asked + part(longest.min(Self::CAP), chance)
    }

    /// It worked: the next failure is the first.
    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
    }
}

/// A part of `whole`, nothing and all of it included.
fn part(whole: Duration, chance: u64) -> Duration {
    let whole = u64::try_from(whole.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(chance % whole.saturating_add(1))
}
