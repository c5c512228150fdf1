//! Where things are, and how children are started from here.
//!
//! Every child gets the same target directory and an environment without the variables `cargo run` adds. What a
//! command does with its children does not belong here.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

/// The checkout, its target directory and the cache of tools.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    cache: PathBuf,
}

impl Workspace {
    /// Finds the checkout this xtask was started in. Checkouts share one target folder and so the
    /// program: `cargo run` says which one it is for.
    ///
    /// # Errors
    /// When `HOME` is not set, since the cache is under it.
    pub(crate) fn locate() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .parent()
            .context("finding the folder above xtask/")?
            .to_path_buf();
        let home = env::var_os("HOME").context("finding the cache folder: HOME is not set")?;
        let cache = PathBuf::from(home).join(".cache/charthold");
        let target = env::var_os("CARGO_TARGET_DIR")
            .filter(|folder| !folder.is_empty())
            .map_or_else(|| cache.join("target"), |folder| root.join(folder));
        Ok(Self {
            root,
            target,
            cache,
        })
    }

    /// The top of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target directory, absolute.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Where tools of ours are installed, apart from the person's own.
    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Where the bench keeps the programs it measures against.
    pub(crate) fn peers(&self) -> PathBuf {
        self.cache.join("peers")
    }

    /// The `tauri-driver` that window tests talk to.
    pub(crate) fn tauri_driver(&self) -> PathBuf {
        self.tools().join("bin/tauri-driver")
    }

    /// Where foreign charts are unpacked or made.
    pub(crate) fn foreign_charts(&self) -> PathBuf {
        self.cache.join("foreign-charts")
    }

    /// `cargo` at the top of the checkout.
    pub(crate) fn cargo(&self) -> Command {
        self.program("cargo")
    }

    /// Any program at the top of the checkout, with the environment all children share.
    pub(crate) fn program(&self, name: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(name);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_left_by_cargo_run) {
                command.env_remove(name);
            }
        }
        command
    }
}

/// Runs a child with our terminal and expects success.
///
/// # Errors
/// When it cannot start, or ends with anything but 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command
        .status()
        .with_context(|| format!("starting {name}"))?;
    ensure!(status.success(), "{name} ended with {status}");
    Ok(())
}

/// The program and its first argument: enough to tell which child a message is about.
pub(crate) fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let mut name = program.to_string_lossy().into_owned();
    if let Some(first) = command.get_args().next() {
        name.push(' ');
        name.push_str(&first.to_string_lossy());
    }
    name
}

/// Whether `cargo run` set this for us alone. Build scripts such as ring's watch these, and a nested cargo
/// that inherits them would rebuild what depends on them, each time in turn with the cargo outside.
fn is_left_by_cargo_run(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || matches!(
            name,
            "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE"
        )
}
