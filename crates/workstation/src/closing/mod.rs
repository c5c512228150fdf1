//! Whether a window that was asked to close may. With somebody in, the page saves what is typed and
//! closes, or asks its person; a page that does not say within [`Closing::PATIENCE`] that it heard is
//! taken for dead, and the window closes all the same. Pure: the window, the event and the timer are the
//! shell's.

use std::time::Duration;

/// The requests to close of one window.
#[derive(Debug, Default)]
pub struct Closing {
    asked: u64,
    heard: u64,
}

/// What the shell does with a request to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseStep {
    /// There is nothing to save: it locks and closes.
    Close,
    /// It asks the page, waits, and comes back with the request.
    AskPage(CloseRequest),
}

/// One request that the page was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseRequest(u64);

impl Closing {
    /// How long a page may take to say that it heard.
    pub const PATIENCE: Duration = Duration::from_secs(3);

    /// Somebody wants the window closed. Each time anew: the page that heard the last request may have
    /// died since.
    pub const fn request(&mut self, somebody_is_in: bool) -> CloseStep {
        if !somebody_is_in {
            return CloseStep::Close;
        }
        self.asked += 1;
        CloseStep::AskPage(CloseRequest(self.asked))
    }

    /// The page heard, and decides from here on.
    pub const fn heard(&mut self) {
        self.heard = self.asked;
    }

    /// Whether the page decides about `request`; if not once the patience is over, the window closes.
    #[must_use]
    pub const fn is_heard(&self, request: CloseRequest) -> bool {
        self.heard >= request.0
    }
}

#[cfg(test)]
mod tests;
