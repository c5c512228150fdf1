//! What the screen saver says.

use charthold_seat::Leaving;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::connection::Connection;
use zbus::interface;
use zbus::object_server::SignalEmitter;

use crate::daemon::Daemon;
use crate::watching::Watching;

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_saver_that_starts_is_a_leaving_and_one_that_ends_is_none() {
    for name in ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"] {
        let folder = tempfile::tempdir().expect("a folder");
        let daemon = Daemon::start(folder.path());
        let mut saver = Saver::serve(&daemon, name, false).await;
        let mut watching = Watching::start(folder.path());
        saver.asked().await;
        saver.active_changed(false).await;
        saver.active_changed(true).await;
        saver.active_changed(false).await;
        assert_eq!(watching.left().await, Leaving::ScreenLocked, "{name}");

        // It is asked once more when it comes again, and what was said before is done with by then.
        saver.bus.close().await.expect("it can be left");
        let mut saver = Saver::serve(&daemon, name, false).await;
        saver.asked().await;
        assert_eq!(watching.unasked(), [], "{name}");
        saver.active_changed(true).await;
        assert_eq!(watching.left().await, Leaving::ScreenLocked, "{name} again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_was_covered_before_anybody_listened_is_a_leaving() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut watching = Watching::start(folder.path());
    let daemon = Daemon::start(folder.path());
    let _saver = Saver::serve(&daemon, "org.gnome.ScreenSaver", true).await;
    assert_eq!(watching.left().await, Leaving::ScreenLocked);
}

/// As much of a screen saver as the watch asks.
struct Saver {
    bus: Connection,
    name: &'static str,
    questions: UnboundedReceiver<()>,
}

impl Saver {
    async fn serve(daemon: &Daemon, name: &'static str, active: bool) -> Self {
        let (asked, questions) = unbounded_channel();
        let bus = match name {
            "org.gnome.ScreenSaver" => daemon
                .guest()
                .serve_at(path_of(name), Gnome { asked, active }),
            _ => daemon
                .guest()
                .serve_at(path_of(name), Freedesktop { asked, active }),
        };
        let bus = bus
            .and_then(|bus| bus.name(name))
            .expect("names and paths are right");
        let bus = bus.build().await.expect("the bus takes it");
        Self {
            bus,
            name,
            questions,
        }
    }

    /// Returns when somebody asked whether it is active. The watch asks last, so it listens by then.
    async fn asked(&mut self) {
        self.questions.recv().await.expect("it is served");
    }

    async fn active_changed(&self, active: bool) {
        let emitter = SignalEmitter::new(&self.bus, path_of(self.name)).expect("a path");
        let said = match self.name {
            "org.gnome.ScreenSaver" => Gnome::active_changed(&emitter, active).await,
            _ => Freedesktop::active_changed(&emitter, active).await,
        };
        said.expect("it is said");
    }
}

fn path_of(name: &str) -> String {
    format!("/{}", name.replace('.', "/"))
}

struct Freedesktop {
    asked: UnboundedSender<()>,
    active: bool,
}

#[interface(name = "org.freedesktop.ScreenSaver")]
impl Freedesktop {
    fn get_active(&self) -> bool {
        let _ = self.asked.send(());
        self.active
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}

struct Gnome {
    asked: UnboundedSender<()>,
    active: bool,
}

#[interface(name = "org.gnome.ScreenSaver")]
impl Gnome {
    fn get_active(&self) -> bool {
        let _ = self.asked.send(());
        self.active
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}
