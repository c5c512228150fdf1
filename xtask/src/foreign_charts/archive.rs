//! Charts that are kept packed: `.tar.xz` archives, unpacked once into our cache.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::SETS;
use crate::{
    terminal,
    workspace::{self, Workspace},
};

/// The archives in the sets' folders under `folder`, by name.
///
/// # Errors
/// When a folder that is there cannot be listed.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut archives = Vec::new();
    for set in SETS.iter().map(|set| folder.join(set)) {
        if !set.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&set).context("listing archives of charts")? {
            let path = entry.context("listing archives of charts")?.path();
            if path.to_string_lossy().ends_with(".tar.xz") {
                archives.push(path);
            }
        }
    }
    archives.sort();
    Ok(archives)
}

/// Unpacks `archives` under `into` unless exactly they were; answers `into`.
///
/// # Errors
/// When one cannot be unpacked.
pub(super) fn ensure_unpacked(
    workspace: &Workspace,
    archives: &[PathBuf],
    into: &Path,
) -> Result<PathBuf> {
    let wanted = stamp(archives)?;
    let note = into.join("charthold-stamp");
    if fs::read_to_string(&note).is_ok_and(|found| found == wanted) {
        return Ok(into.to_path_buf());
    }
    terminal::step("unpacking foreign charts");
    if into.exists() {
        fs::remove_dir_all(into).context("removing charts unpacked before")?;
    }
    fs::create_dir_all(into).context("making a folder for charts")?;
    for archive in archives {
        let mut tar = workspace.program("tar");
        tar.arg("-xJf").arg(archive).arg("-C").arg(into);
        workspace::run(&mut tar)?;
    }
    fs::write(note, wanted).context("noting what was unpacked")?;
    Ok(into.to_path_buf())
}

/// Names and sizes; archives of the same name and size are taken for the same.
fn stamp(archives: &[PathBuf]) -> Result<String> {
    let mut stamp = String::new();
    for archive in archives {
        let size = fs::metadata(archive)
            .context("looking at an archive of charts")?
            .len();
        stamp.push_str(&format!("{} {size}\n", archive.display()));
    }
    Ok(stamp)
}
