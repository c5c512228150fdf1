//! Runs one command with a session bus and a Secret Service of its own: unlocked, private, and, unless it is to be kept, gone
//! afterwards.
//!
//! Tests of the real keyring must neither touch the person's keyring nor wait for a prompt, so the daemon gets its
//! own XDG folders. The bus starts it when it is first asked for, and again when it died: gnome-keyring ends (all versions up
//! to 50 do) when the program that opens a session with it is killed at that moment, which tests do on purpose.

use std::{
    ffi::OsString,
    fs,
    os::unix::{
        fs::{DirBuilderExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result};

/// Runs `command` and answers with its exit code.
///
/// # Errors
/// When the session cannot be laid out, or the command cannot start.
pub(crate) fn run(command: &[OsString]) -> Result<ExitCode> {
    let home = tempfile::Builder::new()
        .prefix("charthold-session-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir()
        .context("making the session's folder")?;
    let (mut command, name) = prepare(home.path(), command)?;
    let status = command
        .status()
        .with_context(|| format!("starting {name}"))?;
    let code = status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1);
    Ok(ExitCode::from(code))
}

/// Becomes `command`, with a keyring that stays in `home`. There is nothing to clean up, so that whoever watches this
/// process watches the command.
///
/// # Errors
/// As above; never after it has started.
pub(crate) fn run_keeping(home: &Path, command: &[OsString]) -> Result<ExitCode> {
    let (mut command, name) = prepare(home, command)?;
    Err(command.exec()).with_context(|| format!("starting {name}"))
}

/// Lays the session out in `home`; answers with the command, ready to start, and its name.
fn prepare(home: &Path, command: &[OsString]) -> Result<(Command, String)> {
    for (_, folder) in FOLDERS {
        make_folder(&home.join(folder))?;
    }
    offer_keyring(home)?;
    let program = command.first().context("finding the command to run")?;
    let mut session = Command::new("dbus-run-session");
    session.arg("--").args(command);
    session.envs(FOLDERS.map(|(variable, folder)| (variable, home.join(folder))));
    Ok((session, program.to_string_lossy().into_owned()))
}

/// Tells the bus how to start the keyring. A file in the session's data folder comes before the system's own of that name,
/// which would start it locked.
fn offer_keyring(home: &Path) -> Result<()> {
    let found = Command::new(DAEMON).arg("--version").output();
    found.with_context(|| format!("starting {DAEMON} (cargo xtask setup installs it)"))?;
    let folder = home.join("data/dbus-1/services");
    make_folder(&folder)?;
    let text = format!(
        "[D-BUS Service]\nName={NAME}\nExec=/bin/sh -c \"echo '{PASSWORD}' | {DAEMON} --foreground --unlock --components=secrets >/dev/null 2>&1\"\n"
    );
    fs::write(folder.join(format!("{NAME}.service")), text).context("offering the keyring")
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .context("making a folder of the session")
}

const DAEMON: &str = "gnome-keyring-daemon";
const NAME: &str = "org.freedesktop.secrets";
/// Of a keyring that keeps nothing but of tests and demos.
const PASSWORD: &str = "a password of this session";
const FOLDERS: [(&str, &str); 4] = [
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_RUNTIME_DIR", "run"),
];
