//! How much goes into one message: as much as the line carries in a few seconds. As with a TCP connection (RFC 5681
//! §3.1) it begins small and doubles while answers come quickly, so that a line that never holds for long brings
//! something each time: a message cut short brings nothing. It shrinks where the line is slow, and never to nothing; and what a
//! cut costs stays a small part of what was carried before. Pure.

use std::time::Duration;

use charthold_protocol::Limits;

/// The first message of an exchange.
const FIRST_BYTES: u32 = 128 << 10;
/// No line is so slow that smaller messages help: each has a signature, a request and an answer of its own.
const LEAST_BYTES: u32 = 32 << 10;
/// Whatever central takes: beyond this a message gains nothing.
const MOST_BYTES: u32 = 4 << 20;
/// An answer that took less shows that the line can carry more.
const QUICK: Duration = Duration::from_secs(3);
/// One that took more shows that it was too much.
const SLOW: Duration = Duration::from_secs(10);

/// A message is never larger than what may be carried in so long, so that no pause is longer either.
const MOST_PAUSE_S: u32 = 4;

/// A message is no larger than this part of all before it in the exchange: resuming costs at most 1.05 × the bytes.
const LOST_BY_A_CUT: u32 = 20;

/// The size of the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageSize {
    bytes: u32,
    /// By the messages before.
    carried: u32,
    most: u32,
    bytes_per_s: Option<u32>,
}

impl PageSize {
    /// Of a central that takes `most` bytes, and `bytes_per_s` of them in a second; `first` is what the exchange before left.
    pub(crate) fn within(most: u32, bytes_per_s: Option<u32>, first: Option<Self>) -> Self {
        let by_pace = bytes_per_s.map_or(MOST_BYTES, |rate| rate.saturating_mul(MOST_PAUSE_S));
        let most = most.min(by_pace).clamp(1, MOST_BYTES);
        Self {
            bytes: first.map_or(FIRST_BYTES, Self::to_begin_with).min(most),
            carried: 0,
            most,
            bytes_per_s,
        }
    }

    /// Of a central of these limits.
    pub(crate) fn of(limits: Limits, first: Option<Self>) -> Self {
        Self::within(limits.max_bytes, limits.bytes_per_s, first)
    }

    /// An exchange begins small, and smaller where the last one was cut at that.
    fn to_begin_with(self) -> u32 {
        self.bytes.min(FIRST_BYTES)
    }

    /// About how many bytes the next message may hold.
    pub(crate) const fn bytes(self) -> u32 {
        self.bytes
    }

    /// A message of this size and its answer took so long. Answers how long to pause before the next.
    pub(crate) fn note(&mut self, took: Duration) -> Duration {
        let due = self.bytes_per_s.map_or(Duration::ZERO, |rate| {
            Duration::from_secs(1) * self.bytes / rate.max(1)
        });
        self.carried = self.carried.saturating_add(self.bytes);
        if took < QUICK {
            let worth = (self.carried / LOST_BY_A_CUT).max(FIRST_BYTES);
            let larger = self.bytes.saturating_mul(2).min(worth);
            self.bytes = larger.max(self.bytes).min(self.most);
        } else if took > SLOW {
            self.halve();
        }
        due.saturating_sub(took)
    }

    /// The message was too large, for central or for the line.
    pub(crate) fn halve(&mut self) {
        self.bytes = (self.bytes / 2).max(LEAST_BYTES.min(self.most));
    }
}

#[cfg(test)]
mod tests;
