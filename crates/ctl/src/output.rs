//! The one place that writes to the terminal. With `--json`, stdout holds one JSON value and nothing
//! else; the failure is that value when there is one.

use std::io::Write;

use charthold_workstation::ipc::Failure;
use serde::Serialize;

/// Where answers go.
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// An answer: as JSON, or in words made by `words`.
    pub(crate) fn answer<T: Serialize>(&self, value: &T, words: impl FnOnce(&T) -> String) {
        let text = if self.json {
            serde_json::to_string(value).unwrap_or_default()
        } else {
            words(value)
        };
        write(std::io::stdout(), &text);
    }

    /// Text that is JSON already.
    pub(crate) fn json_text(&self, text: &str) {
        write(std::io::stdout(), text);
    }

    /// Beside the answer, for whoever watches.
    pub(crate) fn remark(&self, text: &str) {
        write(std::io::stderr(), text);
    }

    /// How far something long has come; only for whoever watches.
    pub(crate) fn progress(&self, text: &str) {
        if !self.json {
            self.remark(text);
        }
    }

    /// What went wrong.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            write(
                std::io::stdout(),
                &serde_json::to_string(failure).unwrap_or_default(),
            );
        } else {
            write(
                std::io::stderr(),
                &format!("{}\n{}", failure.what, failure.remedy),
            );
        }
    }
}

/// A closed pipe is the reader's business.
fn write(mut to: impl Write, text: &str) {
    let _ = writeln!(to, "{text}");
}
