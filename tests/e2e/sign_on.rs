//! Signing on in the window: the hospital's own page in a browser, a real provider behind it, and the password of this workstation. The
//! browser is ours, started as any is, and by keys alone. With `CHARTHOLD_SHOTS` set, a picture of each is kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use charthold_testkit::{Provider, sign_in_at};

use crate::driver::{App, Theme};
use crate::hospital::Ward;

const HERE: &str = "seven herons by the weir";
const FIRST_ROW: &str = "[data-testid=ward-row]:first-child";
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// What the desktop opens pages with: it writes down which.
struct Browser {
    folder: tempfile::TempDir,
}

impl Browser {
    fn install() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder for a browser");
        let browser = Self { folder };
        let page = browser.page();
        let script = format!(
            "#!/bin/sh\nprintf '%s' \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n",
            page.display()
        );
        let program = browser.folder.path().join("xdg-open");
        std::fs::write(&program, script).expect("it can be written");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, mode).expect("it can be run");
        browser
    }

    fn page(&self) -> PathBuf {
        self.folder.path().join("page")
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Waits for a page, and signs in there.
    async fn sign_in(&self, username: &str) {
        let page = self.shown().await;
        sign_in_at(&page, username).await.expect("it gets there");
    }

    /// Waits for a page.
    async fn shown(&self) -> String {
        let mut polls = tokio::time::interval(POLL);
        let shown = async {
            loop {
                polls.tick().await;
                if let Ok(page) = std::fs::read_to_string(self.page()) {
                    return page;
                }
            }
        };
        let page = tokio::time::timeout(PATIENCE, shown).await;
        let page = page.expect("a page is shown");
        std::fs::remove_file(self.page()).expect("it was read");
        page
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hospitals_page_and_a_password_of_the_workstation_let_somebody_in() {
    let provider = Provider::start().expect("Node and its packages are there");
    let ward = Ward::signing_on(&provider, 4).await;
    let browser = Browser::install();
    let app = App::open_with(&ward.home, Theme::Light, Some(browser.path())).await;
    app.see("#username").await;
    app.picture("lock-sign-on").await;
    app.focus_in("#username").await;
    app.click("[data-testid=sign-on]").await;
    app.see("[data-testid=at-the-page]").await;
    app.picture("lock-at-the-page").await;
    // Once in vain: they give up, and begin anew.
    browser.shown().await;
    app.focus_in("button").await;
    app.press("Enter").await;
    app.see("#username").await;
    app.click("[data-testid=sign-on]").await;
    browser.sign_in(ward.nurse.username).await;
    app.focus_in("#password").await;
    app.picture("lock-choose-password").await;
    app.keys(HERE).await;
    app.press("Tab").await;
    app.keys(HERE).await;
    app.press("Enter").await;
    app.see(FIRST_ROW).await;

    app.lock().await;
    app.focus_in("#password").await;
    app.picture("lock-local-password").await;
    app.keys(HERE).await;
    app.press("Enter").await;
    app.see(FIRST_ROW).await;
    app.close().await;
}
