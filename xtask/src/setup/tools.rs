//! Two tools that cargo builds: nextest, and the WebDriver of the window tests.

use std::fs;

use anyhow::Result;

use crate::{
    terminal,
    workspace::{self, Workspace},
};

/// Installs cargo-nextest where cargo does not know it.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_nextest(workspace: &Workspace) -> Result<()> {
    let asked = workspace.cargo().args(["nextest", "--version"]).output();
    if asked.is_ok_and(|answer| answer.status.success()) {
        return Ok(());
    }
    terminal::step("installing cargo-nextest");
    install(workspace, &["cargo-nextest"])
}

/// Installs tauri-driver, in the version proven with our Tauri, into our own tools folder.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_tauri_driver(workspace: &Workspace) -> Result<()> {
    let installed = fs::read_to_string(workspace.tools().join(".crates.toml")).unwrap_or_default();
    let wanted = format!("\"tauri-driver {TAURI_DRIVER} ");
    if installed.contains(&wanted) && workspace.tauri_driver().is_file() {
        return Ok(());
    }
    terminal::step("installing tauri-driver");
    let root = workspace.tools();
    let exact = format!("tauri-driver@{TAURI_DRIVER}");
    install(workspace, &[&exact, "--root", &root.to_string_lossy()])
}

/// The build of a tool goes to a folder of its own: in ours it would wait for whoever builds the product.
fn install(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    let mut command = workspace.cargo();
    command
        .args(["install", "--locked"])
        .args(arguments)
        .env_remove("CARGO_TARGET_DIR");
    workspace::run(&mut command)
}

/// Without a version cargo would take 3.0.0-alpha, which wants Tauri 3.
const TAURI_DRIVER: &str = "2.1.0";
