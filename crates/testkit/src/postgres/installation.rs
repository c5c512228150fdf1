//! PostgreSQL's programs, where Debian puts them; the newest version there is.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::ClusterError;

/// An installed PostgreSQL.
pub(super) struct Installation {
    pub(super) version: u32,
    programs: PathBuf,
}

impl Installation {
    /// The newest from 15 on.
    pub(super) fn find() -> Result<Self, ClusterError> {
        let versions = std::fs::read_dir(DEBIAN).map_err(|_| ClusterError::Missing)?;
        versions
            .filter_map(|entry| {
                let folder = entry.ok()?.path();
                let version = folder.file_name()?.to_str()?.parse().ok()?;
                let programs = folder.join("bin");
                programs
                    .join("postgres")
                    .is_file()
                    .then_some(Self { version, programs })
            })
            .filter(|installation| installation.version >= OLDEST)
            .max_by_key(|installation| installation.version)
            .ok_or(ClusterError::Missing)
    }

    /// One of its programs, without the settings this shell may have for another database.
    pub(super) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.env_clear().env("LC_ALL", "C").stdin(Stdio::null());
        command
    }
}

/// Runs `command` to its end; answers what it printed.
pub(super) fn run(command: &mut Command, attempt: &'static str) -> Result<String, ClusterError> {
    let output = command.output().map_err(ClusterError::file(attempt))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(ClusterError::Refused { attempt, said })
    }
}

const DEBIAN: &str = "/usr/lib/postgresql";
const OLDEST: u32 = 15;
