//! The home, which may not open at start (another window holds it, the disk is full, the keyring is
//! missing) and is then tried again when somebody asks. It is opened once, and begun once, however many
//! ask at the same time.

use std::future::Future;
use std::sync::{Mutex, PoisonError};

/// What came of opening it, the last time.
pub(crate) struct Opening<T, E> {
    last: Mutex<Result<T, E>>,
    /// One attempt at a time.
    attempt: tokio::sync::Mutex<()>,
}

impl<T: Clone, E: Clone> Opening<T, E> {
    pub(crate) fn tried(first: Result<T, E>) -> Self {
        Self {
            last: Mutex::new(first),
            attempt: tokio::sync::Mutex::new(()),
        }
    }

    /// It, or why it could not be opened the last time.
    pub(crate) fn last(&self) -> Result<T, E> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Opens it by `open` if it is not open; `begin` is for what starts with it.
    pub(crate) async fn again(
        &self,
        open: impl Future<Output = Result<T, E>>,
        begin: impl FnOnce(&T),
    ) -> Result<T, E> {
        let _one = self.attempt.lock().await;
        if let Ok(opened) = self.last() {
            return Ok(opened);
        }
        let outcome = open.await;
        if let Ok(opened) = &outcome {
            begin(opened);
        }
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = outcome.clone();
        outcome
    }
}

#[cfg(test)]
mod tests;
