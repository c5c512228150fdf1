//! Starting: the home, the one window, the worker.

use charthold_workstation::ipc::Failure;
use charthold_workstation::{Environment, Programme, Workstation, default_home};
use tauri::{AppHandle, WebviewUrl, WebviewWindowBuilder};

use crate::shell::Shell;
use crate::{closing, command_table, web_process, worker};

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
    let shell = Shell::over(open_home());
    let started = tauri::Builder::default()
        .manage(shell.clone())
        .invoke_handler(command_table::handler())
        .on_window_event(closing::on_window_event)
        .setup(move |app| {
            // Before there is a page that could try again: then the worker is started there.
            let opened = shell.workstation();
            open_window(app.handle())?;
            tauri::async_runtime::spawn(closing::close_when_told(app.handle().clone()));
            if let Ok(workstation) = opened {
                worker::start(app.handle(), &workstation, shell.wake.clone());
            }
            Ok(())
        })
        .run(tauri::generate_context!());
    if started.is_err() {
        std::process::exit(1);
    }
}

/// Opens this computer's home. It may take as long as a disk and a keyring do.
pub(crate) fn open_home() -> Result<Workstation, Failure> {
    let programme = Programme {
        name: "charthold".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    };
    default_home()
        .and_then(|home| Workstation::open(home, Environment::system(programme)))
        .map_err(Failure::from)
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
