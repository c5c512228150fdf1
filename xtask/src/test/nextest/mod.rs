//! Rust tests: nextest, read from its JUnit report, within a session that has a Secret Service of its own.
//!
//! Two runs: all but the window, and the window under a virtual screen. What may run beside what is decided in
//! `.config/nextest.toml`.

mod ignored;
mod junit;

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, ensure};

use super::{scoreboard, tally::Tally};
use crate::{
    foreign_charts,
    setup::SQLCIPHER_READER,
    terminal,
    workspace::{self, Workspace},
};

/// Every Rust test but those of the window.
///
/// # Errors
/// When something does not compile, or no report is left.
pub(crate) fn run_all_but_the_window(workspace: &Workspace) -> Result<Tally> {
    workspace::run(
        workspace
            .cargo()
            .args(["nextest", "run", "--workspace", "--no-run"]),
    )?;
    let mut session = own_session(workspace)?;
    let reader = SQLCIPHER_READER.ensure(workspace)?.join("python");
    session.env("CHARTHOLD_SQLCIPHER_READER", reader);
    match foreign_charts::ensure(workspace) {
        Ok(folder) => {
            session.env(foreign_charts::FOLDER, folder);
        }
        // Their tests will fail and say why; no other test needs them.
        Err(error) => terminal::complain(&format!("foreign charts: {error:#}")),
    }
    let mut tally = run(workspace, session, "default", &["-E", REST])?;
    tally.skipped += ignored::count(workspace)?;
    Ok(tally)
}

/// The real window, driven through WebDriver.
///
/// # Errors
/// As above.
pub(crate) fn run_the_window(workspace: &Workspace) -> Result<Tally> {
    ensure!(
        has_window(workspace),
        "tests/e2e/main.rs is not there, so no window was driven"
    );
    let mut screen = workspace.program("xvfb-run");
    screen.args(["-a", "-s", "-screen 0 1440x900x24"]);
    screen.arg(this_program()?);
    screen.env("TAURI_DRIVER", workspace.tauri_driver());
    run(workspace, screen, "window", &["-E", WINDOW])
}

/// The journeys of foreign charts, with all there are.
///
/// # Errors
/// As above, and when there are no charts and none can be made.
pub(crate) fn run_foreign_charts(workspace: &Workspace) -> Result<Tally> {
    let mut session = own_session(workspace)?;
    session
        .env(foreign_charts::FOLDER, foreign_charts::ensure(workspace)?)
        .env(foreign_charts::ALL, "1");
    run(workspace, session, "foreign-charts", &FOREIGN_CHARTS)
}

/// The journeys that repeat, `times` as often as in a test run, from `seed`.
///
/// # Errors
/// As above.
pub(crate) fn run_torture(workspace: &Workspace, times: u32, seed: u64) -> Result<Tally> {
    let mut session = own_session(workspace)?;
    session
        .env("CHARTHOLD_TORTURE_TIMES", times.to_string())
        .env("CHARTHOLD_TORTURE_SEED", seed.to_string());
    run(workspace, session, "torture", &["-E", TORTURE])
}

fn run(
    workspace: &Workspace,
    mut session: Command,
    profile: &str,
    tests: &[&str],
) -> Result<Tally> {
    let report = workspace
        .root()
        .join("target/nextest")
        .join(profile)
        .join("junit.xml");
    if report.exists() {
        fs::remove_file(&report).context("removing the last report of nextest")?;
    }
    session.env(charthold_scoreboard::FOLDER, scoreboard::folder(workspace));
    let status = session
        .args([
            "with-keyring",
            "--",
            "cargo",
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
        ])
        .args(["--profile", profile])
        .args(tests)
        .status()
        .with_context(|| format!("starting {}", workspace::name_of(&session)))?;
    let text = fs::read_to_string(&report).context("reading the report of nextest")?;
    Ok(junit::read(&text)?.with_verdict(status.success()))
}

/// Of this program, whose `with-keyring` runs the tests.
fn own_session(workspace: &Workspace) -> Result<Command> {
    Ok(workspace.program(&this_program()?))
}

fn this_program() -> Result<PathBuf> {
    std::env::current_exe().context("finding xtask itself")
}

fn has_window(workspace: &Workspace) -> bool {
    workspace.root().join("tests/e2e/main.rs").is_file()
}

/// The window's tests are the root package's test binary `e2e`.
const WINDOW: &str = "binary(e2e)";
const REST: &str = "not binary(e2e)";
const TORTURE: &str = "binary(journeys) and (test(/^kill_nine::/) or test(/^network_faults::/)) or binary(keys) and test(/^kills::/)";
/// As it is released: four hundred charts through unoptimised code are more than an hour. Nothing but the journeys is built.
const FOREIGN_CHARTS: [&str; 5] = [
    "--release",
    "--test",
    "journeys",
    "-E",
    "test(/^foreign_charts::/)",
];
