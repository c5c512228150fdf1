//! `cargo xtask bindings`: the TypeScript of the contract between workstation and UI.
//!
//! The types come from a test of `charthold-workstation` named `export_bindings`, which writes into the folder that
//! `CHARTHOLD_BINDINGS_OUT` names; here they are compared with, or put into, `ui/src/ipc/generated/`. What is in
//! the contract is decided there, not here.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};

use crate::workspace::{self, Workspace};

/// Puts the current bindings in their place and removes those that are no more.
///
/// # Errors
/// When the export fails or a file cannot be written.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let wanted = export(workspace)?;
    let place = place(workspace);
    fs::create_dir_all(&place).context("making the bindings' folder")?;
    for name in read(&place)?
        .keys()
        .filter(|name| !wanted.contains_key(*name))
    {
        fs::remove_file(place.join(name)).context("removing a binding that is no more")?;
    }
    for (name, text) in &wanted {
        let file = place.join(name);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).context("making a folder for a binding")?;
        }
        fs::write(file, text).context("writing a binding")?;
    }
    Ok(())
}

/// Says whether the committed bindings are current.
///
/// # Errors
/// When they are not, naming each file that differs, or when the export fails.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let wanted = export(workspace)?;
    let committed = read(&place(workspace))?;
    let differing = differing(&wanted, &committed);
    ensure!(
        differing.is_empty(),
        "the UI's bindings are not current ({}): run `cargo xtask bindings`",
        differing.join(", ")
    );
    Ok(())
}

/// File names under a folder, with `/` between parts, and their text.
type Files = BTreeMap<String, String>;

fn place(workspace: &Workspace) -> PathBuf {
    workspace.root().join("ui/src/ipc/generated")
}

fn export(workspace: &Workspace) -> Result<Files> {
    let out = tempfile::tempdir().context("making a folder for the export")?;
    workspace::run(
        workspace
            .cargo()
            .args(["nextest", "run", "--package", "charthold-workstation"])
            .args([
                "--no-tests",
                "fail",
                "--status-level",
                "fail",
                "-E",
                "test(export_bindings)",
            ])
            .env("CHARTHOLD_BINDINGS_OUT", out.path()),
    )
    .context("exporting the bindings")?;
    let files = read(out.path())?;
    ensure!(
        !files.is_empty(),
        "exporting the bindings: the export wrote nothing"
    );
    Ok(files)
}

fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        if !current.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&current).context("listing bindings")? {
            let path = entry.context("listing bindings")?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).context("naming a binding")?;
                let text = fs::read_to_string(&path).context("reading a binding")?;
                files.insert(name.to_string_lossy().into_owned(), text);
            }
        }
    }
    Ok(files)
}

/// Names that are in one only, or differ.
fn differing(wanted: &Files, committed: &Files) -> Vec<String> {
    let names = wanted
        .keys()
        .chain(committed.keys().filter(|name| !wanted.contains_key(*name)));
    names
        .filter(|name| wanted.get(*name) != committed.get(*name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests;
