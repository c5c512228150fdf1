//! The page's part in closing the window.

use charthold_workstation::ipc::Failure;
use tauri::{AppHandle, State};

use crate::closing;
use crate::shell::Shell;

/// The page heard that the window is to close; it waits for nothing.
#[tauri::command]
pub(crate) async fn close_heard(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.closing().heard();
    Ok(())
}

#[tauri::command]
pub(crate) async fn close_now(app: AppHandle) -> Result<(), Failure> {
    closing::lock_and_close(&app).await;
    Ok(())
}
