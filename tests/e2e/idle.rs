//! A workstation left alone: it warns a minute before, a press keeps it open, and it locks by itself.

use crate::driver::{App, Theme};
use crate::hospital::Ward;
use crate::inspector::Inspector;

/// Five seconds, and the minute of the warning.
const LIMIT_S: u32 = 65;
const STRIP: &str = "[data-testid=lock-strip]";

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_workstation_warns_and_then_locks_by_itself() {
    let ward = Ward::locking_after(LIMIT_S, 2).await;
    let app = App::open(&ward.home).await;
    let mut inspector = Inspector::of(&app, Theme::Light).await;
    app.sign_in(&ward.nurse).await;
    app.see("[data-testid=ward-row][data-kind=open]").await;
    app.open_first_chart().await;
    app.write_note("Half a thought about potassium").await;
    app.see(STRIP).await;
    inspector.look(&app, "lock-warning").await;
    app.click("[data-testid=stay-unlocked]").await;
    app.gone(STRIP).await;

    app.see(STRIP).await;
    app.mark_page().await;
    app.see_within_two_minutes("[data-testid=lock-screen]")
        .await;
    app.another_lock_screen().await;
    app.read("[data-testid=lock-screen]", "no activity").await;
    for text in [ward.first(), "potassium"] {
        assert!(!app.holds(text).await, "a lock screen shows no patient");
    }
    app.sign_in(&ward.nurse).await;
    app.see("[data-testid=note-section-0]").await;
    app.close().await;
    inspector.report();
}
