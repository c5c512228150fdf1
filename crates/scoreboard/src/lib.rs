#![doc = include_str!("../README.md")]

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Where `cargo xtask test` wants the rows; unset when a test runs alone.
pub const FOLDER: &str = "CHARTHOLD_SCOREBOARD";

/// What one test of faults found. It is recorded by a test that held, as its last act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which kind of fault, as `F16`: the rows of the design's table.
    pub fault: String,
    /// Which of its tests, in a word of its own.
    pub part: String,
    /// How many faults were tried, all of which were survived.
    pub tried: u64,
    /// How many the negative control (the same without what protects) did not survive; absent: there is none.
    pub control: Option<u64>,
}

impl Row {
    /// `tried` faults of a kind were survived.
    #[must_use]
    pub fn held(fault: &str, part: &str, tried: u64) -> Self {
        Self {
            fault: fault.to_owned(),
            part: part.to_owned(),
            tried,
            control: None,
        }
    }

    /// And without what protects, so many were not.
    #[must_use]
    pub fn against(mut self, control: u64) -> Self {
        self.control = Some(control);
        self
    }

    /// Records it where the test run wants it, if there is a test run.
    ///
    /// # Panics
    /// When it cannot be written: a row that is lost must not look like a test that did not run.
    #[expect(
        clippy::expect_used,
        reason = "a test that cannot say what it found has failed"
    )]
    pub fn record(&self) {
        if let Some(folder) = std::env::var_os(FOLDER) {
            self.write_to(&PathBuf::from(folder))
                .expect("the row can be written");
        }
    }

    /// Writes it into `folder`, instead of what the same test wrote before.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write_to(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let name = format!("{}-{}.json", self.fault, self.part);
        std::fs::write(folder.join(name), serde_json::to_vec(self)?)
    }
}

/// The rows in `folder`, in no order; none when there is none.
///
/// # Errors
/// Those of the file system, and when a file is no row.
pub fn read_from(folder: &Path) -> io::Result<Vec<Row>> {
    let files = match std::fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    files
        .map(|file| Ok(serde_json::from_slice(&std::fs::read(file?.path())?)?))
        .collect()
}

#[cfg(test)]
mod tests;
