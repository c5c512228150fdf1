//! `cargo xtask test`: every test there is, and one last line that says how it went.
//!
//! A part that could not run at all counts as one failure, so that the line never says better than the truth.

mod doc;
mod nextest;
mod scoreboard;
mod tally;
mod vitest;

use std::process::ExitCode;

use anyhow::Result;

use crate::{setup, terminal, torture::Torture, workspace::Workspace};
use tally::Tally;

/// Sets up, runs all parts, prints `N passed, N failed, N skipped`.
///
/// # Errors
/// When set-up fails; failing tests are a result, not an error.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    setup::everything(workspace)?;
    scoreboard::clear(workspace)?;
    let mut total = Tally::default();
    for (name, part) in PARTS {
        terminal::step(name);
        total += part(workspace).unwrap_or_else(|error| {
            terminal::complain(&format!("{name}: {error:#}"));
            Tally::FAILED_TO_RUN
        });
    }
    Ok(report(&total))
}

/// `cargo xtask foreign-charts`: the journeys of foreign charts with all of them.
///
/// # Errors
/// When set-up fails, something does not compile, or no report is left.
pub(crate) fn run_foreign_charts(workspace: &Workspace) -> Result<ExitCode> {
    setup::for_checks(workspace)?;
    Ok(report(&nextest::run_foreign_charts(workspace)?))
}

/// `cargo xtask torture`.
///
/// # Errors
/// As above.
pub(crate) fn run_torture(workspace: &Workspace, torture: &Torture) -> Result<ExitCode> {
    setup::for_checks(workspace)?;
    Ok(report(&nextest::run_torture(
        workspace,
        torture.times,
        torture.seed,
    )?))
}

/// Once more what failed, where a reader of the last page of a long log finds it.
fn report(total: &Tally) -> ExitCode {
    for complaint in &total.complaints {
        terminal::complain(complaint);
    }
    terminal::result(&total.to_string());
    if total.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

type Part = fn(&Workspace) -> Result<Tally>;

const PARTS: &[(&str, Part)] = &[
    ("UI tests", vitest::run),
    ("Rust tests and journeys", nextest::run_all_but_the_window),
    ("documentation tests", doc::run),
    ("window tests", nextest::run_the_window),
    // Last: of what the others found.
    ("scoreboard", scoreboard::write),
];
