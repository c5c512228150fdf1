//! The app as it ships: its own binary, nothing in between, started with folders of its own so that
//! whatever it leaves can be counted. Nothing drives it; a person types.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use charthold_testkit::hospital::DemoPerson;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use x11rb::protocol::xproto::Window;

use crate::desk::Desk;
use crate::process::{children_of, copies_in, is_alive};

pub(crate) const WEB_PROCESS: &str = "WebKitWebProcess";
const NETWORK_PROCESS: &str = "WebKitNetworkProcess";
/// The colour of the one primary button of the lock screen, in the light theme.
const ACCENT: u32 = 0x0014_599e;
/// Fewer than that button has, more than anything else on a screen.
const BUTTON: usize = 6000;
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);

/// Where a program may leave things: each variable and its folder.
const FOLDERS: [(&str, &str); 6] = [
    ("HOME", "home"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
    ("TMPDIR", "tmp"),
];

pub(crate) struct Bare {
    app: Child,
    folders: TempDir,
    pub(crate) desk: Desk,
    window: Window,
}

impl Bare {
    /// Starts the app over `home` and waits for its lock screen.
    pub(crate) async fn start(home: &Path) -> Self {
        let folders = tempfile::tempdir().expect("a folder for what it leaves");
        let mut command = Command::new(env!("CARGO_BIN_EXE_charthold"));
        command.env("CHARTHOLD_HOME", home).stdout(Stdio::null());
        for (variable, name) in FOLDERS {
            let folder = folders.path().join(name);
            std::fs::create_dir(&folder).expect("a folder can be made");
            command.env(variable, folder);
        }
        let app = command.spawn().expect("the app starts");
        let desk = Desk::sit_down();
        let mut polls = tokio::time::interval(POLL);
        let opened = async {
            loop {
                polls.tick().await;
                if let Some(window) = desk.window_of(app.id()) {
                    return window;
                }
            }
        };
        let window = tokio::time::timeout(PATIENCE, opened)
            .await
            .expect("the app opens a window");
        let bare = Self {
            app,
            folders,
            desk,
            window,
        };
        bare.see_the_lock_screen().await;
        bare
    }

    /// Waits until the lock screen is painted, and gives it the keyboard.
    pub(crate) async fn see_the_lock_screen(&self) {
        self.until("the lock screen is painted", || {
            self.desk.pixels_of(self.window, ACCENT) > BUTTON
        })
        .await;
        self.desk.focus(self.window);
    }

    /// Signs a person in who was never here, by the keyboard.
    pub(crate) fn sign_in(&self, person: &DemoPerson) {
        self.desk.type_text(person.username);
        self.desk.press_tab();
        self.desk.type_text(person.password);
        self.desk.press_enter();
    }

    /// The web process the window shows now.
    pub(crate) fn web_process(&self) -> Option<u32> {
        children_of(self.app.id(), WEB_PROCESS).into_iter().next()
    }

    /// Waits until the web process `before` is gone; answers the one in its place.
    pub(crate) async fn another_web_process(&self, before: u32) -> u32 {
        self.until("the web process ended", || !is_alive(before))
            .await;
        self.until("another took its place", || self.web_process().is_some())
            .await;
        self.web_process().expect("it was there a moment ago")
    }

    /// Waits until `text` is in the memory of the web process.
    pub(crate) async fn see(&self, text: &str) {
        self.see_after(text, || ()).await;
    }

    /// As [`Self::see`], doing `act` before each look.
    pub(crate) async fn see_after(&self, text: &str, act: impl Fn()) {
        self.until("the window shows the text", || {
            act();
            let process = self.web_process();
            process.is_some_and(|process| copies_in(process, &[text]) > 0)
        })
        .await;
    }

    /// Copies of `texts` in the app, in the web process and in the network process.
    pub(crate) fn copies(&self, texts: &[&str]) -> Copies {
        let of = |name| -> usize {
            let processes = children_of(self.app.id(), name);
            processes
                .into_iter()
                .map(|process| copies_in(process, texts))
                .sum()
        };
        Copies {
            app: copies_in(self.app.id(), texts),
            web: of(WEB_PROCESS),
            network: of(NETWORK_PROCESS),
        }
    }

    /// The app, its web process and its network process, as far as they are there.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let children = [WEB_PROCESS, NETWORK_PROCESS];
        let of = |name| children_of(self.app.id(), name);
        let mut all = vec![self.app.id()];
        all.extend(children.into_iter().flat_map(of));
        all
    }

    /// Every file it left outside its home.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folders.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("it can be listed") {
                let entry = entry.expect("it can be listed");
                if entry.file_type().expect("it has a type").is_dir() {
                    folders.push(entry.path());
                } else {
                    files.push(entry.path());
                }
            }
        }
        files
    }

    /// Closes the window; the app ends with it, and ends well.
    pub(crate) async fn close(self) {
        let page = self.web_process();
        self.desk.close(self.window);
        self.ends_well(page).await;
    }

    /// Ends the app as an operating system does that shuts down.
    pub(crate) async fn terminate(self) {
        let app = i32::try_from(self.app.id()).ok().and_then(Pid::from_raw);
        let app = app.expect("a process has a number");
        let page = self.web_process();
        kill_process(app, Signal::TERM).expect("it can be told");
        self.ends_well(page).await;
    }

    /// The app, and the process that showed its page.
    async fn ends_well(mut self, page: Option<u32>) {
        let mut polls = tokio::time::interval(POLL);
        let ended = async {
            loop {
                polls.tick().await;
                if let Some(status) = self.app.try_wait().expect("its state can be asked") {
                    return status;
                }
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ended).await;
        let status = ended.expect("an app without a window ends");
        assert!(status.success(), "{status}");
        let gone = async {
            while page.is_some_and(is_alive) {
                polls.tick().await;
            }
        };
        let gone = tokio::time::timeout(PATIENCE, gone).await;
        gone.expect("what was shown does not outlive the window");
    }

    pub(crate) async fn until(&self, what: &str, happened: impl Fn() -> bool) {
        let mut polls = tokio::time::interval(POLL);
        let waited = async {
            while !happened() {
                polls.tick().await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waited).await;
        assert!(waited.is_ok(), "not within a minute: {what}");
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.app.kill();
        let _ = self.app.wait();
    }
}

/// Where text was found, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Copies {
    pub(crate) app: usize,
    pub(crate) web: usize,
    pub(crate) network: usize,
}
