//! `cargo xtask demo`: everything `charthold-demo` needs, then `charthold-demo` in our place.
//!
//! What a demo is stands there, in testkit; here is only the machine: packages, UI, binaries, a display, a keyring.

use std::{
    env,
    ffi::OsString,
    fs,
    os::unix::{fs::DirBuilderExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context as _, Result};
use clap::Args;

use crate::{
    EXIT_PACKAGES, setup, terminal,
    workspace::{self, Workspace},
};

/// The command line of `charthold-demo`, which judges the values.
#[derive(Args)]
pub(crate) struct Demo {
    /// How many synthetic inpatients a new hospital has [default: 250]
    #[arg(long, value_name = "N")]
    patients: Option<OsString>,
    /// Decides everything about them [default: 4]
    #[arg(long, value_name = "S")]
    seed: Option<OsString>,
    /// Fill a new hospital with the FHIR R4 bundles and NDJSON files of a folder instead
    #[arg(long, value_name = "DIR")]
    import: Option<OsString>,
    /// Delete what an earlier run left and begin again
    #[arg(long)]
    fresh: bool,
    /// Open no window and enrol nothing; print one line of JSON when ready
    #[arg(long)]
    headless: bool,
    /// Where everything is kept [default: target/demo]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Sets up, builds, and becomes the demo.
///
/// # Errors
/// When set-up or the build fails, or the demo cannot start; never after it has started.
pub(crate) fn run(workspace: &Workspace, demo: &Demo) -> Result<ExitCode> {
    if !demo.headless && !has_display() {
        terminal::complain(
            "there is no display; run `xvfb-run -a cargo xtask demo`, or `cargo xtask demo --headless`",
        );
        return Ok(ExitCode::from(EXIT_PACKAGES));
    }
    if demo.headless {
        setup::for_servers()?;
    } else {
        setup::for_window(workspace)?;
    }
    build(workspace, demo)?;
    let data = demo
        .data
        .clone()
        .unwrap_or_else(|| workspace.root().join("target/demo"));
    let data = std::path::absolute(data).context("finding the data folder")?;
    let program = workspace.target().join("debug/charthold-demo");
    let mut command = if demo.headless || has_keyring(&data) {
        Command::new(program)
    } else {
        in_own_session(&program, &data)?
    };
    command.args(arguments(demo, &data));
    // Returns only when it failed.
    Err(command.exec()).context("starting charthold-demo")
}

fn build(workspace: &Workspace, demo: &Demo) -> Result<()> {
    terminal::step("building the programs");
    let mut packages = vec![
        "charthold-central",
        "charthold-keys",
        "charthold-testkit",
        "charthold-ctl",
    ];
    if !demo.headless {
        packages.push("charthold");
    }
    let mut command = workspace.cargo();
    command.args(["build", "--bins"]);
    for package in packages {
        command.args(["--package", package]);
    }
    workspace::run(command.stdout(Stdio::null()))
}

fn arguments(demo: &Demo, data: &Path) -> Vec<OsString> {
    let mut arguments = vec!["--data".into(), data.into()];
    let valued = [
        ("--patients", &demo.patients),
        ("--seed", &demo.seed),
        ("--import", &demo.import),
    ];
    for (name, value) in valued {
        if let Some(value) = value {
            arguments.extend([name.into(), value.clone()]);
        }
    }
    for (name, given) in [("--fresh", demo.fresh), ("--headless", demo.headless)] {
        if given {
            arguments.push(name.into());
        }
    }
    arguments
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| is_set(name))
}

/// Whether this login has a Secret Service that answers. A demo that began with a keyring of its own keeps to it:
/// its device secret is there.
fn has_keyring(data: &Path) -> bool {
    let asked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--reply-timeout=5000"])
        .args(["--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"])
        .arg("org.freedesktop.DBus.Peer.Ping")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    !data.join(KEYRING).exists() && asked.is_ok_and(|status| status.success())
}

/// `charthold-demo` under a session bus and a keyring that live as long as it does; the keyring's file stays in the
/// data folder.
fn in_own_session(program: &Path, data: &Path) -> Result<Command> {
    let keyring = data.join(KEYRING);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&keyring)
        .context("making the keyring's folder")?;
    let xtask = env::current_exe().context("finding xtask")?;
    let mut command = Command::new(xtask);
    command.args(["with-keyring", "--keep"]);
    command.arg(keyring).arg("--").arg(program);
    // The session hands no signal on; the demo watches for its end instead.
    command.arg("--end-with-parent");
    // The session has a runtime folder of its own, and a Wayland socket is named relative to the old one.
    if let (Some(socket), Some(folder)) = (
        env::var_os("WAYLAND_DISPLAY"),
        env::var_os("XDG_RUNTIME_DIR"),
    ) {
        command.env("WAYLAND_DISPLAY", Path::new(&folder).join(socket));
    }
    Ok(command)
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

const KEYRING: &str = "keyring";
