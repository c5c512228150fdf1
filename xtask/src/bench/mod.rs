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
    /// Measures how cost grows with what central holds, to 10 million operations (1 million with `--quick`), and nothing
    /// else; takes some 11 GB of disk meanwhile (2 GB)
    #[arg(long)]
    scale: bool,
    /// With `--scale`: central's store is PostgreSQL instead of a file; takes half as much disk again
    #[arg(long, requires = "scale")]
    postgres: bool,
    /// Measures fifty workstations at once (`chartholdctl load`, a minute; ten with `--quick`), and nothing else
    #[arg(long, conflicts_with = "scale")]
    load: bool,
    /// Measures what goes between workstations and central (P5 and P10), and nothing else
    #[arg(long, conflicts_with_all = ["scale", "load"])]
    exchanges: bool,
    /// Draws what `--scale` measured into this file, SVG
    #[arg(long, value_name = "FILE", requires = "scale")]
    plot: Option<PathBuf>,
}

/// Sets up, builds, measures, and prints the table.
///
/// # Errors
/// When set-up or the build fails, or the bench cannot start; a missed budget is a result.
pub(crate) fn run(workspace: &Workspace, bench: &Bench) -> Result<ExitCode> {
    if bench.scale || bench.load || bench.exchanges {
        return without_screen(workspace, bench);
    }
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

/// What needs neither a screen nor a keyring. What it writes lies beside the build, for there is much, and goes afterwards.
fn without_screen(workspace: &Workspace, bench: &Bench) -> Result<ExitCode> {
    terminal::step("building what is measured, optimised");
    build_programs(workspace)?;
    terminal::step("measuring; leave the machine alone meanwhile");
    let disk = workspace.target().join("measured");
    fs::create_dir_all(&disk).context("making a folder for what is filled")?;
    let mut command = workspace.program(workspace.target().join("release/charthold-bench"));
    command.env("TMPDIR", &disk);
    command.arg(match bench {
        Bench { load: true, .. } => "--load",
        Bench {
            exchanges: true, ..
        } => "--exchanges",
        Bench { .. } => "--scale",
    });
    command.arg("--peers").arg(workspace.peers());
    give_file(&mut command, "--json", bench.json.as_deref())?;
    give_file(&mut command, "--plot", bench.plot.as_deref())?;
    for (given, option) in [(bench.quick, "--quick"), (bench.postgres, "--postgres")] {
        if given {
            command.arg(option);
        }
    }
    let status = command.status().context("starting charthold-bench");
    fs::remove_dir_all(&disk).context("removing what was filled")?;
    Ok(if status?.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn give_file(command: &mut Command, option: &str, file: Option<&Path>) -> Result<()> {
    if let Some(file) = file {
        let file = std::path::absolute(file).context("finding the file for the figures")?;
        command.arg(option).arg(file);
    }
    Ok(())
}

/// Two builds, so that the bench does not wait for the app's packages to agree with its own on features.
/// Answers where the app is.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    build_programs(workspace)?;
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

/// In one build, so that all agree on features and nothing is built twice.
fn build_programs(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["build", "--release"]);
    for (package, program) in [
        ("charthold-testkit", "charthold-bench"),
        ("charthold-ctl", "chartholdctl"),
        ("charthold-central", "charthold-central"),
        ("charthold-keys", "charthold-keys"),
    ] {
        command.args(["--package", package, "--bin", program]);
    }
    workspace::run(command.stdout(Stdio::null()))
}

fn measuring(workspace: &Workspace, bench: &Bench, app: &Path) -> Result<Command> {
    let xtask = env::current_exe().context("finding xtask itself")?;
    let built = workspace.target().join("release");
    let mut command = workspace.program("xvfb-run");
    command.args(["-a", "-s", "-screen 0 1440x900x24"]);
    command.arg(xtask).args(["with-keyring", "--"]);
    command.arg(built.join("charthold-bench"));
    command.arg("--app").arg(app);
    command.arg("--peers").arg(workspace.peers());
    if let Some(folder) = env::var_os(FOREIGN_CHARTS).filter(|folder| !folder.is_empty()) {
        command.arg("--foreign").arg(folder);
    }
    give_file(&mut command, "--json", bench.json.as_deref())?;
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
