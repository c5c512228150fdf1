//! `charthold-bench`: measures the product against its budgets, each figure beside a peer of the same
//! run. `cargo xtask bench` builds it optimised and gives it a screen and a keyring. It decides no
//! budget; those are in `docs/performance.md`.

mod arguments;
mod console;
mod desk;
mod figure;
mod headless;
mod machine;
mod part;
mod patients;
mod peer;
mod report;
mod size;
mod station;
mod steady;
mod stopwatch;
mod webdriver;
mod window;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Parser as _;

use crate::arguments::Arguments;
use crate::console::{announce, say};
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
    let size = if arguments.quick {
        Size::QUICK
    } else {
        Size::WHOLE
    };
    let mut figures = headless::measure(arguments, &size)?;
    figures.extend(match &arguments.app {
        Some(app) => window::measure(app, &size)?,
        None => window::not_measured(),
    });
    let report = Report::of(Machine::this(), arguments.quick, &figures);
    if let Some(file) = &arguments.json {
        std::fs::write(file, report.json()?).context("writing the figures")?;
    }
    announce(&report.text()).context("saying the figures")
}
