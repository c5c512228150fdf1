//! Files that were named on the command line, and what is piped in: text, read whole, and never more
//! of it than the command takes, so that a wrong path cannot fill the memory.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use charthold_workstation::WorkstationError;

/// The most one kind of input may hold.
#[derive(Clone, Copy)]
pub(crate) struct Limit(u64);

impl Limit {
    /// One resource: a scanned document is the largest there is.
    pub(crate) const RESOURCE: Self = Self(16 << 20);
    /// What somebody writes or pastes.
    pub(crate) const NOTE: Self = Self(1 << 20);
    /// Some certificates.
    pub(crate) const CERTIFICATES: Self = Self(1 << 20);
    /// A line that somebody remembers.
    pub(crate) const PASSWORD: Self = Self(1 << 10);
}

/// The text of the file at `path`.
pub(crate) fn read_file(path: &Path, limit: Limit) -> Result<String, WorkstationError> {
    read(File::open(path).map_err(WorkstationError::File)?, limit)
}

/// All the text that `from` gives.
pub(crate) fn read(from: impl Read, Limit(limit): Limit) -> Result<String, WorkstationError> {
    let mut bytes = Vec::new();
    let mut from = from.take(limit.saturating_add(1));
    from.read_to_end(&mut bytes)
        .map_err(WorkstationError::File)?;
    if u64::try_from(bytes.len()).map_or(true, |length| length > limit) {
        return Err(WorkstationError::InvalidInput(
            "the input is larger than this command takes",
        ));
    }
    String::from_utf8(bytes)
        .map_err(|_| WorkstationError::InvalidInput("the input is not UTF-8 text"))
}

#[cfg(test)]
mod tests;
