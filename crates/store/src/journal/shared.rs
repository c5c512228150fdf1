//! One journal for the threads of a process: the exchange, the audit and the person at the screen
//! take turns.

use std::fmt;
use std::sync::{Arc, Mutex};

use crate::{Journal, StoreError};

/// A journal that several threads use in turn, until it is closed for all of them.
#[derive(Clone)]
pub struct SharedJournal(Arc<Mutex<Option<Journal>>>);

impl SharedJournal {
    /// Shares `journal`.
    #[must_use]
    pub fn new(journal: Journal) -> Self {
        Self(Arc::new(Mutex::new(Some(journal))))
    }

    /// Does `work` with the journal while nobody else has it. Keep it short: others wait.
    ///
    /// # Errors
    /// Those of `work`; [`StoreError::Mismatch`] when a thread died with the journal in its hands, [`StoreError::NoSuch`] when it
    /// was closed.
    pub fn with<R>(
        &self,
        work: impl FnOnce(&mut Journal) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        let mut journal = self.0.lock().map_err(|_| ABANDONED)?;
        let journal = journal.as_mut().ok_or(StoreError::NoSuch {
            what: "an open journal",
        })?;
        work(journal)
    }

    /// Closes the journal for everybody who shares it: before its file goes, or SQLite would tidy up later beside whatever is there
    /// in its place.
    ///
    /// # Errors
    /// As [`Self::with`], of a thread that died.
    pub fn close(&self) -> Result<(), StoreError> {
        drop(self.0.lock().map_err(|_| ABANDONED)?.take());
        Ok(())
    }
}

const ABANDONED: StoreError = StoreError::Mismatch {
    what: "a thread died while it had the journal",
};

impl fmt::Debug for SharedJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedJournal")
    }
}
