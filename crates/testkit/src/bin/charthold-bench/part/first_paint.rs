//! First paint: from the double click on a ward row to the frame with the chart's banner, in the real
//! window, beside the least a double click can show in the same window: one line of text.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use charthold_testkit::hospital::DemoPerson;
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

use crate::figure::{Figure, Goal, Measure, Outcome, Pair};
use crate::steady::{Floor, in_turns};
use crate::webdriver::{Driver, Program, until, until_free};

/// A window with the ward on it.
pub(crate) struct Window<'a> {
    runtime: &'a Runtime,
    driver: Driver,
    page: WebDriver,
    charts: Vec<String>,
    next: usize,
}

impl<'a> Window<'a> {
    /// Opens the app over `home`, signs `person` in, and waits for the `charts` on the ward.
    ///
    /// # Errors
    /// When the window does not open or the charts do not come.
    pub(crate) fn open(
        runtime: &'a Runtime,
        app: &Path,
        home: &Path,
        (person, charts): (&DemoPerson, usize),
    ) -> Result<Self> {
        runtime.block_on(async {
            let driver = Driver::start(home).await?;
            let page = driver.open(&Program::App(app)).await?;
            page.set_window_rect(0, 0, 1440, 900).await?;
            sign_in(&page, person).await?;
            let here = async || {
                let rows = page.find_all(By::Css(ROW)).await;
                rows.is_ok_and(|rows| rows.len() >= charts)
            };
            until("the ward is full", here).await?;
            let mut ids = Vec::new();
            for row in page.find_all(By::Css(ROW)).await? {
                ids.extend(row.attr("data-chart").await?);
            }
            Ok(Self {
                runtime,
                driver,
                page,
                charts: ids,
                next: 0,
            })
        })
    }

    /// The figure, over charts of `records` records; each is opened for the first time.
    ///
    /// # Errors
    /// When the window does not do as it is asked.
    pub(crate) fn figure(&mut self, records: usize, count: usize) -> Result<Figure> {
        let outcome = in_turns(&mut Floor::Machine, count, || {
            let runtime = self.runtime;
            runtime.block_on(async {
                Ok(Pair {
                    ours: self.open_chart().await?,
                    peer: self.show_a_line().await?,
                })
            })
        })?;
        Ok(of(records, outcome))
    }

    /// Closes the window.
    ///
    /// # Errors
    /// When it does not close.
    pub(crate) fn close(self, home: &Path) -> Result<()> {
        self.runtime.block_on(async {
            self.page.quit().await.context("closing the window")?;
            drop(self.driver);
            until_free(home).await
        })
    }

    async fn open_chart(&mut self) -> Result<f64> {
        ensure!(!self.charts.is_empty(), "the ward is empty");
        let chart = self.charts.get(self.next % self.charts.len());
        let chart = chart.context("picking a chart")?;
        self.next += 1;
        let row = format!("[data-testid=ward-row][data-chart='{chart}'] td");
        let took = self
            .double_click(&row, "[data-testid=patient-banner]")
            .await?;
        self.page.find(By::Css(WARD_TAB)).await?.click().await?;
        let back = async || self.page.find(By::Css(ROW)).await.is_ok();
        until("the ward is back", back).await?;
        Ok(took)
    }

    async fn show_a_line(&self) -> Result<f64> {
        self.page.execute(PUT_BUTTON, vec![]).await?;
        let took = self.double_click("#bench-button", "#bench-line").await?;
        self.page.execute(TAKE_AWAY, vec![]).await?;
        Ok(took)
    }

    /// Seconds from the double click on `target` to the frame with `wanted` in it.
    async fn double_click(&self, target: &str, wanted: &str) -> Result<f64> {
        let wanted = vec![serde_json::Value::from(wanted)];
        self.page.execute(WATCH, wanted).await?;
        let element = self.page.find(By::Css(target)).await?;
        let click = self.page.action_chain().double_click_element(&element);
        click.perform().await.context("double-clicking")?;
        let painted = async || matches!(took(&self.page).await, Ok(Some(_)));
        until("it is painted", painted).await?;
        let millis = took(&self.page)
            .await?
            .context("reading the clock of the page")?;
        Ok(millis / 1000.0)
    }
}

/// What stands for it when there is no window.
pub(crate) fn unmeasured(records: usize, reason: &str) -> Figure {
    of(records, Outcome::not_measured(reason))
}

fn of(records: usize, outcome: Outcome) -> Figure {
    Figure {
        metric: "first paint",
        what: format!("double click to the banner of a chart of {records} records"),
        peer: "one line of text in the same window".into(),
        measure: Measure::WallTime,
        goal: Goal::Ours(0.100),
        outcome,
        remarks: vec![],
    }
}

async fn sign_in(page: &WebDriver, person: &DemoPerson) -> Result<()> {
    let shown = async || page.find(By::Css("#password")).await.is_ok();
    until("the lock screen is there", shown).await?;
    if let Ok(field) = page.find(By::Css("#username")).await {
        field.send_keys(person.username).await?;
    }
    let password = page.find(By::Css("#password")).await?;
    password.send_keys(person.password).await?;
    page.find(By::Css("#unlock")).await?.click().await?;
    Ok(())
}

async fn took(page: &WebDriver) -> Result<Option<f64>> {
    let answer = page
        .execute("return window.benchTook ?? null", vec![])
        .await?;
    Ok(answer.json().as_f64())
}

const ROW: &str = "[data-testid=ward-row][data-kind=open]";
const WARD_TAB: &str = "[data-tab='']";

/// A message posted from the frame's callback is handled after the frame was painted.
const WATCH: &str = "
const wanted = arguments[0];
let start = null;
window.benchTook = null;
document.addEventListener('dblclick', () => { start = performance.now(); }, { capture: true, once: true });
const watch = new MutationObserver(() => {
  const shown = document.querySelector(wanted);
  if (start === null || shown === null || shown.textContent.trim() === '') return;
  watch.disconnect();
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => { window.benchTook = performance.now() - start; };
    after.port2.postMessage(null);
  });
});
watch.observe(document.body, { subtree: true, childList: true, characterData: true });
";

const PUT_BUTTON: &str = "
const button = document.createElement('button');
button.id = 'bench-button';
button.textContent = 'Show';
Object.assign(button.style, { position: 'fixed', top: '200px', left: '400px', zIndex: 9999 });
button.addEventListener('dblclick', () => {
  const line = document.createElement('p');
  line.id = 'bench-line';
  line.textContent = 'One line';
  Object.assign(line.style, { position: 'fixed', top: '260px', left: '400px', zIndex: 9999 });
  document.body.append(line);
});
document.body.append(button);
";

const TAKE_AWAY: &str = "
for (const id of ['bench-button', 'bench-line']) document.getElementById(id)?.remove();
";
