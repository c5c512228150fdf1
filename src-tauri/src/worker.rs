//! The ticking beside the window: locks when it is due and when the operating system says that the seat is left, exchanges with central now and then, when
//! something was written and when central hints, and tells the window what changed.

use std::sync::Arc;
use std::time::Duration;

use charthold_seat::Buses;
use charthold_workstation::Workstation;
use tauri::{AppHandle, Emitter};
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval};

use crate::saving::ask_page_to_save;
use crate::shell::blocking;
use crate::web_process;

/// How often the inactivity clock is looked at; every command looks too.
const TICK: Duration = Duration::from_secs(1);

/// Starts the loops.
pub(crate) fn start(app: &AppHandle, workstation: &Workstation, wake: Arc<Notify>) {
    tauri::async_runtime::spawn(watch_the_clock(
        app.clone(),
        workstation.clone(),
        Arc::clone(&wake),
    ));
    tauri::async_runtime::spawn(watch_the_seat(
        app.clone(),
        workstation.clone(),
        Arc::clone(&wake),
    ));
    tauri::async_runtime::spawn(listen(workstation.clone(), Arc::clone(&wake)));
    tauri::async_runtime::spawn(keep_exchanging(app.clone(), workstation.clone(), wake));
}

async fn watch_the_clock(app: AppHandle, workstation: Workstation, wake: Arc<Notify>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut warned = false;
    // However a session was locked: by a command that found it over, too.
    let mut seen = workstation.locked_sessions();
    loop {
        ticks.tick().await;
        // A lock that could not be audited is a lock all the same.
        let _ = workstation.lock_if_due();
        let locked = workstation.locked_sessions();
        if locked != seen {
            seen = locked;
            after_lock(&app, &workstation, &wake);
        }
        workstation.anchor_if_due();
        let warning = matches!(
            workstation.standing(),
            Some(charthold_workstation::Standing::Warning { .. })
        );
        if warning != warned {
            warned = warning;
            tell_session(&app, &workstation);
        }
    }
}

/// Locks when the screen is locked, the machine sleeps, the lid closes or somebody else has the screen. Sleep waits until it is done.
async fn watch_the_seat(app: AppHandle, workstation: Workstation, wake: Arc<Notify>) {
    let lock = |_| async {
        ask_page_to_save(&app).await;
        let locked = blocking(workstation.clone(), Workstation::lock_with_system).await;
        if locked.unwrap_or(true) {
            after_lock(&app, &workstation, &wake);
        }
    };
    charthold_seat::watch(Buses::of_environment(), lock).await;
}

fn after_lock(app: &AppHandle, workstation: &Workstation, wake: &Notify) {
    tell_session(app, workstation);
    web_process::end_once(app, workstation);
    // A draft that became an operation is on its way before its author is at the next workstation.
    wake.notify_one();
}

async fn keep_exchanging(app: AppHandle, workstation: Workstation, wake: Arc<Notify>) {
    loop {
        // However often it is woken: central asked for it.
        tokio::time::sleep(workstation.held_for()).await;
        exchange(&app, &workstation).await;
        workstation.until_due(&wake).await;
    }
}

/// Central's hints wake the worker.
async fn listen(workstation: Workstation, wake: Arc<Notify>) {
    workstation.stay_live(&|| wake.notify_one()).await;
}

/// One exchange; what it changed is told to the window, a failure shows in the status.
pub(crate) async fn exchange(app: &AppHandle, workstation: &Workstation) {
    let was_in = workstation.standing().is_some();
    let exchanged = workstation.sync(None).await;
    let charts: Vec<String> = match exchanged {
        Ok(exchanged) => exchanged
            .changes
            .charts
            .iter()
            .map(ToString::to_string)
            .collect(),
        Err(_) => Vec::new(),
    };
    tell_changes(app, workstation, &charts);
    tell_session(app, workstation);
    if was_in && workstation.standing().is_none() {
        // Central took away what they were in by, or they locked meanwhile.
        web_process::end_once(app, workstation);
    }
}

/// Tells the window that these charts, the census and the line are to be read again.
pub(crate) fn tell_changes(app: &AppHandle, workstation: &Workstation, charts: &[String]) {
    for chart in charts {
        let _ = app.emit("chart-changed", serde_json::json!({ "chart": chart }));
    }
    let _ = app.emit("ward-changed", ());
    if let Ok(status) = workstation.sync_status() {
        let _ = app.emit("sync", status);
    }
}

fn tell_session(app: &AppHandle, workstation: &Workstation) {
    if let Ok(status) = workstation.session_status() {
        let _ = app.emit("session", status);
    }
}
