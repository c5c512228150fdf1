//! The limit of a durable write: bytes appended to a file, and fdatasync.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::stopwatch::timed;

/// A file that is appended to.
pub(crate) struct Append {
    file: File,
    bytes: Vec<u8>,
}

impl Append {
    /// Appends of `size_bytes` to a new file in `folder`, on the disk that is to be measured.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn new(folder: &Path, size_bytes: usize) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).context("making the file that is appended to")?;
        let bytes = vec![0x5a; size_bytes];
        Ok(Self { file, bytes })
    }

    /// Seconds one of `times` appends took, each on disk before the next.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn time(&mut self, times: usize) -> Result<f64> {
        let ((), span) = timed(|| {
            for _ in 0..times {
                self.file.write_all(&self.bytes)?;
                self.file.sync_data()?;
            }
            std::io::Result::Ok(())
        })
        .context("appending")?;
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        Ok(span.wall_s / f64::from(times))
    }
}
