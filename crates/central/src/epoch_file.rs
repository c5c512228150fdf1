//! The greatest epoch served, written outside the store: a store put back from a copy is older than that, and its devices
//! would lose what they believe to be here.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::CentralError;

const FILE: &str = "epoch";

/// The greatest epoch served from the folder `data`; 0 when none was.
///
/// # Errors
/// [`CentralError::File`], [`CentralError::Setting`]: unreadable, or no number.
pub(crate) fn served(data: &Path) -> Result<u64, CentralError> {
    match std::fs::read_to_string(data.join(FILE)) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| CentralError::Setting("the epoch file")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) => Err(CentralError::file("reading the epoch file")(error)),
    }
}

/// Makes sure that a store at epoch `found` is not older than what was served; answers that.
///
/// # Errors
/// [`CentralError::EpochBehind`].
pub(crate) fn require(data: &Path, found: u64) -> Result<u64, CentralError> {
    let served = served(data)?;
    if found < served {
        return Err(CentralError::EpochBehind { found, served });
    }
    Ok(served)
}

/// Before epoch `found` is served: writes it down, on disk when this returns.
///
/// # Errors
/// [`CentralError::EpochBehind`], [`CentralError::File`].
pub(crate) fn raise(data: &Path, found: u64) -> Result<(), CentralError> {
    if found > require(data, found)? {
        write(data, found)?;
    }
    Ok(())
}

/// Writes `epoch` beside a copy of the store.
///
/// # Errors
/// [`CentralError::File`].
pub(crate) fn write(folder: &Path, epoch: u64) -> Result<(), CentralError> {
    let attempt = "writing the epoch file";
    // Whole or not at all: half a number would be a smaller one.
    let part = folder.join("epoch.part");
    std::fs::File::create(&part)
        .and_then(|mut file| {
            file.write_all(epoch.to_string().as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&part, folder.join(FILE)))
        .and_then(|()| std::fs::File::open(folder)?.sync_all())
        .map_err(CentralError::file(attempt))
}
