//! The line to central.

use charthold_workstation::Workstation;
use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::SyncStatus;
use tauri::{AppHandle, State};

use crate::shell::{Shell, blocking};
use crate::worker;

#[tauri::command]
pub(crate) async fn sync_status(shell: State<'_, Shell>) -> Result<SyncStatus, Failure> {
    blocking(shell.workstation()?, |workstation| {
        workstation.sync_status()
    })
    .await
}

#[tauri::command]
pub(crate) async fn sync_now(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Result<SyncStatus, Failure> {
    let workstation = shell.workstation()?;
    worker::exchange(&app, &workstation).await;
    blocking(workstation, Workstation::sync_status).await
}
