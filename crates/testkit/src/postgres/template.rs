//! An empty cluster, made once per build folder and copied: `initdb` takes seconds, a copy does not.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::ClusterError;
use super::account::Account;
use super::installation::{self, Installation};

/// Lays an empty cluster at `data`, for `account`.
pub(super) fn copy(
    from: &Installation,
    account: &Account,
    data: &Path,
) -> Result<(), ClusterError> {
    let template = place(from)?;
    if !template.exists() {
        make(from, account, &template)?;
    }
    copy_folder(&template, data)?;
    account.give_all(data)
}

/// Beside the program that asks, where only whoever builds may write.
fn place(from: &Installation) -> Result<PathBuf, ClusterError> {
    let this = std::env::current_exe().map_err(ClusterError::file("looking for this program"))?;
    Ok(this.with_file_name(format!("empty-postgres-{}", from.version)))
}

fn make(from: &Installation, account: &Account, template: &Path) -> Result<(), ClusterError> {
    let folder = tempfile::tempdir().map_err(ClusterError::file("making a folder"))?;
    account.give(folder.path())?;
    let made = folder.path().join("data");
    let mut initdb = from.program("initdb");
    initdb.args([
        "-U",
        super::SUPERUSER,
        "-A",
        "trust",
        "--no-locale",
        "-E",
        "UTF8",
    ]);
    initdb
        .args(["--wal-segsize=1", "--no-sync", "--no-instructions", "-D"])
        .arg(&made);
    installation::run(&mut account.run(initdb), "making a cluster")?;
    // Copied beside its place and then moved: whoever else makes one finds none or a whole one.
    let beside = tempfile::tempdir_in(template.parent().unwrap_or(template))
        .map_err(ClusterError::file("making a folder"))?;
    let copied = beside.path().join("data");
    copy_folder(&made, &copied)?;
    match std::fs::rename(&copied, template) {
        Err(_) if template.exists() => Ok(()),
        moved => moved.map_err(ClusterError::file("keeping a cluster")),
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), ClusterError> {
    let mut copy = Command::new("cp");
    copy.args(["-R", "--preserve=mode"]).arg(from).arg(to);
    installation::run(&mut copy, "copying a cluster").map(drop)
}
