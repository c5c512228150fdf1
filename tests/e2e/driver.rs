//! The app under WebDriver: one tauri-driver, one window, ended when the test ends.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use thirtyfour::prelude::*;

use crate::bare::WEB_PROCESS;
use crate::desk::Desk;
use crate::process::{children_of, is_alive};

/// Longest wait for anything to appear: a dev build on a loaded machine is slow, not wrong.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a click may take to show.
const SOON: Duration = Duration::from_secs(5);
/// What a page says of itself when a test waits in vain: where the focus is, and what it tells its user.
const SHOWN: &str = "const words = [...document.querySelectorAll('[role=alert], [role=status], dialog[open] h2')]; \
return { focus: document.activeElement?.outerHTML.slice(0, 120), \
told: words.map((each) => each.textContent.slice(0, 160)).filter((text) => text !== '') }";
const POLL: Duration = Duration::from_millis(100);
/// Two frames: the picture of one may show what was there before.
const PAINTED: &str = "const done = arguments[arguments.length - 1]; \
document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

pub(crate) struct App {
    pub(crate) page: WebDriver,
    driver: Child,
}

impl App {
    /// Opens the app over the workstation home at `home`.
    pub(crate) async fn open(home: &Path) -> Self {
        Self::open_in(home, Theme::Light).await
    }

    /// As [`Self::open`], on a desktop of that theme.
    pub(crate) async fn open_in(home: &Path, theme: Theme) -> Self {
        Self::open_with(home, theme, None).await
    }

