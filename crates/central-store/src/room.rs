//! How much more an answer to a pull takes.

use charthold_chartlog::Envelope;

/// What an entry takes besides header and body, generously.
const ENTRY_OVERHEAD_BYTES: u64 = 128;

/// Bytes left of an answer.
pub(crate) struct Room {
    left: u64,
    is_untouched: bool,
}

impl Room {
    pub(crate) const fn of(bytes: u64) -> Self {
        Self {
            left: bytes,
            is_untouched: true,
        }
    }

    /// Takes an entry when there is room for it, or when it is the first: a pull always gets on.
    pub(crate) fn take(&mut self, operation: Option<&Envelope>) -> bool {
        let bytes = operation.map_or(0, |operation| operation.header.len() + operation.body.len());
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let bytes = bytes.saturating_add(ENTRY_OVERHEAD_BYTES);
        if bytes > self.left && !self.is_untouched {
            self.left = 0;
            return false;
        }
        self.left = self.left.saturating_sub(bytes);
        self.is_untouched = false;
        true
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.left == 0 && !self.is_untouched
    }
}
