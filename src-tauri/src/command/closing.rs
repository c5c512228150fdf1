//! The page's part in closing the window, and in a lock it did not ask for.

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

/// The page saved what it holds, or tried to: it answers `save-asked`.
#[tauri::command]
pub(crate) async fn page_saved(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.page_saved.notify_waiters();
    Ok(())
}
