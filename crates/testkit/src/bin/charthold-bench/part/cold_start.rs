//! P15: from nothing to a lock screen that takes a password, beside MiniBrowser and a static page
//! with one field. Disk caches are warm for both.

use std::path::Path;

use anyhow::{Context as _, Result};
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

use crate::figure::{Figure, Goal, Measure, Outcome, Pair};
use crate::steady::{Floor, in_turns};
use crate::stopwatch::timed_wait;
use crate::webdriver::{Driver, Program, mini_browser, until, until_free};

/// The figure, for the app `app` over the enrolled home at `home`.
///
/// # Errors
/// When a window does not open. A missing MiniBrowser is none: the figure says so.
pub(crate) fn figure(runtime: &Runtime, app: &Path, home: &Path, count: usize) -> Result<Figure> {
    if let Err(error) = mini_browser() {
        return Ok(of(Outcome::not_measured(format!("{error:#}"))));
    }
    let folder = tempfile::tempdir().context("making a folder")?;
    let file = folder.path().join("page.html");
    std::fs::write(&file, PAGE).context("writing the static page")?;
    let address = format!("file://{}", file.display());
    let outcome = in_turns(&mut Floor::Machine, count, || {
        let ours = runtime.block_on(start(home, &Program::App(app)))?;
        let peer = runtime.block_on(start(home, &Program::MiniBrowser(&address)))?;
        Ok(Pair { ours, peer })
    })?;
    Ok(of(outcome))
}

/// What stands for it when there was nothing to start.
pub(crate) fn unmeasured(reason: &str) -> Figure {
    of(Outcome::not_measured(reason))
}

fn of(outcome: Outcome) -> Figure {
    Figure {
        metric: "P15",
        what: "cold start to a lock screen that takes a password".into(),
        peer: "WebKitGTK MiniBrowser with a static page".into(),
        measure: Measure::WallTime,
        goal: Goal::Ratio(1.3),
        outcome,
        remarks: vec![],
    }
}

/// Seconds until the field took a key. The driver is running by then and is not in it.
async fn start(home: &Path, program: &Program<'_>) -> Result<f64> {
    let driver = Driver::start(home).await?;
    let (page, took) = timed_wait(async {
        let page = driver.open(program).await?;
        until("a password can be typed", async || {
            type_a_letter(&page).await.is_ok()
        })
        .await?;
        anyhow::Ok(page)
    })
    .await?;
    page.quit().await.context("closing a window")?;
    drop(driver);
    until_free(home).await?;
    Ok(took)
}

async fn type_a_letter(page: &WebDriver) -> WebDriverResult<()> {
    page.find(By::Css("#password")).await?.send_keys("a").await
}

const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>
<form><label for="password">Password</label><input id="password" type="password"></form></html>"#;
