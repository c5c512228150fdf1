//! The app under WebDriver: one tauri-driver, one window, ended when the test ends.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use thirtyfour::prelude::*;

/// Longest wait for anything to appear: a dev build on a loaded machine is slow, not wrong.
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(100);

pub(crate) struct App {
    pub(crate) page: WebDriver,
    driver: Child,
}

impl App {
    /// Opens the app over the workstation home at `home`.
    pub(crate) async fn open(home: &Path) -> Self {
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
        page.set_window_rect(0, 0, 1440, 900)
            .await
            .expect("the window has a size");
        Self { page, driver }
    }

    /// The element, once it is there.
    pub(crate) async fn see(&self, css: &str) -> WebElement {
        self.page
            .query(By::Css(css))
            .wait(PATIENCE, POLL)
            .first()
            .await
            .unwrap_or_else(|error| panic!("{css} is not there: {error}"))
    }

    /// Clicks it, once it is there.
    pub(crate) async fn click(&self, css: &str) {
        self.see(css)
            .await
            .click()
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Types into it, once it is there.
    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.clear().await.unwrap_or_else(|e| panic!("{css}: {e}"));
        field
            .send_keys(text)
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Waits until the element's text contains `text`.
    pub(crate) async fn read(&self, css: &str, text: &str) {
        let mut polls = tokio::time::interval(POLL);
        let looked = async {
            loop {
                polls.tick().await;
                if self.text(css).await.contains(text) {
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

    async fn text(&self, css: &str) -> String {
        match self.page.find(By::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Everything in the page, markup included.
    pub(crate) async fn source(&self) -> String {
        self.page.source().await.expect("the page has a source")
    }

    /// Keeps a picture of the window where `CHARTHOLD_SHOTS` says, if it does.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("CHARTHOLD_SHOTS") {
            let file = Path::new(&folder).join(format!("{name}.png"));
            self.page.screenshot(&file).await.expect("a picture");
        }
    }

    /// Closes the window and waits for the driver to end.
    pub(crate) async fn close(mut self) {
        self.page.clone().quit().await.expect("the window closes");
        self.driver.kill().expect("the driver can be ended");
        self.driver.wait().expect("it has ended");
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // A failed test must not leave a driver behind.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("it has an address").port()
}
