//! Runs one command with a Secret Service of its own: unlocked, private, and, unless it is to be kept, gone afterwards.
//!
//! Tests of the real keyring must neither touch the person's keyring nor wait for a prompt, so the daemon gets its
//! own XDG folders. It expects to be inside `dbus-run-session`, whose end also ends the daemon.

use std::{
    ffi::OsString,
    fs,
    io::Write as _,
    os::unix::{
        fs::{DirBuilderExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context as _, Result, ensure};

/// Runs `command` and answers with its exit code.
///
/// # Errors
/// When the daemon does not unlock, or the command cannot start.
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
/// When the daemon does not unlock, or the command cannot start; never after it has started.
pub(crate) fn run_keeping(home: &Path, command: &[OsString]) -> Result<ExitCode> {
    let (mut command, name) = prepare(home, command)?;
    Err(command.exec()).with_context(|| format!("starting {name}"))
}

/// Opens the keyring in `home`; answers with the command, ready to start, and its name.
fn prepare(home: &Path, command: &[OsString]) -> Result<(Command, String)> {
    for (_, folder) in FOLDERS {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(home.join(folder))
            .context("making a folder of the session")?;
    }
    unlock(home)?;
    let (program, arguments) = command
        .split_first()
        .context("finding the command to run")?;
    let mut command = Command::new(program);
    in_session(command.args(arguments), home);
    Ok((command, program.to_string_lossy().into_owned()))
}

/// Starts the daemon; it goes to the background once its login collection is open.
fn unlock(home: &Path) -> Result<()> {
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon
        .args(["--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = in_session(&mut daemon, home)
        .spawn()
        .context("starting gnome-keyring-daemon (cargo xtask setup installs it)")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin
            .write_all(b"a password of this session\n")
            .context("unlocking the keyring")?;
    }
    let status = child.wait().context("unlocking the keyring")?;
    ensure!(
        status.success(),
        "unlocking the keyring: the daemon ended with {status}"
    );
    Ok(())
}

fn in_session<'a>(command: &'a mut Command, home: &Path) -> &'a mut Command {
    command.envs(FOLDERS.map(|(variable, folder)| (variable, home.join(folder))))
}

const FOLDERS: [(&str, &str); 4] = [
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_RUNTIME_DIR", "run"),
];
