//! The floor: a fixed piece of work of no product, before and after. When it changed, so did the
//! machine, and what was measured in between is thrown away.

use serde::Serialize;

/// The same fixed work before and after, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Floors {
    /// Before.
    pub(crate) before: f64,
    /// After.
    pub(crate) after: f64,
}

impl Floors {
    /// Whether the machine stayed the same.
    pub(crate) fn is_steady(self) -> bool {
        let (low, high) = (self.before.min(self.after), self.before.max(self.after));
        low > 0.0 && high / low <= TOLERANCE
    }
}

/// What machines vary by without anything else running on them.
const TOLERANCE: f64 = 1.2;
