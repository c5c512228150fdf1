//! What durations come to: how many, how often, and the percentiles people ask for. Pure.

use std::collections::BTreeMap;
use std::time::Duration;

use charthold_workstation::ipc::FailureCode;
use serde::Serialize;

/// What happened of one kind, as it happened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    took: Vec<Duration>,
    failed: Vec<FailureCode>,
}

impl Tally {
    /// One more that went well.
    pub(crate) fn took(&mut self, span: Duration) {
        self.took.push(span);
    }

    /// One more that did not.
    pub(crate) fn failed(&mut self, code: FailureCode) {
        self.failed.push(code);
    }

    /// What they come to, over `span`.
    pub(crate) fn figures(&self, span: Duration) -> Figures {
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        let mut errors = BTreeMap::new();
        for code in &self.failed {
            *errors.entry(word(*code)).or_insert(0) += 1;
        }
        let count = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
        let seconds = span.as_secs_f64();
        Figures {
            count,
            per_second: (seconds > 0.0).then(|| f64::from(count) / seconds),
            p50_ms: percentile(&sorted, 50).map(ms),
            p90_ms: percentile(&sorted, 90).map(ms),
            p99_ms: percentile(&sorted, 99).map(ms),
            max_ms: sorted.last().copied().map(ms),
            errors,
        }
    }
}

/// Count, throughput and latency; `null` where there was nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Figures {
    pub(crate) count: u32,
    pub(crate) per_second: Option<f64>,
    pub(crate) p50_ms: Option<f64>,
    pub(crate) p90_ms: Option<f64>,
    pub(crate) p99_ms: Option<f64>,
    pub(crate) max_ms: Option<f64>,
    /// How many failed, by failure code.
    pub(crate) errors: BTreeMap<String, u32>,
}

/// The least of `sorted` that `per_cent` of them do not exceed (nearest rank).
fn percentile(sorted: &[Duration], per_cent: usize) -> Option<Duration> {
    let rank = (sorted.len() * per_cent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

fn ms(span: Duration) -> f64 {
    // To the microsecond: what is beyond is noise.
    (span.as_secs_f64() * 1e6).round() / 1e3
}

/// The code as scripts know it.
fn word(code: FailureCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
