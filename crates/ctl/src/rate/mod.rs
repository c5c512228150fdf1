//! How often something is done.

use std::str::FromStr;
use std::time::Duration;

/// So many times a second, to the thousandth: more than none, at most a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    in_a_thousand_seconds: u64,
}

/// The text is no such rate.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoRate;

impl std::error::Error for NoRate {}

impl std::fmt::Display for NoRate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("not a number from 0.001 to 1000")
    }
}

impl FromStr for Rate {
    type Err = NoRate;

    fn from_str(text: &str) -> Result<Self, NoRate> {
        // Seconds are the standard library's own thousands.
        let seconds = text.parse().map_err(|_| NoRate)?;
        let seconds = Duration::try_from_secs_f64(seconds).map_err(|_| NoRate)?;
        match u64::try_from(seconds.as_millis()) {
            Ok(thousand @ 1..=1_000_000) => Ok(Self {
                in_a_thousand_seconds: thousand,
            }),
            _ => Err(NoRate),
        }
    }
}

impl Rate {
    /// How often in so many seconds; `None` when never, or more than a million times.
    pub(crate) fn times_in(self, seconds: u32) -> Option<u32> {
        let times = self.in_a_thousand_seconds * u64::from(seconds) / 1_000;
        let times = u32::try_from(times).ok()?;
        (1..=1_000_000).contains(&times).then_some(times)
    }
}

#[cfg(test)]
mod tests;
