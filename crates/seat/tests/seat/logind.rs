//! As much of logind as the watch asks, with the words of the real one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::pipe;
use std::os::fd::OwnedFd;

use tokio::net::unix::pipe::Receiver;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::connection::Connection;
use zbus::fdo;
use zbus::interface;
use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use crate::daemon::Daemon;

const NAME: &str = "org.freedesktop.login1";
const MANAGER: &str = "/org/freedesktop/login1";
const OURS: &str = "/org/freedesktop/login1/session/c7";
const ANOTHER: &str = "/org/freedesktop/login1/session/c8";

pub(crate) struct Logind {
    bus: Connection,
    delays: UnboundedReceiver<Given>,
}

impl Logind {
    /// Serves it on the bus; the lid is open, and our session has the screen.
    pub(crate) async fn serve(daemon: &Daemon) -> Self {
        Self::serve_with(daemon, true).await
    }

    /// As [`Self::serve`], with another session on the screen unless ours is `active`.
    pub(crate) async fn serve_with(daemon: &Daemon, active: bool) -> Self {
        let (given, delays) = unbounded_channel();
        let manager = Manager {
            given,
            lid_closed: false,
        };
        let session = |active| Session {
            active,
            locked_hint: false,
        };
        let bus = daemon
            .guest()
            .serve_at(MANAGER, manager)
            .and_then(|bus| bus.serve_at(OURS, session(active)))
            .and_then(|bus| bus.serve_at(ANOTHER, session(true)))
            .and_then(|bus| bus.name(NAME))
            .expect("names and paths are right");
        let bus = bus.build().await.expect("the bus takes it");
        Self { bus, delays }
    }

    /// The next delay of sleep that was asked for. It is asked for last, so the watch listens by then.
    pub(crate) async fn delayed(&mut self) -> Delay {
        let (asked, held) = self.delays.recv().await.expect("it is served");
        let held = Receiver::from_owned_fd(held).expect("a pipe can be waited for");
        Delay { asked, held }
    }

    /// The first delay that was asked for and is held still. Who hears late that a service came asks for one twice, and lets go of the
    /// one it had when it has the other.
    pub(crate) async fn held(&mut self) -> Delay {
        loop {
            let delay = self.delayed().await;
            if delay.is_held() {
                return delay;
            }
        }
    }

    /// Leaves the bus.
    pub(crate) async fn end(self) {
        self.bus.close().await.expect("it can be left");
    }

    pub(crate) async fn prepare_for_sleep(&self, start: bool) {
        let manager = self.manager().await;
        let emitter = manager.signal_emitter();
        let said = Manager::prepare_for_sleep(emitter, start).await;
        said.expect("it is said");
    }

    pub(crate) async fn lid(&self, closed: bool) {
        let manager = self.manager().await;
        manager.get_mut().await.lid_closed = closed;
        let said = manager
            .get()
            .await
            .lid_closed_changed(manager.signal_emitter())
            .await;
        said.expect("it is said");
    }

    /// The lid is another, and its new state is not in what is said.
    pub(crate) async fn lid_without_a_word(&self, closed: bool) {
        let manager = self.manager().await;
        manager.get_mut().await.lid_closed = closed;
        let interface = "org.freedesktop.login1.Manager".try_into().expect("a name");
        let unsaid = Cow::Borrowed(&["LidClosed"][..]);
        let emitter = manager.signal_emitter();
        let said =
            fdo::Properties::properties_changed(emitter, interface, HashMap::new(), unsaid).await;
        said.expect("it is said");
    }

    pub(crate) async fn lock(&self) {
        let session = self.session(OURS).await;
        let said = Session::lock(session.signal_emitter()).await;
        said.expect("it is said");
    }

    pub(crate) async fn unlock(&self) {
        let session = self.session(OURS).await;
        let said = Session::unlock(session.signal_emitter()).await;
        said.expect("it is said");
    }

    pub(crate) async fn lock_another(&self) {
        let session = self.session(ANOTHER).await;
        let said = Session::lock(session.signal_emitter()).await;
        said.expect("it is said");
        session.get_mut().await.active = false;
        let said = session
            .get()
            .await
            .active_changed(session.signal_emitter())
            .await;
        said.expect("it is said");
    }

    pub(crate) async fn locked_hint(&self, locked: bool) {
        let session = self.session(OURS).await;
        session.get_mut().await.locked_hint = locked;
        let said = session
            .get()
            .await
            .locked_hint_changed(session.signal_emitter())
            .await;
        said.expect("it is said");
    }

    pub(crate) async fn active(&self, active: bool) {
        let session = self.session(OURS).await;
        session.get_mut().await.active = active;
        let said = session
            .get()
            .await
            .active_changed(session.signal_emitter())
            .await;
        said.expect("it is said");
    }

    async fn manager(&self) -> InterfaceRef<Manager> {
        let server = self.bus.object_server();
        server.interface(MANAGER).await.expect("it is served")
    }

    async fn session(&self, path: &str) -> InterfaceRef<Session> {
        let server = self.bus.object_server();
        server.interface(path).await.expect("it is served")
    }
}

/// What was asked, and the other end of what was given; the bus is served outside of tokio, which alone can wait for it.
type Given = ((String, String), OwnedFd);

/// A delay of sleep that was given out.
pub(crate) struct Delay {
    /// What is inhibited, and how.
    pub(crate) asked: (String, String),
    held: Receiver,
}

impl Delay {
    /// Whether it is held still.
    pub(crate) fn is_held(&self) -> bool {
        let mut byte = [0];
        let read = self.held.try_read(&mut byte);
        read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    }

    /// Returns when it was let go of.
    pub(crate) async fn let_go(&self) {
        while self.is_held() {
            self.held
                .readable()
                .await
                .expect("a pipe can be waited for");
        }
    }
}

struct Manager {
    given: UnboundedSender<Given>,
    lid_closed: bool,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    #[expect(clippy::unused_self, reason = "an interface's methods have one")]
    fn get_session(&self, id: &str) -> fdo::Result<OwnedObjectPath> {
        match id {
            "c7" => Ok(ObjectPath::from_static_str_unchecked(OURS).into()),
            _ => Err(fdo::Error::Failed("no such session".to_owned())),
        }
    }

    fn inhibit(
        &self,
        what: String,
        _who: &str,
        _why: &str,
        mode: String,
    ) -> zbus::zvariant::OwnedFd {
        let (held, given) = pipe().expect("there is a pipe");
        let asked = (what, mode);
        let _ = self.given.send((asked, held.into()));
        OwnedFd::from(given).into()
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;

    #[zbus(property)]
    fn lid_closed(&self) -> bool {
        self.lid_closed
    }
}

struct Session {
    active: bool,
    locked_hint: bool,
}

#[interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(signal)]
    async fn lock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn unlock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(property)]
    fn active(&self) -> bool {
        self.active
    }

    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.locked_hint
    }
}
