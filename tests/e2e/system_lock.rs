//! The desktop's own lock: a screen saver that starts on the session's bus locks the window, and what was being typed is there again.

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use zbus::connection::Builder;
use zbus::interface;
use zbus::object_server::SignalEmitter;

use crate::driver::App;
use crate::hospital::Ward;

const NAME: &str = "org.freedesktop.ScreenSaver";
const PATH: &str = "/org/freedesktop/ScreenSaver";
const TYPED: &str = "Half a thought about magnesium";
const LAST_WORDS: &str = ", given at the last mome";

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_saver_locks_the_window_and_what_was_typed_is_there_after_unlocking() {
    let ward = Ward::with(2).await;
    let app = App::open(&ward.home).await;
    app.sign_in(&ward.nurse).await;
    app.see("[data-testid=ward-row][data-kind=open]").await;
    app.open_first_chart().await;
    app.write_note(TYPED).await;

    let (asked, mut questions) = unbounded_channel();
    let saver = Builder::session()
        .and_then(|bus| bus.serve_at(PATH, ScreenSaver { asked }))
        .and_then(|bus| bus.name(NAME))
        .expect("there is a session bus");
    let saver = saver.build().await.expect("the bus takes it");
    // The app asks a screen saver that comes, and listens by then.
    questions.recv().await.expect("it is served");
    let emitter = SignalEmitter::new(&saver, PATH).expect("a path");
    // In the middle of a word: not saved yet when the screen saver comes.
    let whole = format!("{TYPED}{LAST_WORDS}");
    app.type_into("[data-testid=note-section-0]", &whole).await;
    app.lock_by(async || {
        let said = ScreenSaver::active_changed(&emitter, true).await;
        said.expect("it is said");
    })
    .await;
    app.read(
        "[data-testid=lock-screen]",
        "the computer was locked, put to sleep or handed over",
    )
    .await;
    app.picture("lock-with-system").await;
    for text in [ward.first(), "magnesium"] {
        assert!(!app.holds(text).await, "a lock screen shows no patient");
    }
    app.sign_in(&ward.nurse).await;
    let note = app.see("[data-testid=note-section-0]").await;
    let value = note.prop("value").await.expect("it has a value");
    assert_eq!(value, Some(whole));
    assert!(
        !app.holds("could not be saved").await,
        "nothing was lost, and nobody is told so"
    );
    app.close().await;
}

struct ScreenSaver {
    asked: UnboundedSender<()>,
}

#[interface(name = "org.freedesktop.ScreenSaver")]
impl ScreenSaver {
    fn get_active(&self) -> bool {
        let _ = self.asked.send(());
        false
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}
