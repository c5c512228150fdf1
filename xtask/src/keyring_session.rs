//! Runs one command with a Secret Service of its own: unlocked, private, gone afterwards.
//!
//! Tests of the real keyring must neither touch the person's keyring nor wait for a prompt, so the daemon gets its
//! own XDG folders. It expects to be inside `dbus-run-session`, whose end also ends the daemon.

use std::{
    ffi::OsString,
    fs,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
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
    for (_, folder) in FOLDERS {
        fs::DirBuilder::new()
            .mode(0o700)
            .create(home.path().join(folder))
            .context("making a folder of the session")?;
    }
    unlock(home.path())?;
    let (program, arguments) = command
        .split_first()
        .context("finding the command to run")?;
    let status = in_session(Command::new(program).args(arguments), home.path())
        .status()
        .with_context(|| format!("starting {}", program.to_string_lossy()))?;
    let code = status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1);
    Ok(ExitCode::from(code))
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
