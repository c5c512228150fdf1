//! Who is in.

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{
    PlaceSaveRequest, PreferencesSaveRequest, SessionStatus, UnlockRequest,
};
use charthold_workstation::{Secret, Typed, Workstation};
use tauri::{AppHandle, State};

use crate::shell::{Shell, blocking};
use crate::web_process;

#[tauri::command]
pub(crate) async fn session_status(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Result<SessionStatus, Failure> {
    // What a page asks first, and what "Try again" asks.
    let workstation = shell.opened_workstation(&app).await?;
    blocking(workstation, Workstation::session_status).await
}

#[tauri::command]
pub(crate) async fn unlock(
    shell: State<'_, Shell>,
    request: UnlockRequest,
) -> Result<SessionStatus, Failure> {
    let workstation = shell.workstation()?;
    let typed = Typed {
        password: Secret::new(request.password),
        previous: request.previous.map(Secret::new),
        code: request.code.map(Secret::new),
    };
    workstation.let_in(&request.username, typed).await?;
    shown(&shell, workstation).await
}

/// What somebody sees who has just come in.
pub(super) async fn shown(
    shell: &Shell,
    workstation: Workstation,
) -> Result<SessionStatus, Failure> {
    shell.wake.notify_one();
    blocking(workstation, |workstation| {
        // What is here already is shown at once; the exchange brings the rest.
        workstation.refresh()?;
        workstation.session_status()
    })
    .await
}

#[tauri::command]
pub(crate) async fn lock(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Result<SessionStatus, Failure> {
    let workstation = shell.workstation()?;
    let locked = blocking(workstation.clone(), Workstation::lock).await;
    web_process::end_once(&app, &workstation);
    // A draft that became an operation is on its way before its author is at the next workstation.
    shell.wake.notify_one();
    locked?;
    blocking(workstation, Workstation::session_status).await
}

#[tauri::command]
pub(crate) async fn activity(shell: State<'_, Shell>) -> Result<SessionStatus, Failure> {
    blocking(shell.workstation()?, |workstation| {
        workstation.activity()?;
        workstation.session_status()
    })
    .await
}

#[tauri::command]
pub(crate) async fn place_save(
    shell: State<'_, Shell>,
    request: PlaceSaveRequest,
) -> Result<(), Failure> {
    blocking(shell.workstation()?, move |workstation| {
        workstation.save_place(&request.place)
    })
    .await
}

#[tauri::command]
pub(crate) async fn preferences_save(
    shell: State<'_, Shell>,
    request: PreferencesSaveRequest,
) -> Result<(), Failure> {
    blocking(shell.workstation()?, move |workstation| {
        workstation.save_preferences(&request.preferences)
    })
    .await
}
