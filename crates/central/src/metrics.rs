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
    words: Mutex<BTreeMap<WordCount, u64>>,
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

    /// One word between centrals.
    pub(crate) fn count_word(&self, word: WordCount) {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        *words.entry(word).or_default() += 1;
    }

    /// Text exposition format 0.0.4, with how hints stand now.
    pub(crate) fn to_text(&self, live: &LiveNow) -> String {
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
        self.write_live(&mut text, live);
        text
    }

    fn write_live(&self, text: &mut String, live: &LiveNow) {
        text.push_str(
            "# HELP charthold_live_listeners Devices that listen now.\n\
             # TYPE charthold_live_listeners gauge\n",
        );
        for (way, count) in &live.listeners {
            let _ = writeln!(text, "charthold_live_listeners{{way=\"{way}\"}} {count}");
        }
        let complete = u8::from(live.is_complete);
        let _ = writeln!(
            text,
            "# HELP charthold_live_complete Whether hints tell of all that any central takes.\n\
             # TYPE charthold_live_complete gauge\n\
             charthold_live_complete {complete}\n\
             # HELP charthold_live_words_total Words between centrals on one store; missed: that made listeners look.\n\
             # TYPE charthold_live_words_total counter"
        );
        for (word, count) in &*self.words.lock().unwrap_or_else(PoisonError::into_inner) {
            let word = word.name();
            let _ = writeln!(
                text,
                "charthold_live_words_total{{word=\"{word}\"}} {count}"
            );
        }
    }
}

/// How live hints stand at a moment.
pub(crate) struct LiveNow {
    /// Who listens, by way.
    pub(crate) listeners: Vec<(&'static str, u64)>,
    /// Whether hints tell of everything.
    pub(crate) is_complete: bool,
}

/// What became of a word between centrals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordCount {
    /// It was said.
    Said,
    /// It could not be said, or nobody knows.
    Unsaid,
    /// It came, also an own one.
    Heard,
    /// It came, and is none of ours.
    Strange,
    /// Words may be missing: listeners were told to look.
    Missed,
}

impl WordCount {
    const fn name(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Unsaid => "unsaid",
            Self::Heard => "heard",
            Self::Strange => "strange",
            Self::Missed => "missed",
        }
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
