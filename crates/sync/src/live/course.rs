//! Which way to listen next, and when. A WebSocket first; a hospital's middlebox may let none through,
//! or hold events back, and then the next way is tried. Nothing here reads a clock or draws a number.

use std::time::Duration;

use super::backoff::Backoff;

/// A way to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A WebSocket.
    WebSocket,
    /// Server-sent events.
    Events,
    /// A request that waits for its answer.
    Poll,
}

/// All ways, best first.
pub const WAYS: &[Way] = &[Way::WebSocket, Way::Events, Way::Poll];

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Before anything was heard.
    Unheard {
        /// How long central asked to wait.
        asked: Option<Duration>,
    },
    /// After something was.
    Heard {
        /// How long it stood.
        lasted: Duration,
        /// How long central asked to wait.
        asked: Option<Duration>,
    },
}

/// Where the listening stands.
#[derive(Debug)]
pub(crate) struct Course<'a> {
    ways: &'a [Way],
    /// How many ways have failed since one worked.
    failed: usize,
    backoff: Backoff,
}

impl<'a> Course<'a> {
    /// Over `ways`, best first; over all where none is given.
    pub(crate) fn over(ways: &'a [Way]) -> Self {
        Self {
            ways: if ways.is_empty() { WAYS } else { ways },
            failed: 0,
            backoff: Backoff::default(),
        }
    }

    /// The way to try now.
    pub(crate) fn way(&self) -> Way {
        let at = self.failed.checked_rem(self.ways.len()).unwrap_or(0);
        self.ways.get(at).copied().unwrap_or(Way::WebSocket)
    }

    /// A line ended: turns to the next way, and answers how long to wait first.
    pub(crate) fn turn(&mut self, ended: Ended, chance: u64) -> Duration {
        match ended {
            Ended::Unheard { asked } => {
                // Central answered for itself: no other way would be let in sooner.
                if asked.is_none() {
                    self.failed = self.failed.wrapping_add(1);
                }
                self.backoff.wait(chance, asked)
            }
            Ended::Heard { lasted, asked } => {
                self.failed = 0;
                // One that central ends again and again at once is a failure like any other.
                if lasted >= Backoff::CAP {
                    self.backoff.reset();
                }
                self.backoff.wait(chance, asked)
            }
        }
    }
}
