//! The folder a demo lives in: taking it for this process, and deciding whether what is in it can
//! go on, must begin again, or is none of our business.

use std::fs::{self, DirBuilder, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use charthold_domain::Timestamp;

use crate::arguments::{Arguments, Filling};
use crate::console;
use crate::marker::Marker;

/// A folder taken for this process.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// How far it got.
    pub(crate) marker: Marker,
    _lock: File,
}

impl Folder {
    /// Takes the folder. A hospital that was not finished begins again: nobody can have used it.
    ///
    /// # Errors
    /// When another demo has it, or it holds something else.
    pub(crate) fn take(arguments: &Arguments, now: Timestamp) -> Result<Self> {
        let path = std::path::absolute(&arguments.data).context("finding the data folder")?;
        let asked = arguments
            .find_filling()
            .context("finding the folder to import")?;
        let Some(marker) = Marker::find(&path)? else {
            if !is_vacant(&path)? {
                bail!(
                    "{} holds something that is not a demo's; nothing was changed. \
                     Choose another folder with --data.",
                    path.display()
                );
            }
            make_private(&path)?;
            let lock = lock(&path)?;
            return Self::begin(path, lock, asked.unwrap_or_default(), now);
        };
        let lock = lock(&path)?;
        if arguments.fresh {
            clear(&path)?;
            return Self::begin(path, lock, asked.unwrap_or_default(), now);
        }
        if !marker.seeded {
            console::say("An earlier run was not finished; beginning again.");
            clear(&path)?;
            return Self::begin(path, lock, asked.unwrap_or(marker.filling), now);
        }
        if asked.is_some_and(|asked| asked != marker.filling) {
            console::say(
                "This hospital has its patients already; --fresh makes the one asked for.",
            );
        }
        Ok(Self {
            path,
            marker,
            _lock: lock,
        })
    }

    /// The marker comes first, so that a hospital half made is known for ours.
    fn begin(path: PathBuf, lock: File, filling: Filling, now: Timestamp) -> Result<Self> {
        let marker = Marker::new(filling, now);
        marker.save(&path)?;
        Ok(Self {
            path,
            marker,
            _lock: lock,
        })
    }

    /// The folder, absolute.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Notes that central holds everything.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn note_seeded(&mut self) -> Result<()> {
        self.marker.seeded = true;
        self.marker.save(&self.path)
    }
}

fn make_private(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).context("making the data folder")
}

/// Whether nothing is there but what [`KEPT`] names.
fn is_vacant(path: &Path) -> Result<bool> {
    Ok(!path.exists() || list_ours(path)?.is_empty())
}

/// Deletes everything but what [`KEPT`] names. Invariant: called only with a marker found.
fn clear(path: &Path) -> Result<()> {
    for entry in list_ours(path)? {
        let deleted = if entry.is_dir() && !entry.is_symlink() {
            fs::remove_dir_all(&entry)
        } else {
            fs::remove_file(&entry)
        };
        deleted.context("deleting the earlier demo")?;
    }
    Ok(())
}

fn list_ours(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).context("listing the data folder")? {
        let entry = entry.context("listing the data folder")?;
        if !KEPT.iter().any(|kept| entry.file_name() == *kept) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// The lock is held by this process; the keyring's daemon is running already when the demo starts,
/// and the secret in it is replaced when the workstation enrols again.
const KEPT: [&str; 2] = ["lock", "keyring"];

/// Held until the process ends, however it ends.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path.join("lock")).context("taking the data folder")?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            bail!("another demo is running on {}", path.display())
        }
        Err(fs::TryLockError::Error(error)) => Err(error).context("taking the data folder"),
    }
}

#[cfg(test)]
mod tests;
