//! How the UI's own tools are run: npm in `ui/`, with the Node that the lock file names.
//!
//! Installing and building are in `setup`; this is only the way in.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};

use crate::workspace::{self, Workspace};

/// The UI's folder.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("ui")
}

/// `npm` in the UI's folder.
///
/// The lock file may bring a newer Node as the package `node`; where it does, that one comes first on `PATH`.
///
/// # Errors
/// When `PATH` cannot be extended.
pub(crate) fn npm(workspace: &Workspace) -> Result<Command> {
    let mut command = workspace.program("npm");
    command.current_dir(folder(workspace));
    let node = folder(workspace).join("node_modules/node/bin");
    if node.is_dir() {
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(std::iter::once(node).chain(env::split_paths(&path)))
            .context("putting the UI's own Node on PATH")?;
        command.env("PATH", path);
    }
    Ok(command)
}

/// One script of the UI's package.json.
///
/// # Errors
/// When it cannot start or fails.
pub(crate) fn script(workspace: &Workspace, name: &str) -> Result<()> {
    workspace::run(npm(workspace)?.args(["run", "--silent", name]))
}
