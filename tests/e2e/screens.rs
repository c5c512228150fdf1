//! Every screen and state of the real window, light and dark, at both sizes: none is wider than its
//! window, none breaks its content security policy, none fails axe. With `CHARTHOLD_SHOTS` set to a
//! folder, a picture of each is kept there: `screen-theme-width.png`.

use crate::driver::{App, Theme};
use crate::hospital::Ward;
use crate::inspector::Inspector;

/// Half of them lie on the ward.
const PATIENTS: usize = 24;
const NOTE: &str = "Community-acquired pneumonia, day 3. Oxygen need falling; wean as tolerated. \
Repeat chest film at noon. Potassium tonight.";

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_sound_in_the_light_theme() {
    look_at_everything(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_sound_in_the_dark_theme() {
    look_at_everything(Theme::Dark).await;
}

async fn look_at_everything(theme: Theme) {
    let ward = Ward::with(PATIENTS).await;
    let app = App::open_in(&ward.home, theme).await;
    let mut inspector = Inspector::of(&app, theme).await;
    first_sign_in(&app, &ward, &mut inspector).await;
    the_ward(&app, &mut inspector).await;
    the_chart(&app, &mut inspector).await;
    vitals(&app, &mut inspector).await;
    notes(&app, &mut inspector).await;
    sheets(&app, &ward, &mut inspector).await;
    without_network(&app, &ward, &mut inspector).await;
    wrong_passwords(&app, &ward, &mut inspector).await;
    app.close().await;
    inspector.report();
}

async fn first_sign_in(app: &App, ward: &Ward, inspector: &mut Inspector) {
    app.see("#username").await;
    inspector.look(app, "lock-first").await;
    app.click("#unlock").await;
    app.see("[data-testid=unlock-problem]").await;
    inspector.look(app, "lock-nothing-typed").await;
    app.type_into("#username", ward.nurse.username).await;
    app.type_into("#password", "not the password").await;
    app.click("#unlock").await;
    app.read("[data-testid=unlock-problem]", "password").await;
    inspector.look(app, "lock-wrong-first").await;
    app.sign_in(&ward.nurse).await;
    let last = format!("[data-testid=ward-row]:nth-child({})", PATIENTS / 2);
    // A dozen charts are decrypted and read for the first time.
    app.see_within_two_minutes(&format!("{last}[data-kind=open]"))
        .await;
}

async fn the_ward(app: &App, inspector: &mut Inspector) {
    app.focus_in("[data-testid=ward-row]:first-child").await;
    inspector.look(app, "ward").await;
    app.click("[aria-label=Filter] [role=radio]:nth-child(2)")
        .await;
    inspector.look(app, "ward-filtered").await;
    app.click("[aria-label=Filter] [role=radio]:nth-child(1)")
        .await;
}

async fn the_chart(app: &App, inspector: &mut Inspector) {
    app.open_first_chart().await;
    inspector.look(app, "chart").await;
    app.ask("document.querySelector('#chart-panel').scrollTo(0, 99999)")
        .await;
    inspector.look(app, "chart-end").await;
    app.ask("[...document.querySelectorAll('#chart-panel button')].find((each) => each.textContent === 'Table').click()")
        .await;
    app.ask("document.querySelector('#chart-panel').scrollTo(0, 0)")
        .await;
    inspector.look(app, "chart-table").await;
    for (place, name) in [(2, "results"), (3, "medications"), (5, "other")] {
        app.click(&format!("[role=tab]:nth-of-type({place})")).await;
        inspector.look(app, name).await;
    }
}

async fn vitals(app: &App, inspector: &mut Inspector) {
    app.press("Alt+v").await;
    app.see("#vitals-respiratoryRate").await;
    inspector.look(app, "vitals-empty").await;
    app.fill_vitals("24", "83.4").await;
    app.see("#vitals-temperature-question").await;
    inspector.look(app, "vitals-question").await;
    app.type_into("#vitals-temperature", "38.4").await;
    app.gone("#vitals-temperature-question").await;
    inspector.look(app, "vitals").await;
    app.press("Ctrl+Enter").await;
    app.gone("[data-region=pane]").await;
}

async fn notes(app: &App, inspector: &mut Inspector) {
    app.choose_section(4).await;
    inspector.look(app, "notes").await;
    app.choose_section(1).await;
    app.write_note(NOTE).await;
    inspector.look(app, "note").await;
    app.open_by("[data-testid=sign-note]", "[data-testid=confirm-sign]")
        .await;
    inspector.look(app, "note-review").await;
    app.click("[data-testid=confirm-sign]").await;
    app.gone("[data-region=pane]").await;
    app.choose_section(4).await;
    app.open_by("[data-testid=note-row]", "[data-testid=add-addendum]")
        .await;
    inspector.look(app, "note-signed").await;
    app.open_by("[data-testid=add-addendum]", "#addendum-text")
        .await;
    app.type_into("#addendum-text", "Chest film seen at 12:20: no change.")
        .await;
    inspector.look(app, "addendum").await;
    app.click("[data-testid=sign-addendum]").await;
    app.gone("[data-region=pane]").await;
}

async fn sheets(app: &App, ward: &Ward, inspector: &mut Inspector) {
    app.press("Ctrl+k").await;
    app.focus_in("[data-testid=palette-input]").await;
    inspector.look(app, "palette-commands").await;
    app.keys(&ward.families[1]).await;
    app.read("[data-testid=palette-patient]", &ward.families[1])
        .await;
    inspector.look(app, "palette").await;
    app.keys(" nobody of that name").await;
    app.gone("[data-testid=palette-patient]").await;
    inspector.look(app, "palette-nobody").await;
    app.press("Esc").await;
    for (chord, name) in [
        ("Alt+3", "sync"),
        ("Alt+4", "settings"),
        ("F1", "shortcuts"),
    ] {
        app.press(chord).await;
        app.see("dialog[open]").await;
        inspector.look(app, name).await;
        app.press("Esc").await;
        app.gone("dialog[open]").await;
    }
}

async fn without_network(app: &App, ward: &Ward, inspector: &mut Inspector) {
    ward.hospital.plug.pull();
    // The banner that says so moves everything below it, and a click that is under way misses.
    app.read("[data-testid=status-network]", "Offline").await;
    app.choose_section(1).await;
    app.record_vitals("26", "38.7").await;
    inspector.look(app, "chart-offline").await;
    app.write_note("Half a thought about potassium").await;
    inspector.look(app, "note-offline").await;
    app.press("Alt+3").await;
    app.see("[data-testid=sync-item]").await;
    inspector.look(app, "sync-offline").await;
    app.press("Esc").await;
    app.press("Alt+Left").await;
    app.see("[data-testid=ward-row]").await;
    inspector.look(app, "ward-offline").await;
}

/// Until the workstation holds the person off.
async fn wrong_passwords(app: &App, ward: &Ward, inspector: &mut Inspector) {
    app.lock().await;
    inspector.watch(app).await;
    inspector.look(app, "lock-offline").await;
    let problem = "[data-testid=unlock-problem]";
    app.type_into("#password", "not the password").await;
    app.click("#unlock").await;
    app.see(problem).await;
    inspector.look(app, "lock-wrong").await;
    app.until_after("hold off", async || {
        app.type_into("#password", "not the password").await;
        app.click("#unlock").await;
        app.see(problem).await;
        app.ask("return document.querySelector('[data-testid=unlock-problem]').textContent")
            .await
            .to_string()
            .contains("Wait")
    })
    .await;
    inspector.look(app, "lock-held-off").await;
    app.click("[aria-label='Also on this workstation'] button")
        .await;
    app.see("#username").await;
    inspector.look(app, "lock-someone-else").await;
    assert!(
        !app.holds(ward.first()).await,
        "a lock screen shows no patient"
    );
}
