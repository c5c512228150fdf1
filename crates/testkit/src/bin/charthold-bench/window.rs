//! The figures of the real window: the app over an enrolled home, under a virtual screen with a
//! keyring, as `cargo xtask bench` gives it.

use std::path::Path;

use anyhow::Result;
use charthold_domain::{Clock as _, SystemClock};
use charthold_workstation::{Environment, Programme};

use crate::console::say;
use crate::figure::Figure;
use crate::part::cold_start;
use crate::part::first_paint::{self, Window};
use crate::patients;
use crate::size::Size;
use crate::station::{Station, WARD, nurse, told};

/// Measures both.
///
/// # Errors
/// When the window does not open, or the hospital does not.
pub(crate) fn measure(app: &Path, size: &Size) -> Result<Vec<Figure>> {
    say("charts for the window");
    let charts = patients::charts(SystemClock.now(), &mut 0, (size.paints, RECORDS))?;
    let station = Station::open()?;
    station.import(&charts)?;
    station.send()?;
    let home = station.folder().join("window");
    enrol(&station, &home)?;
    say("P15");
    let start = cold_start::figure(station.runtime(), app, &home, size.starts)?;
    say("first paint");
    let person = nurse()?;
    let mut window = Window::open(station.runtime(), app, &home, (&person, charts.len()))?;
    let paint = window.figure(RECORDS, size.paints)?;
    window.close(&home)?;
    Ok(vec![start, paint])
}

/// Makes the home the app opens, with its secret in the session's own keyring.
fn enrol(station: &Station, home: &Path) -> Result<()> {
    let environment = Environment::system(Programme {
        name: "charthold-bench".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    });
    station.runtime().block_on(async {
        let hospital = station.hospital();
        let enrolled = hospital.workstation_at(home, "WS-4B-03", &[WARD], environment);
        let workstation = enrolled.await.map_err(told)?;
        workstation.sync(None).await.map_err(told)?;
        Ok(())
    })
}

/// The size the first paint is named for.
const RECORDS: usize = 1000;

/// What stands for them when there is no window to measure.
pub(crate) fn not_measured(reason: &str) -> Vec<Figure> {
    vec![
        cold_start::unmeasured(reason),
        first_paint::unmeasured(RECORDS, reason),
    ]
}
