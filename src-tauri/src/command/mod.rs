//! One function a command: take the request apart, call one use case, answer.

pub(crate) mod chart;
pub(crate) mod closing;
pub(crate) mod decision;
pub(crate) mod entry;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod sign_on;
pub(crate) mod sync;

use std::str::FromStr;

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::Saved;
use charthold_workstation::{Workstation, WorkstationError};
use tauri::AppHandle;

use crate::shell::{Shell, blocking};
use crate::worker;

/// Carries out a write, tells the window what is stale, and wakes the worker to send it.
async fn written(
    app: &AppHandle,
    shell: &Shell,
    chart: String,
    write: impl FnOnce(&Workstation) -> Result<Saved, WorkstationError> + Send + 'static,
) -> Result<Saved, Failure> {
    let workstation = shell.workstation()?;
    let saved = blocking(workstation.clone(), write).await?;
    worker::tell_changes(app, &workstation, &[chart]);
    shell.wake.notify_one();
    Ok(saved)
}

/// Reads an id the window was given before.
fn id<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|_| Failure::from(WorkstationError::InvalidInput("an id is not an id")))
}
