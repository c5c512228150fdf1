//! Counters, as Prometheus reads them. Labels come from closed sets; nothing here names a person,
//! a device or a chart.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use charthold_protocol::{Hint, OpOutcome};

/// What is counted.
#[derive(Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), u64>>,
    operations: Mutex<BTreeMap<&'static str, u64>>,
    hints: Mutex<BTreeMap<&'static str, u64>>,
}

impl Metrics {
    /// One answered request.
    pub(crate) fn count_request(&self, route: &str, status: u16) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((route.to_owned(), status)).or_default() += 1;
    }

    /// One pushed operation.
    pub(crate) fn count_operation(&self, outcome: &OpOutcome) {
        let mut operations = self
            .operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *operations.entry(name(outcome)).or_default() += 1;
    }

    /// One live hint.
    pub(crate) fn count_hint(&self, hint: &Hint) {
        let mut hints = self.hints.lock().unwrap_or_else(PoisonError::into_inner);
        *hints.entry(hint_name(hint)).or_default() += 1;
    }

    /// Text exposition format 0.0.4, with how many listen now, by way.
    pub(crate) fn to_text(&self, listeners: &[(&'static str, u64)]) -> String {
        let mut text = String::from(
            "# HELP charthold_requests_total Answered requests.\n\
             # TYPE charthold_requests_total counter\n",
        );
        for ((route, status), count) in
            &*self.requests.lock().unwrap_or_else(PoisonError::into_inner)
        {
            // Writing into a string cannot fail.
            let _ = writeln!(
                text,
                "charthold_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        text.push_str(
            "# HELP charthold_operations_total Pushed operations.\n\
             # TYPE charthold_operations_total counter\n",
        );
        for (outcome, count) in &*self
            .operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
        {
            let _ = writeln!(
                text,
                "charthold_operations_total{{outcome=\"{outcome}\"}} {count}"
            );
        }
        text.push_str(
            "# HELP charthold_live_hints_total Live hints told.\n\
             # TYPE charthold_live_hints_total counter\n",
        );
        for (hint, count) in &*self.hints.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = writeln!(
                text,
                "charthold_live_hints_total{{hint=\"{hint}\"}} {count}"
            );
        }
        text.push_str(
            "# HELP charthold_live_listeners Devices that listen now.\n\
             # TYPE charthold_live_listeners gauge\n",
        );
        for (way, count) in listeners {
            let _ = writeln!(text, "charthold_live_listeners{{way=\"{way}\"}} {count}");
        }
        text
    }
}

const fn hint_name(hint: &Hint) -> &'static str {
    match hint {
        Hint::Chart { .. } => "chart",
        Hint::Scope => "scope",
        Hint::Revoked => "revoked",
        Hint::Epoch => "epoch",
        Hint::Resync | Hint::Unknown => "resync",
    }
}

const fn name(outcome: &OpOutcome) -> &'static str {
    match outcome {
        OpOutcome::Accepted { .. } => "accepted",
        OpOutcome::Duplicate { .. } => "duplicate",
        OpOutcome::Void { .. } => "void",
        OpOutcome::Quarantined { .. } => "quarantined",
        OpOutcome::Gap { .. } => "gap",
        OpOutcome::MissingParent { .. } => "missing-parent",
        OpOutcome::IdReused => "id-reused",
    }
}
