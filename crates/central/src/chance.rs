//! Randomness shared by all requests: one source behind a lock, and what central makes of it.

use std::sync::{Mutex, PoisonError};

use charthold_crypto::Entropy;
use charthold_domain::{FreshId, Timestamp, uuid_v7};

/// A source of randomness for many callers.
pub(crate) struct Chance {
    source: Mutex<Box<dyn Entropy>>,
}

impl Chance {
    /// Shares `source`.
    pub(crate) fn new(source: Box<dyn Entropy>) -> Self {
        Self {
            source: Mutex::new(source),
        }
    }

    /// `N` random bytes.
    pub(crate) fn make_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.source
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill(&mut bytes);
        bytes
    }

    /// What `make` makes of it, while nobody else draws.
    pub(crate) fn lend<T>(&self, make: impl FnOnce(&mut dyn Entropy) -> T) -> T {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        make(source.as_mut())
    }

    /// A new id of the moment `at`.
    pub(crate) fn make_id(&self, at: Timestamp) -> FreshId {
        uuid_v7(at, self.make_bytes())
    }
}

/// Draws like any source; others draw between one draw and the next.
impl Entropy for &Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.source
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill(bytes);
    }
}
