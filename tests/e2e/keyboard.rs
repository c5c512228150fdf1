//! The window without a mouse: a stretch of a shift by keys alone, the focus followed at every step.

use std::collections::BTreeSet;

use crate::driver::App;
use crate::hospital::Ward;

const NOTE: &str = "Slept well. No chest pain. Mobilise with help after lunch.";
const PANE: &str = "[data-region=pane]";
const CHART: &str = "[data-region=chart]";

#[tokio::test(flavor = "multi_thread")]
async fn a_stretch_of_a_shift_by_the_keyboard_alone() {
    let ward = Ward::with(8).await;
    let [_, second, third, ..] = ward.families.as_slice() else {
        panic!("four patients make a ward");
    };
    let app = App::open(&ward.home).await;
    unlock(&app, &ward).await;

    app.press("Down").await;
    app.focus_in("[data-testid=ward-row]:nth-child(2)").await;
    app.press("Enter").await;
    app.read("[data-testid=patient-banner]", second).await;
    app.focus_in(CHART).await;

    record_vitals(&app).await;
    write_and_sign(&app).await;

    app.press("Alt+Left").await;
    app.focus_in("[data-testid=ward-row]:nth-child(2)").await;
    app.press("Ctrl+k").await;
    app.focus_in("[data-testid=palette-input]").await;
    app.keys(third).await;
    app.read("[data-testid=palette-patient]", third).await;
    app.press("Enter").await;
    app.read("[data-testid=patient-banner]", third).await;
    app.focus_in(CHART).await;

    walk_the_regions(&app).await;
    app.press("?").await;
    app.read("dialog[open]", "Keyboard shortcuts").await;
    app.press("Esc").await;
    app.focus_in(CHART).await;
    app.press("g").await;
    app.press("n").await;
    app.read("[role=tab][aria-selected=true]", "Notes").await;

    app.lock().await;
    app.focus_in("#password").await;
    assert!(!app.holds(third).await, "a lock screen shows no patient");
    app.close().await;
}

async fn unlock(app: &App, ward: &Ward) {
    app.focus_in("#username").await;
    app.keys(ward.nurse.username).await;
    app.press("Tab").await;
    app.keys(ward.nurse.password).await;
    app.press("Enter").await;
    // Charts come with the first exchange after the first sign-in.
    app.see("[data-testid=ward-row]:nth-child(3)[data-kind=open]")
        .await;
    app.focus_in("[data-testid=ward-row]:first-child").await;
}

async fn record_vitals(app: &App) {
    app.press("Alt+v").await;
    app.focus_in("#vitals-respiratoryRate").await;
    for value in ["21", "95", "0", "118", "70", "88"] {
        app.keys(value).await;
        app.press("Tab").await;
    }
    app.focus_in("#vitals-acvpu").await;
    app.press("Space").await;
    app.press("Tab").await;
    app.keys("37.9").await;
    app.press("Ctrl+Enter").await;
    app.gone(PANE).await;
    app.focus_in(CHART).await;
    app.read("#chart-panel", "37.9").await;
}

async fn write_and_sign(app: &App) {
    app.press("Alt+n").await;
    app.focus_in("#note-section-0").await;
    app.keys(NOTE).await;
    app.press("Ctrl+Enter").await;
    app.see("[data-testid=confirm-sign]").await;
    app.press("Ctrl+Enter").await;
    app.gone(PANE).await;
    app.read("[data-testid=new-note]", "New note").await;
    app.focus_in(CHART).await;
}

/// F6 goes round every region and comes back.
async fn walk_the_regions(app: &App) {
    let region = "return document.activeElement.closest('[data-region]')?.dataset.region";
    let mut seen = BTreeSet::new();
    for _ in 0..4 {
        app.press("F6").await;
        seen.insert(app.ask(region).await.to_string());
    }
    let all = ["chart", "rail", "status", "tabs"].map(|name| format!("\"{name}\""));
    assert_eq!(seen, BTreeSet::from(all), "F6 passes a region over");
    app.focus_in(CHART).await;
    app.press("Shift+F6").await;
    app.focus_in("[data-region=tabs]").await;
    app.press("F6").await;
    app.focus_in(CHART).await;
}
