//! One journal for the threads of a process: the exchange, the audit and the person at the screen
//! take turns.

use std::fmt;
use std::sync::{Arc, Mutex};

use crate::{Journal, StoreError};

/// A journal that several threads use in turn.
#[derive(Clone)]
pub struct SharedJournal(Arc<Mutex<Journal>>);

impl SharedJournal {
    /// Shares `journal`.
    #[must_use]
    pub fn new(journal: Journal) -> Self {
        Self(Arc::new(Mutex::new(journal)))
    }

    /// Does `work` with the journal while nobody else has it. Keep it short: others wait.
    ///
    /// # Errors
    /// Those of `work`; [`StoreError::Mismatch`] when a thread died with the journal in its hands.
    pub fn with<R>(
        &self,
        work: impl FnOnce(&mut Journal) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        let abandoned = StoreError::Mismatch {
            what: "a thread died while it had the journal",
        };
        let mut journal = self.0.lock().map_err(|_| abandoned)?;
        work(&mut journal)
    }
}

impl fmt::Debug for SharedJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedJournal")
    }
}
