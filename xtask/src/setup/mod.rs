//! `cargo xtask setup`, and the first thing `check` and `test` do: what a fresh machine is missing.
//!
//! Each part first looks, and does nothing when there is nothing to do, so that running it always costs a second.

mod packages;
mod python;
mod tools;
mod ui_build;

use anyhow::Result;

pub(crate) use packages::PackagesMissing;
pub(crate) use python::{CHART_MAKERS, SQLCIPHER_READER};

use crate::workspace::Workspace;

/// All there is: packages, tools, and the UI installed and built.
///
/// # Errors
/// When a part is missing and cannot be installed; `PackagesMissing` when a person has to.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    let wanted = [
        packages::BUILD,
        packages::WINDOW,
        packages::FAULTS,
        packages::DATABASE,
        packages::TOKEN,
    ];
    packages::ensure(&wanted.concat())?;
    tools::ensure_nextest(workspace)?;
    tools::ensure_tauri_driver(workspace)?;
    SQLCIPHER_READER.ensure(workspace)?;
    ui_build::ensure_provider(workspace)?;
    ui_build::ensure_installed(workspace)?;
    ui_build::ensure_built(workspace)
}

/// What the demo and the bench need to open a window.
///
/// # Errors
/// As `everything`.
pub(crate) fn for_window(workspace: &Workspace) -> Result<()> {
    packages::ensure(&[packages::BUILD, packages::WINDOW].concat())?;
    ui_build::ensure_installed(workspace)?;
    ui_build::ensure_built(workspace)
}

/// What the demo needs without a window.
///
/// # Errors
/// As `everything`.
pub(crate) fn for_servers() -> Result<()> {
    packages::ensure(packages::BUILD)
}

/// What `check` needs: no window, no built UI.
///
/// # Errors
/// As `everything`.
pub(crate) fn for_checks(workspace: &Workspace) -> Result<()> {
    packages::ensure(packages::BUILD)?;
    tools::ensure_nextest(workspace)?;
    ui_build::ensure_installed(workspace)
}
