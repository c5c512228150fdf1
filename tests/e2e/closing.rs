//! The cross of the window: what was typed a moment before is saved, the session ends in the audit
//! trail, and no page can hold the window open.

use std::time::Duration;

use charthold_workstation::Secret;
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::timeout;

use crate::bare::Bare;
use crate::driver::App;
use crate::hospital::Ward;
use crate::lock::{PROBLEM, with_canaries};
use crate::process::is_alive;

/// Nothing else in the process says so; in what is stored, it is sealed.
const TYPED: &str = "Quokkas at noon";

const QUESTION: &str = "[data-testid=close-and-lose]";
/// What the core answers when it has no room for a draft.
const FULL_DISK: &str = "const before = window.fetch; \
window.fetch = (target, ...rest) => String(target).includes('note_draft_save') \
  ? Promise.resolve(new Response( \
      JSON.stringify({ code: 'disk-full', what: 'Full.', remedy: 'Free some.', retry: true }), \
      { headers: { 'Tauri-Response': 'error', 'Content-Type': 'application/json' } })) \
  : before(target, ...rest)";

/// Answers first, and then nobody any more.
const NEVER_LETS_GO: &str = "setTimeout(() => { for (;;) {} }, 100)";
/// An answer takes some milliseconds.
const AN_ANSWER: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn text_typed_just_before_the_window_closes_is_there_after_the_next_start() {
    let ward = Ward::with_changed(2, with_canaries).await;
    type_at(&ward).await.close().await;
    is_there_after_the_next_start(&ward).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_typed_just_before_the_system_ends_the_app_is_there_after_the_next_start() {
    let ward = Ward::with_changed(2, with_canaries).await;
    type_at(&ward).await.terminate().await;
    is_there_after_the_next_start(&ward).await;
}

async fn type_at(ward: &Ward) -> Bare {
    let bare = Bare::start(&ward.home).await;
    bare.sign_in(&ward.nurse);
    // The ward takes the keyboard when it is drawn, with its first row chosen.
    bare.see_after(PROBLEM, || bare.desk.press_enter()).await;
    // Until the note takes the keys, no letter of it is a key of the chart.
    bare.see_after(TYPED, || {
        bare.desk.press_alt('n');
        bare.desk.type_text(TYPED);
    })
    .await;
    bare
}

async fn is_there_after_the_next_start(ward: &Ward) {
    the_session_has_an_end(ward).await;
    let bare = Bare::start(&ward.home).await;
    bare.desk.type_text(ward.nurse.password);
    bare.desk.press_enter();
    bare.see(TYPED).await;
    bare.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_hangs_does_not_keep_the_window_open() {
    let ward = Ward::with(2).await;
    let bare = Bare::start(&ward.home).await;
    bare.sign_in(&ward.nurse);
    bare.see(ward.first()).await;
    let page = bare.web_process().expect("something shows the ward");
    let page = i32::try_from(page).ok().and_then(Pid::from_raw);
    let page = page.expect("a process has a number");
    kill_process(page, Signal::STOP).expect("it can be stopped");
    // A stopped process does not see by itself that its window is gone.
    bare.close().await;
    the_session_has_an_end(&ward).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_would_lose_a_note_asks_and_stays() {
    let ward = Ward::with(2).await;
    let app = App::open(&ward.home).await;
    app.sign_in(&ward.nurse).await;
    app.see("[data-testid=ward-row][data-kind=open]").await;
    app.open_first_chart().await;
    app.ask(FULL_DISK).await;
    app.open_by("[data-testid=new-note]", "[data-testid=note-section-0]")
        .await;
    app.type_into("[data-testid=note-section-0]", TYPED).await;

    app.press_the_cross();
    app.see(QUESTION).await;
    app.press_the_cross();
    app.click("dialog footer button:first-child").await;
    app.gone(QUESTION).await;
    let note = app.see("[data-testid=note-section-0]").await;
    let value = note.prop("value").await.expect("it has a value");
    assert_eq!(value.as_deref(), Some(TYPED));

    app.press_the_cross();
    app.click(QUESTION).await;
    the_session_has_an_end(&ward).await;
}

/// Left alone, a web process whose page never lets go ends ten seconds after its window: WebKit's own watchdog.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_never_lets_go_does_not_outlive_the_window() {
    let ward = Ward::with(2).await;
    let app = App::open(&ward.home).await;
    app.sign_in(&ward.nurse).await;
    app.see("[data-testid=ward-row][data-kind=open]").await;
    let page = app.web_process().expect("something shows the ward");
    app.ask(NEVER_LETS_GO).await;
    // Until it answers no more: a page that heard of the end may ask about it first.
    while timeout(AN_ANSWER, app.ask("return 1")).await.is_ok() {}
    app.press_the_cross();
    app.ends().await;
    assert!(!is_alive(page), "it shows the ward to nobody");
    the_session_has_an_end(&ward).await;
}

async fn the_session_has_an_end(ward: &Ward) {
    let station = ward.reopened().await;
    let password = Secret::new(ward.nurse.password.to_owned());
    let entered = station.unlock(ward.nurse.username, password).await;
    entered.expect("the nurse comes in again");
    let events = station.list_audit(None, None, 2);
    let events = events.expect("the trail can be read");
    let newest: Vec<&str> = events.iter().map(|event| event.what.as_str()).collect();
    assert_eq!(newest, ["unlocked", "locked"]);
}
