//! Charthold's own commands, run as `cargo xtask COMMAND`.
//!
//! They are here, in Rust, so that a fresh machine needs a compiler and Node and nothing else, and so that what CI
//! runs is what a person runs. Product code does not belong here; nor does anything a release ships.

mod bench;
mod bindings;
mod check;
mod demo;
mod foreign_charts;
mod keyring_session;
mod layers;
mod setup;
mod sim;
mod terminal;
mod test;
mod tidy;
mod torture;
mod ui;
mod workspace;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{setup::PackagesMissing, workspace::Workspace};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Charthold's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs what is missing on this machine, and builds the UI if it changed
    Setup,
    /// Formats the Rust sources
    Fmt,
    /// The fast part: format, lints, tidy, layers, bindings, unit tests, UI checks
    Check,
    /// Runs a synthetic hospital on this machine and opens the app on it
    Demo(demo::Demo),
    /// Measures the product against its budgets, beside peers in the same run
    Bench(bench::Bench),
    /// Every test there is; ends with one line `N passed, N failed, N skipped`
    Test,
    /// Simulates workstations and central from many seeds; a failing one is made short and printed
    Sim(sim::Sim),
    /// The journeys of foreign charts with every chart there is, not a sample
    ForeignCharts,
    /// Kills programs and breaks connections many times as often as a test run
    Torture(torture::Torture),
    /// Holds the tree to the rules of the house that no compiler knows
    Tidy,
    /// Holds every manifest to the layer and owner tables of ARCHITECTURE.md
    Layers,
    /// Writes the TypeScript of the contract between workstation and UI
    Bindings {
        /// Only says whether the committed files are current
        #[arg(long)]
        check: bool,
    },
    /// Runs a command with a session bus and an unlocked Secret Service of its own
    #[command(hide = true)]
    WithKeyring {
        /// A folder the keyring stays in, for a session that is to find it again
        #[arg(long, value_name = "DIR")]
        keep: Option<PathBuf>,
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&format!("{error:#}"));
            if error.is::<PackagesMissing>() {
                ExitCode::from(EXIT_PACKAGES)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let workspace = Workspace::locate()?;
    match command {
        Command::Setup => setup::everything(&workspace)?,
        Command::Fmt => workspace::run(workspace.cargo().args(["fmt", "--all"]))?,
        Command::Check => return check::run(&workspace),
        Command::Demo(demo) => return demo::run(&workspace, &demo),
        Command::Bench(bench) => return bench::run(&workspace, &bench),
        Command::Test => return test::run(&workspace),
        Command::Sim(sim) => return sim::run(&workspace, &sim),
        Command::ForeignCharts => return test::run_foreign_charts(&workspace),
        Command::Torture(torture) => return test::run_torture(&workspace, &torture),
        Command::Tidy => tidy::run(&workspace)?,
        Command::Layers => layers::run(&workspace)?,
        Command::Bindings { check: false } => bindings::write(&workspace)?,
        Command::Bindings { check: true } => bindings::check(&workspace)?,
        Command::WithKeyring {
            keep: None,
            command,
        } => return keyring_session::run(&command),
        Command::WithKeyring {
            keep: Some(folder),
            command,
        } => {
            return keyring_session::run_keeping(&folder, &command);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Exit code when system packages, or a display, are missing and only a person can provide them.
const EXIT_PACKAGES: u8 = 3;
