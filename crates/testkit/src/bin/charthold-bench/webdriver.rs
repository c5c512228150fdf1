//! WebKit's own WebDriver, and a window under it: the app's, or MiniBrowser's with a page that has
//! one field. Both are driven alike, so what driving costs is in both.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use charthold_store::Home;
use thirtyfour::prelude::*;

/// A running WebKitWebDriver.
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

/// What is opened.
pub(crate) enum Program<'a> {
    /// The app.
    App(&'a Path),
    /// WebKit's own browser, on the page at this address.
    MiniBrowser(&'a str),
}

impl Driver {
    /// Starts one; the app it opens works on `home`.
    ///
    /// # Errors
    /// When it is not installed or does not answer.
    pub(crate) async fn start(home: &Path) -> Result<Self> {
        // The client insists on a process-wide provider, though it speaks plain HTTP. A second
        // driver finds the first one's.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("CHARTHOLD_HOME", home)
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting WebKitWebDriver")?;
        let driver = Self { process, port };
        let listens = async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok()
        };
        until("WebKitWebDriver listens", listens).await?;
        Ok(driver)
    }

    /// Opens a window.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) async fn open(&self, program: &Program<'_>) -> Result<WebDriver> {
        let options = match program {
            Program::App(binary) => serde_json::json!({ "binary": binary, "args": [] }),
            Program::MiniBrowser(_) => {
                serde_json::json!({ "binary": mini_browser()?, "args": ["--automation"] })
            }
        };
        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", options)?;
        let url = format!("http://127.0.0.1:{}", self.port);
        let page = WebDriver::new(&url, capabilities)
            .await
            .context("opening a window")?;
        if let Program::MiniBrowser(address) = program {
            page.goto(*address).await?;
        }
        Ok(page)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked, not killed: it ends the window below it.
        let process = rustix::process::Pid::from_child(&self.process);
        let _ = rustix::process::kill_process(process, rustix::process::Signal::TERM);
        let _ = self.process.wait();
    }
}

/// WebKit's own browser, which the distribution keeps beside the library.
///
/// # Errors
/// When it is not there.
pub(crate) fn mini_browser() -> Result<PathBuf> {
    let places = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64",
        "/usr/libexec",
    ];
    places
        .iter()
        .map(|place| Path::new(place).join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| path.is_file())
        .context("finding WebKit's MiniBrowser")
}

/// Waits until the app that was closed has let go of its home.
///
/// # Errors
/// When it does not.
pub(crate) async fn until_free(home: &Path) -> Result<()> {
    let home = Home::at(home.to_owned());
    until("the app lets go of its home", async || {
        home.lock("charthold-bench").is_ok()
    })
    .await
}

/// Waits until `is_so`.
///
/// # Errors
/// When it never is.
pub(crate) async fn until(what: &str, is_so: impl AsyncFn() -> bool) -> Result<()> {
    let mut polls = tokio::time::interval(POLL);
    let asking = async {
        while !is_so().await {
            polls.tick().await;
        }
    };
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(()) => Ok(()),
        Err(_) => bail!("waited in vain until {what}"),
    }
}

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(60);
/// Finer than anything that is told apart here.
const POLL: Duration = Duration::from_millis(2);
