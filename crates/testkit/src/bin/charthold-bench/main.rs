//! `charthold-bench`: measures the product against its budgets, each figure beside a peer of the same
//! run. `cargo xtask bench` builds it optimised and gives it a screen and a keyring. It decides no
//! budget; those are in `docs/performance.md`.

mod arguments;
mod console;
mod desk;
mod figure;
mod fleet;
mod headless;
mod machine;
mod part;
mod patients;
mod peer;
mod processor;
mod report;
mod scale;
mod size;
mod station;
mod steady;
mod stopwatch;
mod webdriver;
mod window;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Parser as _;

use crate::arguments::Arguments;
use crate::console::{announce, say};
use crate::figure::Figure;
use crate::machine::Machine;
use crate::report::Report;
use crate::size::Size;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    if arguments.scale {
        return scale::measure(arguments);
    }
    if arguments.load {
        return fleet::measure(arguments);
    }
    let size = if arguments.quick {
        Size::QUICK
    } else {
        Size::WHOLE
    };
    if arguments.exchanges {
        return tell(arguments, &headless::exchanged(arguments, &size)?);
    }
    let mut figures = headless::measure(arguments, &size)?;
    // What was measured is told, also when the window does not open after minutes of it.
    let window = match &arguments.app {
        Some(app) => window::measure(app, &size),
        None => Ok(window::not_measured("no app was given")),
    };
    let (measured, failed) = match window {
        Ok(measured) => (measured, None),
        Err(error) => {
            let reason = format!("{error:#}");
            (window::not_measured(&reason), Some(reason))
        }
    };
    figures.extend(measured);
    tell(arguments, &figures)?;
    match failed {
        None => Ok(()),
        Some(reason) => bail!("the window was not measured: {reason}"),
    }
}

fn tell(arguments: &Arguments, figures: &[Figure]) -> Result<()> {
    let report = Report::of(Machine::this(), arguments.quick, figures);
    if let Some(file) = &arguments.json {
        std::fs::write(file, report.json()?).context("writing the figures")?;
    }
    announce(&report.text()).context("saying the figures")
}
