//! Closing the window: asks the page first when somebody is in, and locks before the end, so that the
//! audit trail has the end of the session. What is to be done is decided in `charthold-workstation`.

use charthold_workstation::{CloseStep, Closing, Standing, Workstation};
use tauri::{AppHandle, Emitter, Manager, Window, WindowEvent};
use tokio::time::{sleep, timeout};

use crate::saving::ask_page_to_save;
use crate::shell::{Shell, blocking};
use crate::start::MAIN_WINDOW;
use crate::web_process;

/// The cross, Alt+F4, the end of the desktop's session.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        // Elsewhere: this is the thread that draws, and looking who is in may wait for a disk.
        tauri::async_runtime::spawn(close_or_ask(window.app_handle().clone()));
    }
}

async fn close_or_ask(app: AppHandle) {
    let somebody_is_in = is_somebody_in(&app).await;
    let step = app.state::<Shell>().closing().request(somebody_is_in);
    if let CloseStep::AskPage(request) = step {
        let _ = app.emit("close-asked", ());
        sleep(Closing::PATIENCE).await;
        if app.state::<Shell>().closing().is_heard(request) {
            return;
        }
    }
    lock_and_close(&app).await;
}

/// Whoever is about to be locked out for want of input has had the warning.
pub(crate) async fn is_somebody_in(app: &AppHandle) -> bool {
    let Ok(workstation) = app.state::<Shell>().workstation() else {
        return false;
    };
    let looked = blocking(workstation, |workstation| Ok(workstation.standing()));
    match timeout(Closing::PATIENCE, looked).await {
        Ok(Ok(standing)) => !matches!(standing, None | Some(Standing::Over(_))),
        // Held up: somebody's work is under way.
        Ok(Err(_)) | Err(_) => true,
    }
}

/// Locks, and closes whatever came of it: a disk that is full or hangs does not hold the window.
pub(crate) async fn lock_and_close(app: &AppHandle) {
    if let Ok(workstation) = app.state::<Shell>().workstation() {
        let _ = timeout(Closing::PATIENCE, blocking(workstation, Workstation::end)).await;
    }
    let window = app.get_webview_window(MAIN_WINDOW);
    let closed = window.map(|window| {
        web_process::end(&window);
        window.destroy()
    });
    if matches!(closed, Some(Err(_))) {
        app.exit(1);
    }
}

/// Ends the app well when the operating system wants it to end: the machine shuts down, somebody sends SIGTERM. Windows and macOS
/// close the window.
pub(crate) async fn close_when_told(app: AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        // Without it the program ends at once, as before there was this.
        let Ok(mut told) = signal(SignalKind::terminate()) else {
            return;
        };
        let _ = told.recv().await;
        ask_page_to_save(&app).await;
        lock_and_close(&app).await;
    }
    #[cfg(not(unix))]
    let _ = app;
}
