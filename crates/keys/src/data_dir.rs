//! The folder of a key service: `keys.db`, and `master.key` or `master.sealed`, for its owner's eyes only.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::KeysError;

/// A key service's folder.
#[derive(Clone, Debug)]
pub(crate) struct DataDir(PathBuf);

impl DataDir {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder, for its owner alone.
    pub(crate) fn make(&self) -> Result<(), KeysError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.0)
            .map_err(KeysError::file("making the data folder"))
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.0.join("keys.db")
    }

    pub(crate) fn master(&self) -> PathBuf {
        self.0.join("master.key")
    }

    pub(crate) fn sealed_master(&self) -> PathBuf {
        self.0.join("master.sealed")
    }
}

/// Writes a file that only its owner may read, wholly or not at all, and waits until it is on the disk.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), KeysError> {
    let doing = || KeysError::file("writing a private file");
    let draft = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft).map_err(doing())?;
    file.write_all(bytes).map_err(doing())?;
    file.sync_all().map_err(doing())?;
    fs::rename(&draft, path).map_err(doing())?;
    // The name is on the disk only when its folder is.
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(doing())
}

/// Refuses a private file that others may read.
#[cfg(unix)]
pub(crate) fn check_private(path: &Path, what: &'static str) -> Result<(), KeysError> {
    use std::os::unix::fs::PermissionsExt;

    let found = fs::metadata(path).map_err(KeysError::file("reading a private file"))?;
    if found.permissions().mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeysError::Exposed { what })
    }
}

/// Other systems inherit the folder's access list.
#[cfg(not(unix))]
pub(crate) fn check_private(_: &Path, _: &'static str) -> Result<(), KeysError> {
    Ok(())
}
