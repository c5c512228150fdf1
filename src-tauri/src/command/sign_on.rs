//! Signing on by the hospital's provider: its page in the person's browser, then the password of this workstation.

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{SessionStatus, SignOnFinishRequest, SignedOnView};
use charthold_workstation::{Secret, WorkstationError};
use tauri::State;

use super::session::shown;
use crate::shell::Shell;

/// Answers who came back from the page. Whoever waited before waits no more.
#[tauri::command]
pub(crate) async fn sign_on(shell: State<'_, Shell>) -> Result<SignedOnView, Failure> {
    let workstation = shell.workstation()?;
    shell.sign_on_given_up.notify_waiters();
    let given_up = shell.sign_on_given_up.notified();
    let begun = workstation.begin_sign_on().await?;
    open::that_detached(begun.page()).map_err(WorkstationError::PageNotShown)?;
    let signed_on = tokio::select! {
        signed_on = workstation.finish_sign_on(begun) => signed_on?,
        () = given_up => return Err(WorkstationError::SignOnNotFinished.into()),
    };
    let view = SignedOnView {
        display_name: signed_on.person().display_name.clone(),
        is_new: signed_on.is_new(),
    };
    *shell.signed_on.lock().await = Some(signed_on);
    Ok(view)
}

#[tauri::command]
pub(crate) async fn sign_on_cancel(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.sign_on_given_up.notify_waiters();
    *shell.signed_on.lock().await = None;
    Ok(())
}

#[tauri::command]
pub(crate) async fn sign_on_finish(
    shell: State<'_, Shell>,
    request: SignOnFinishRequest,
) -> Result<SessionStatus, Failure> {
    let workstation = shell.workstation()?;
    let password = Secret::new(request.password);
    let mut waiting = shell.signed_on.lock().await;
    let signed_on = waiting.as_ref().ok_or(WorkstationError::SignOnWanted)?;
    workstation.let_in_signed_on(signed_on, &password).await?;
    *waiting = None;
    drop(waiting);
    shown(&shell, workstation).await
}
