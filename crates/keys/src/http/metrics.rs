//! What an operator watches: counters by route and status. No ids.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

const ROUTES: [&str; 7] = [
    "/v1/admit",
    "/v1/person-keys",
    "/v1/release",
    "/v1/verifying-key",
    "/healthz",
    "/readyz",
    "/metrics",
];

/// The route's name in counters: what anybody may ask for does not become one.
pub(super) fn route_of(path: &str) -> &'static str {
    ROUTES
        .into_iter()
        .find(|route| *route == path)
        .unwrap_or("other")
}

/// The counters.
#[derive(Default)]
pub(super) struct Metrics {
    answers: Mutex<BTreeMap<(&'static str, u16), u64>>,
    released: AtomicU64,
}

impl Metrics {
    pub(super) fn count(&self, route: &'static str, status: u16) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        *answers.entry((route, status)).or_default() += 1;
    }

    pub(super) fn count_released(&self, keys: usize) {
        self.released
            .fetch_add(u64::try_from(keys).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Prometheus text format 0.0.4.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::from(
            "# HELP charthold_keys_requests_total Requests answered.\n\
             # TYPE charthold_keys_requests_total counter\n",
        );
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), count) in answers.iter() {
            // Writing to a string cannot fail.
            let _infallible = writeln!(
                text,
                "charthold_keys_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        let released = self.released.load(Ordering::Relaxed);
        let _infallible = write!(
            text,
            "# HELP charthold_keys_released_total Patient keys released.\n\
             # TYPE charthold_keys_released_total counter\n\
             charthold_keys_released_total {released}\n"
        );
        text
    }
}
