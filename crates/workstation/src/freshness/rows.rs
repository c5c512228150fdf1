//! Reads every row of the journal beside everything else: begun as a program starts and at each lock, so that it is done when somebody has
//! typed a password, however much there is. By a connection of its own: the one that is open may have in memory what is not in the file.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use charthold_store::{Journal, StoreError};
use charthold_vault::DeviceKeys;

/// What is known of the rows.
pub(crate) struct Rows {
    path: PathBuf,
    keys: Arc<DeviceKeys>,
    state: Mutex<State>,
    /// Nothing is read any more.
    ended: Arc<AtomicBool>,
}

#[derive(Default)]
enum State {
    /// Nothing.
    #[default]
    Unread,
    /// Soon all.
    Reading(JoinHandle<Result<(), StoreError>>),
    /// Since the last lock, that they are what was written last.
    Fresh,
}

impl Rows {
    pub(crate) fn new(path: PathBuf, keys: Arc<DeviceKeys>) -> Self {
        Self {
            path,
            keys,
            state: Mutex::default(),
            ended: Arc::default(),
        }
    }

    /// Begins to read them anew. What cannot be begun is done when it is demanded.
    pub(crate) fn begin(&self) {
        // Whoever waits for them now is on the way in, and a lock must not wait for that.
        let Ok(mut state) = self.state.try_lock() else {
            return;
        };
        if matches!(*state, State::Reading(_)) || self.ended.load(Ordering::SeqCst) {
            return;
        }
        let (path, keys) = (self.path.clone(), Arc::clone(&self.keys));
        let ended = Arc::clone(&self.ended);
        let thread = thread::Builder::new().name("rows".to_owned());
        *state = match thread.spawn(move || read(&path, &keys, &ended)) {
            Ok(thread) => State::Reading(thread),
            Err(_) => State::Unread,
        };
    }

    /// Waits until they are read.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when they are not what was last written; [`StoreError::Damaged`] when one cannot be read.
    pub(crate) fn demand(&self) -> Result<(), StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match mem::take(&mut *state) {
            State::Fresh => {}
            State::Reading(thread) => thread.join().unwrap_or(Err(UNREAD))?,
            State::Unread => read(&self.path, &self.keys, &self.ended)?,
        }
        *state = State::Fresh;
        Ok(())
    }

    /// Reads nothing any more, from when it returns on: the files are to go, or the program.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Reading(thread) = mem::take(&mut *state) {
            let _ = thread.join();
        }
    }
}

impl Drop for Rows {
    /// The connection is closed before whoever comes next opens the home.
    fn drop(&mut self) {
        self.end();
    }
}

fn read(path: &Path, keys: &DeviceKeys, ended: &AtomicBool) -> Result<(), StoreError> {
    let mut journal = Journal::open(path, &keys.journal_key())?;
    let goes_on = || !ended.load(Ordering::SeqCst);
    journal.verify_rows_while(&goes_on).map(drop)
}

/// It says nothing of the rows.
const UNREAD: StoreError = StoreError::Mismatch {
    what: "all rows, and those that a thread read before it died",
};
