//! What the commands share: the workstation, and a way to wake the worker.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use charthold_workstation::ipc::Failure;
use charthold_workstation::{Closing, SignedOn, Workstation, WorkstationError};
use tauri::AppHandle;
use tokio::sync::Notify;

use crate::opening::Opening;
use crate::{start, worker};

/// Managed by Tauri; every command gets it.
#[derive(Clone)]
pub(crate) struct Shell {
    home: Arc<Opening<Workstation, Failure>>,
    closing: Arc<Mutex<Closing>>,
    /// Something was written or somebody came in: exchange soon.
    pub(crate) wake: Arc<Notify>,
    /// The page has saved what it holds.
    pub(crate) page_saved: Arc<Notify>,
    /// Who signed on and did not type the password of this workstation yet.
    pub(crate) signed_on: Arc<tokio::sync::Mutex<Option<SignedOn>>>,
    /// Nobody waits for somebody to come back from the provider's page any more.
    pub(crate) sign_on_given_up: Arc<Notify>,
    /// Of so many locked sessions the page was ended.
    pub(crate) pages_ended: Arc<AtomicU64>,
}

impl Shell {
    /// Over the workstation, or why it could not be opened at start.
    pub(crate) fn over(opened: Result<Workstation, Failure>) -> Self {
        Self {
            home: Arc::new(Opening::tried(opened)),
            closing: Arc::default(),
            wake: Arc::default(),
            page_saved: Arc::default(),
            signed_on: Arc::default(),
            sign_on_given_up: Arc::default(),
            pages_ended: Arc::default(),
        }
    }

    /// The workstation, or why it could not be opened the last time.
    pub(crate) fn workstation(&self) -> Result<Workstation, Failure> {
        self.home.last()
    }

    /// The workstation; one that could not be opened is tried again, and its worker starts.
    pub(crate) async fn opened_workstation(&self, app: &AppHandle) -> Result<Workstation, Failure> {
        let open = async {
            let opened = tauri::async_runtime::spawn_blocking(start::open_home).await;
            opened.unwrap_or_else(|_| Err(ended_early()))
        };
        let begin = |workstation: &Workstation| worker::start(app, workstation, self.wake.clone());
        self.home.again(open, begin).await
    }

    pub(crate) fn closing(&self) -> MutexGuard<'_, Closing> {
        self.closing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `work` where it may block: databases, seals, Argon2id.
pub(crate) async fn blocking<R: Send + 'static>(
    workstation: Workstation,
    work: impl FnOnce(&Workstation) -> Result<R, WorkstationError> + Send + 'static,
) -> Result<R, Failure> {
    let done = tauri::async_runtime::spawn_blocking(move || work(&workstation)).await;
    match done {
        Ok(result) => result.map_err(Failure::from),
        Err(_) => Err(ended_early()),
    }
}

fn ended_early() -> Failure {
    Failure::from(WorkstationError::Internal("a command ended early"))
}
