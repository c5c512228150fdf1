//! `cargo xtask bench`: builds the app and `charthold-bench` optimised, and gives the latter a screen and a keyring.
//!
//! What is measured, and beside what, is in `charthold-bench` in testkit; here is only the machine around it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context as _, Result};
use clap::Args;

use crate::{
    setup, terminal,
    workspace::{self, Workspace},
};

/// The command line of `cargo xtask bench`.
#[derive(Args)]
pub(crate) struct Bench {
    /// Writes every pair and floor to this file as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Fewer and smaller: under three minutes once everything is built
    #[arg(long)]
    quick: bool,
}

/// Sets up, builds, measures, and prints the table.
///
/// # Errors
/// When set-up or the build fails, or the bench cannot start; a missed budget is a result.
pub(crate) fn run(workspace: &Workspace, bench: &Bench) -> Result<ExitCode> {
    setup::for_window(workspace)?;
    terminal::step("building the app and the bench, optimised");
    let app = build(workspace)?;
    terminal::step("measuring; leave the machine alone meanwhile");
    let status = measuring(workspace, bench, &app)?
        .status()
        .context("starting charthold-bench under a virtual screen")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Two builds, so that the bench does not wait for the app's packages to agree with its own on features.
/// Answers where the app is.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    build_one(workspace, "charthold-testkit", "charthold-bench", &[])?;
    build_one(workspace, "charthold", "charthold", &["--config", DRIVABLE])?;
    // Not where a release would be looked for: nobody may ship it by mistake.
    let built = workspace.target().join("release/charthold");
    let folder = workspace.target().join("bench");
    fs::create_dir_all(&folder).context("making a folder for the app that is measured")?;
    let app = folder.join("charthold");
    fs::rename(&built, &app).context("setting the app that is measured apart")?;
    Ok(app)
}

fn build_one(workspace: &Workspace, package: &str, program: &str, more: &[&str]) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["build", "--release", "--package", package, "--bin", program]);
    workspace::run(command.args(more).stdout(Stdio::null()))
}

fn measuring(workspace: &Workspace, bench: &Bench, app: &Path) -> Result<Command> {
    let xtask = env::current_exe().context("finding xtask itself")?;
    let built = workspace.target().join("release");
    let mut command = workspace.program("xvfb-run");
    command.args([
        "-a",
        "-s",
        "-screen 0 1440x900x24",
        "dbus-run-session",
        "--",
    ]);
    command.arg(xtask).args(["with-keyring", "--"]);
    command.arg(built.join("charthold-bench"));
    command.arg("--app").arg(app);
    command.arg("--peers").arg(workspace.peers());
    if let Some(folder) = env::var_os(FOREIGN_CHARTS).filter(|folder| !folder.is_empty()) {
        command.arg("--foreign").arg(folder);
    }
    if let Some(file) = &bench.json {
        let file = std::path::absolute(file).context("finding the file for the figures")?;
        command.arg("--json").arg(file);
    }
    if bench.quick {
        command.arg("--quick");
    }
    Ok(command)
}

/// A folder with FHIR bundles that are not the project's to keep.
const FOREIGN_CHARTS: &str = "CHARTHOLD_FOREIGN_CHARTS";
/// A release refuses remote control, and WebDriver is how a window is timed. Of the whole app only the shell's own
/// package is built with assertions, which lets it be driven; everything that takes time is as it ships.
const DRIVABLE: &str = "profile.release.package.charthold.debug-assertions=true";