    /// As [`Self::open_in`], with programs of the folder `first` before the system's.
    pub(crate) async fn open_with(home: &Path, theme: Theme, first: Option<&Path>) -> Self {
        // The WebDriver client insists on a process-wide provider, though it speaks plain HTTP. A
        // second test finds the first one's.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (port, native) = (free_port(), free_port());
        let program = std::env::var_os("TAURI_DRIVER").expect("cargo xtask test sets TAURI_DRIVER");
        let mut driver = Command::new(program)
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
            ])
            .env("CHARTHOLD_HOME", home)
            .env("GTK_THEME", theme.of_the_desktop())
            .env("PATH", path_with(first))
            .stdout(Stdio::null())
            .spawn()
            .expect("tauri-driver starts");
        let url = format!("http://127.0.0.1:{port}");
        let mut capabilities = Capabilities::new();
        let options = serde_json::json!({ "application": env!("CARGO_BIN_EXE_charthold") });
        capabilities
            .set("tauri:options", options)
            .expect("an option can be set");
        let mut tries = tokio::time::interval(POLL);
        let page = loop {
            tries.tick().await;
            if let Ok(page) = WebDriver::new(&url, capabilities.clone()).await {
                break page;
            }
            let ended = driver.try_wait().expect("its state can be asked");
            assert!(ended.is_none(), "tauri-driver ended: {ended:?}");
        };
        Self { page, driver }
    }

    /// The element, once it is there.
    pub(crate) async fn see(&self, css: &str) -> WebElement {
        self.see_within(PATIENCE, css).await
    }

    /// As [`Self::see`], for what a minute is too short for.
    pub(crate) async fn see_within_two_minutes(&self, css: &str) -> WebElement {
        self.see_within(2 * PATIENCE, css).await
    }

    async fn see_within(&self, patience: Duration, css: &str) -> WebElement {
        // While a page takes the place of another, looking fails: the new one is looked into next.
        self.until_some(patience, (css, "be seen"), async || {
            self.page.find(By::Css(css)).await.map(Some)
        })
        .await
    }

    /// Clicks it, once it is there and takes the click: the page may draw it anew meanwhile.
    pub(crate) async fn click(&self, css: &str) {
        self.until(css, "be clicked", async || {
            self.page.find(By::Css(css)).await?.click().await?;
            Ok(true)
        })
        .await;
    }

    /// Clicks `button` until `wanted` is there: a click may fall on a button that is being drawn anew.
    pub(crate) async fn open_by(&self, button: &str, wanted: &str) {
        self.until(wanted, "be opened", async || {
            if self.page.find(By::Css(wanted)).await.is_ok() {
                return Ok(true);
            }
            self.page.find(By::Css(button)).await?.click().await?;
            self.page
                .query(By::Css(wanted))
                .wait(SOON, POLL)
                .first()
                .await
                .map(|_| true)
        })
        .await;
    }

    /// Types into it, once it is there and takes the keys.
    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        self.until(css, "be typed into", async || {
            let field = self.page.find(By::Css(css)).await?;
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(true)
        })
        .await;
    }

    async fn until(&self, css: &str, what: &str, act: impl AsyncFn() -> WebDriverResult<bool>) {
        self.until_some(PATIENCE, (css, what), async || {
            Ok(act().await?.then_some(()))
        })
        .await;
    }

    async fn until_some<T>(
        &self,
        patience: Duration,
        (css, what): (&str, &str),
        act: impl AsyncFn() -> WebDriverResult<Option<T>>,
    ) -> T {
        let mut polls = tokio::time::interval(POLL);
        let mut last = None;
        let done = async {
            loop {
                polls.tick().await;
                match act().await {
                    Ok(Some(done)) => return done,
                    Ok(None) => last = None,
                    Err(error) => last = Some(error),
                }
            }
        };
        if let Ok(done) = tokio::time::timeout(patience, done).await {
            return done;
        }
        self.picture("failed").await;
        let shown = self.page.execute(SHOWN, Vec::new()).await;
        let shown = shown.map(|answer| answer.json().clone());
        panic!("{css} never could {what}: {last:?}; {shown:?}");
    }

    /// Waits until the element's text contains `text`, whatever its case: family names are stored as
    /// written and shown in capitals.
    pub(crate) async fn read(&self, css: &str, text: &str) {
        let mut polls = tokio::time::interval(POLL);
        let looked = async {
            loop {
                polls.tick().await;
                if contains(&self.text(css).await, text) {
                    return;
                }
            }
        };
        let seen = tokio::time::timeout(PATIENCE, looked).await;
        assert!(
            seen.is_ok(),
            "{css} never says {text:?}: {:?}",
            self.text(css).await
        );
    }

    /// Waits until nothing matches any more.
    pub(crate) async fn gone(&self, css: &str) {
        self.until(css, "go", async || {
            Ok(self.page.find_all(By::Css(css)).await?.is_empty())
        })
        .await;
    }

    async fn text(&self, css: &str) -> String {
        match self.page.find(By::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Presses a chord as "Ctrl+Enter", "Alt+Left", "F6" or "?".
    pub(crate) async fn press(&self, chord: &str) {
        let mut keys: Vec<&str> = chord.split('+').collect();
        let last = keys.pop().expect("a chord has a key");
        let mut actions = self.page.action_chain();
        for held in &keys {
            actions = actions.key_down(key(held));
        }
        actions = actions.key_down(key(last)).key_up(key(last));
        for held in keys.iter().rev() {
            actions = actions.key_up(key(held));
        }
        actions.perform().await.expect("keys can be pressed");
    }

    /// Types where the focus is.
    pub(crate) async fn keys(&self, text: &str) {
        let actions = self.page.action_chain().send_keys(text);
        actions.perform().await.expect("keys can be typed");
    }

    /// Waits until the focus is in an element that matches.
    pub(crate) async fn focus_in(&self, css: &str) {
        let script = "return document.activeElement?.closest(arguments[0]) != null";
        self.until(css, "have the focus", async || {
            let found = self.page.execute(script, vec![css.into()]).await?;
            Ok(found.json().as_bool() == Some(true))
        })
        .await;
    }

    /// Locks by hand.
    pub(crate) async fn lock(&self) {
        self.lock_by(async || self.press("Ctrl+l").await).await;
    }

    /// Has `act` lock, and waits for the page that takes the place of this one: this one shows a lock screen, too, before it
    /// goes, and what a test does to it is lost.
    pub(crate) async fn lock_by(&self, act: impl AsyncFnOnce()) {
        self.mark_page().await;
        act().await;
        self.another_lock_screen().await;
    }

    /// What is asked of this page from here on is not asked of another.
    pub(crate) async fn mark_page(&self) {
        self.ask("window.isLeft = true").await;
    }

    /// Waits for a lock screen on another page than the one that was marked.
    pub(crate) async fn another_lock_screen(&self) {
        let script =
            "return !window.isLeft && document.querySelector('[data-testid=lock-screen]') !== null";
        self.until("the lock screen", "be on a page of its own", async || {
            let is_new = self.page.execute(script, Vec::new()).await?;
            Ok(is_new.json().as_bool() == Some(true))
        })
        .await;
    }

    /// What a script answers.
    pub(crate) async fn ask(&self, script: &str) -> serde_json::Value {
        let answer = self.page.execute(script, Vec::new()).await;
        answer.expect("a script runs").json().clone()
    }

    /// What a script answers later.
    pub(crate) async fn ask_later(&self, script: &str) -> serde_json::Value {
        let answer = self.page.execute_async(script, Vec::new()).await;
        answer.expect("a script runs").json().clone()
    }

    /// Sizes the window, and waits until it is painted at that size.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.page
            .set_window_rect(0, 0, width, height)
            .await
            .expect("a window has a size");
        let script = format!("return innerWidth === {width} && innerHeight === {height}");
        self.until("the window", "be sized", async || {
            let sized = self.page.execute(&script, Vec::new()).await?;
            Ok(sized.json().as_bool() == Some(true))
        })
        .await;
        self.ask_later(PAINTED).await;
    }

    /// Does `act` again and again until it says that it is done.
    pub(crate) async fn until_after(&self, what: &str, act: impl AsyncFn() -> bool) {
        self.until("the window", what, async || Ok(act().await))
            .await;
    }

    /// Whether `text` is anywhere in the page, markup and fields included.
    pub(crate) async fn holds(&self, text: &str) -> bool {
        contains(
            &self.page.source().await.expect("the page has a source"),
            text,
        )
    }

    /// Keeps a picture of the window where `CHARTHOLD_SHOTS` says, if it does.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("CHARTHOLD_SHOTS") {
            let file = Path::new(&folder).join(format!("{name}.png"));
            self.page.screenshot(&file).await.expect("a picture");
        }
    }

    /// Asks the window to close, as a person does.
    pub(crate) fn press_the_cross(&self) {
        let desk = Desk::sit_down();
        let mut apps = self.processes().into_iter();
        let window = apps.find_map(|app| desk.window_of(app));
        desk.close(window.expect("the app has a window"));
    }

    /// Waits until the app has ended by itself.
    pub(crate) async fn ends(&self) {
        let mut polls = tokio::time::interval(POLL);
        let ended = async {
            while self.processes().into_iter().any(is_alive) {
                polls.tick().await;
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ended).await;
        ended.expect("an app without a window ends");
    }

    /// What shows the page.
    pub(crate) fn web_process(&self) -> Option<u32> {
        let mut apps = self.processes().into_iter();
        apps.find_map(|app| children_of(app, WEB_PROCESS).into_iter().next())
    }

    /// The app, below the native driver.
    fn processes(&self) -> Vec<u32> {
        children_of(self.driver.id(), "WebKitWebDriver")
            .into_iter()
            .flat_map(|native| children_of(native, "charthold"))
            .collect()
    }

    /// Closes the window and waits for the driver to end.
    pub(crate) async fn close(self) {
        self.page.clone().quit().await.expect("the window closes");
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let apps = self.processes();
        // Asked, not killed: it ends the native driver below it, also after a failed test.
        let _ = kill_process(Pid::from_child(&self.driver), Signal::TERM);
        let _ = self.driver.wait();
        // A failed test leaves its app open; and a session that ends while its page is being replaced (a lock
        // under way) takes the web process and leaves the window. A window that a person closes: `Bare::close`.
        for app in apps {
            if let Some(app) = i32::try_from(app).ok().and_then(Pid::from_raw) {
                let _ = kill_process(app, Signal::KILL);
            }
        }
    }
}

/// What the desktop looks like before a person has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    const fn of_the_desktop(self) -> &'static str {
        match self {
            Self::Light => "Adwaita",
            Self::Dark => "Adwaita:dark",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

fn key(name: &str) -> char {
    match name {
        "Ctrl" => Key::Control.value(),
        "Alt" => Key::Alt.value(),
        "Shift" => Key::Shift.value(),
        "Enter" => Key::Enter.value(),
        "Tab" => Key::Tab.value(),
        "Esc" => Key::Escape.value(),
        "Space" => Key::Space.value(),
        "Left" => Key::Left.value(),
        "Up" => Key::Up.value(),
        "Down" => Key::Down.value(),
        "End" => Key::End.value(),
        "F1" => Key::F1.value(),
        "F6" => Key::F6.value(),
        letter => letter.chars().next().expect("a key has a name"),
    }
}

fn contains(whole: &str, part: &str) -> bool {
    whole.to_lowercase().contains(&part.to_lowercase())
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("it has an address").port()
}

fn path_with(first: Option<&Path>) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = first.map(Path::to_owned).into_iter();
    let all = folders.chain(std::env::split_paths(&path));
    std::env::join_paths(all).expect("folders have no colon")
}
