//! What the commands share: the workstation, and a way to wake the worker.

use std::sync::Arc;

use charthold_workstation::Workstation;
use charthold_workstation::ipc::Failure;
use tokio::sync::Notify;

/// Managed by Tauri; every command gets it.
#[derive(Clone)]
pub(crate) struct Shell {
    pub(crate) workstation: Result<Workstation, Failure>,
    /// Something was written or somebody came in: exchange soon.
    pub(crate) wake: Arc<Notify>,
}

impl Shell {
    /// The workstation, or why it could not be opened at start.
    pub(crate) fn workstation(&self) -> Result<Workstation, Failure> {
        self.workstation.clone()
    }
}

/// Runs `work` where it may block: databases, seals, Argon2id.
pub(crate) async fn blocking<R: Send + 'static>(
    workstation: Workstation,
    work: impl FnOnce(&Workstation) -> Result<R, charthold_workstation::WorkstationError>
    + Send
    + 'static,
) -> Result<R, Failure> {
    let done = tauri::async_runtime::spawn_blocking(move || work(&workstation)).await;
    match done {
        Ok(result) => result.map_err(Failure::from),
        Err(_) => Err(Failure::from(
            charthold_workstation::WorkstationError::Internal("a command ended early"),
        )),
    }
}
