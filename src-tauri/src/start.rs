//! Starting: the home, the one window, the worker.

use std::sync::Arc;

use charthold_workstation::ipc::Failure;
use charthold_workstation::{Environment, Programme, Workstation, default_home};
use tauri::{AppHandle, WebviewUrl, WebviewWindowBuilder};
use tokio::sync::Notify;

use crate::shell::Shell;
use crate::{command_table, web_process, worker};

/// The one window.
pub(crate) const MAIN_WINDOW: &str = "main";
/// The one page.
#[cfg(not(windows))]
pub(crate) const PAGE: &str = "tauri://localhost/";
#[cfg(windows)]
pub(crate) const PAGE: &str = "http://tauri.localhost/";

/// Runs the app until its window is closed.
pub fn run() {
    if driven() && !cfg!(debug_assertions) {
        // A release build is never driven by remote control: it could read every chart.
        std::process::exit(2);
    }
    let programme = Programme {
        name: "charthold".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    };
    let workstation = default_home()
        .and_then(|home| Workstation::open(home, Environment::system(programme)))
        .map_err(Failure::from);
    let wake = Arc::new(Notify::new());
    let shell = Shell {
        workstation: workstation.clone(),
        wake: Arc::clone(&wake),
    };
    let started = tauri::Builder::default()
        .manage(shell)
        .invoke_handler(command_table::handler())
        .setup(move |app| {
            open_window(app.handle())?;
            if let Ok(workstation) = &workstation {
                worker::start(app.handle(), workstation, wake);
            }
            Ok(())
        })
        .run(tauri::generate_context!());
    if started.is_err() {
        std::process::exit(1);
    }
}

fn open_window(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN_WINDOW, WebviewUrl::default())
        .title("Charthold")
        .inner_size(1440.0, 900.0)
        .min_inner_size(900.0, 600.0)
        // Nothing of a chart is ever written by the web view: no cache, no storage. An ephemeral
        // context cannot be driven, so a window test of a debug build goes without.
        .incognito(!driven())
        .build()?;
    web_process::replace_when_it_dies(&window)
}

/// WebDriver started this process.
pub(crate) fn driven() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}
