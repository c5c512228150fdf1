//! The process that shows the page: ended at lock, replaced when it dies. Clearing the page leaves hundreds of copies of what it showed in the
//! web process's memory; ending that process leaves none (SECURITY.md). So a lock ends it, and the
//! same window starts a new one with the lock screen.

use std::sync::atomic::Ordering;

use charthold_workstation::Workstation;
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::shell::Shell;
use crate::start::{MAIN_WINDOW, PAGE, driven};

/// Ends the window's web process and loads the lock screen in a new one: once for each session that was locked, whoever locked it. A
/// command that finds the time over locks, too, and so a page that asks in the very second may be first.
pub(crate) fn end_once(app: &AppHandle, workstation: &Workstation) {
    let locked = workstation.locked_sessions();
    let ended = &app.state::<Shell>().pages_ended;
    if ended.fetch_max(locked, Ordering::SeqCst) < locked {
        end_and_reload(app);
    }
}

/// Ends the window's web process: the window goes, and what it showed must not outlive it. Left alone, one whose page is
/// busy goes only ten seconds after it has nobody at the other end, by WebKit's own watchdog.
pub(crate) fn end(window: &WebviewWindow) {
    #[cfg(target_os = "linux")]
    let _ = window.with_webview(|webview| {
        use webkit2gtk::WebViewExt;
        webview.inner().terminate_web_process();
    });
    #[cfg(not(target_os = "linux"))]
    let _ = window;
}

fn end_and_reload(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN_WINDOW) else {
        return;
    };
    #[cfg(target_os = "linux")]
    let reached = window.with_webview(|webview| {
        use webkit2gtk::WebViewExt;
        let view = webview.inner();
        // The web process is WebDriver's line to the window: a driven one (debug builds only) is
        // emptied by loading the lock screen alone.
        if !driven() {
            view.terminate_web_process();
        }
        view.load_uri(PAGE);
    });
    // Not tried on Windows and macOS: navigation at least drops the page.
    #[cfg(not(target_os = "linux"))]
    let reached = PAGE
        .parse()
        .map_err(|_| tauri::Error::WindowNotFound)
        .and_then(|page| window.navigate(page));
    if reached.is_err() {
        // A window that cannot be emptied must not stay.
        app.exit(1);
    }
}

/// Loads the page again in a new process when its process dies by itself (a crash, no memory left): session,
/// place and drafts are with the core, and a window that stays white is no chart. Windows and macOS show their
/// own page for that.
pub(crate) fn replace_when_it_dies(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    window.with_webview(|webview| {
        use webkit2gtk::{WebProcessTerminationReason, WebViewExt};
        webview
            .inner()
            .connect_web_process_terminated(|view, reason| {
                // Ended at lock: the lock screen is on its way already.
                if reason != WebProcessTerminationReason::TerminatedByApi {
                    view.load_uri(PAGE);
                }
            });
    })?;
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}
