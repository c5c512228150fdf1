//! What a person gets in with: their PIN, their password, their authenticator app.

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{
    PasswordChangeRequest, PinSetRequest, PinUnlockRequest, SecondFactorSetUpRequest, SessionStatus,
};
use charthold_workstation::{NewPassword, Secret, Workstation};
use tauri::State;

use super::session::shown;
use crate::shell::{Shell, blocking};

#[tauri::command]
pub(crate) async fn pin_unlock(
    shell: State<'_, Shell>,
    request: PinUnlockRequest,
) -> Result<SessionStatus, Failure> {
    let workstation = shell.workstation()?;
    let pin = Secret::new(request.pin);
    workstation.unlock_with_pin(&request.username, pin).await?;
    shown(&shell, workstation).await
}

#[tauri::command]
pub(crate) async fn pin_set(
    shell: State<'_, Shell>,
    request: PinSetRequest,
) -> Result<SessionStatus, Failure> {
    let workstation = shell.workstation()?;
    let (password, pin) = (Secret::new(request.password), Secret::new(request.pin));
    workstation.set_pin(password, pin).await?;
    blocking(workstation, Workstation::session_status).await
}

#[tauri::command]
pub(crate) async fn pin_remove(shell: State<'_, Shell>) -> Result<SessionStatus, Failure> {
    blocking(shell.workstation()?, |workstation| {
        workstation.remove_pin()?;
        workstation.session_status()
    })
    .await
}

#[tauri::command]
pub(crate) async fn password_change(
    shell: State<'_, Shell>,
    request: PasswordChangeRequest,
) -> Result<SessionStatus, Failure> {
    let workstation = shell.workstation()?;
    let typed = NewPassword {
        password: Secret::new(request.password),
        new: Secret::new(request.new),
        code: request.code.map(Secret::new),
    };
    workstation.change_password(typed).await?;
    blocking(workstation, Workstation::session_status).await
}

/// Answers the key for the person's authenticator app, as it is typed: the one secret that goes to the window, since its person
/// has to read it there.
#[tauri::command]
pub(crate) async fn second_factor_set_up(
    shell: State<'_, Shell>,
    request: SecondFactorSetUpRequest,
) -> Result<String, Failure> {
    let workstation = shell.workstation()?;
    let (password, code) = (Secret::new(request.password), Secret::new(request.code));
    let link = workstation
        .set_up_second_factor(&request.username, &password, &code)
        .await?;
    // EXPOSE: shown to the person who sets it up.
    let link = link.expose();
    let key = link.split_once("secret=").map_or("", |(_, rest)| rest);
    Ok(key.split('&').next().unwrap_or_default().to_owned())
}
