//! What a person gets in with: a PIN that was set and a password that was changed in the settings, by keys alone, against the real
//! central. With `CHARTHOLD_SHOTS` set, a picture of each is kept.

use crate::driver::App;
use crate::hospital::Ward;

const PIN: &str = "135790";
const NEXT: &str = "lantern quay 7 mosses";
const FIRST_ROW: &str = "[data-testid=ward-row]:first-child";

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_and_a_new_password_unlock_what_the_old_password_did() {
    let ward = Ward::with(4).await;
    let app = App::open(&ward.home).await;
    app.sign_in(&ward.nurse).await;
    app.see(FIRST_ROW).await;

    fill(&app, "#pin-open", &[ward.nurse.password, PIN, PIN]).await;
    app.read("[aria-label=PIN] [role=status]", "Your PIN is set.")
        .await;
    app.picture("settings-pin-set").await;
    app.press("Esc").await;
    app.lock().await;
    app.focus_in("#pin").await;
    app.picture("lock-pin").await;
    app.keys("246801").await;
    app.press("Enter").await;
    app.read("[data-testid=unlock-problem]", "Two tries are left")
        .await;
    app.focus_in("#pin").await;
    app.keys(PIN).await;
    app.press("Enter").await;
    app.see(FIRST_ROW).await;

    fill(
        &app,
        "#password-open",
        &[ward.nurse.password, "short", "short"],
    )
    .await;
    app.read("#password-problem", "too short").await;
    app.focus_in("#password-next").await;
    app.keys(NEXT).await;
    app.press("Tab").await;
    app.keys(NEXT).await;
    app.press("Enter").await;
    app.read(
        "[aria-label=Password] [role=status]",
        "Your password is changed.",
    )
    .await;
    app.press("Esc").await;
    app.lock().await;
    // The PIN ended with the password it was set by.
    app.focus_in("#password").await;
    app.keys(NEXT).await;
    app.press("Enter").await;
    app.see(FIRST_ROW).await;
    app.close().await;
}

/// Opens the settings and a form in them, and fills it.
async fn fill(app: &App, opener: &str, secrets: &[&str]) {
    app.press("Alt+4").await;
    app.see(opener).await;
    app.until_after("come to the button", async || {
        let there = format!("return document.activeElement?.matches('{opener}') === true");
        if app.ask(&there).await == true {
            return true;
        }
        app.press("Tab").await;
        false
    })
    .await;
    app.press("Enter").await;
    app.see("dialog form").await;
    for (number, secret) in secrets.iter().enumerate() {
        app.keys(secret).await;
        let is_last = number + 1 == secrets.len();
        app.press(if is_last { "Enter" } else { "Tab" }).await;
        // The button that shows a password stands behind its field.
        if number == 0 && opener == "#password-open" {
            app.press("Tab").await;
        }
    }
}
