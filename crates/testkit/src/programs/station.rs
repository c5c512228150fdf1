//! A workstation without a window: one home, and `chartholdctl` run on it. It uses the keyring of the
//! operating system, as everybody's does.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::program::command;
use super::{ProgramError, Run, Said, find_program};
use crate::hospital::DemoPerson;

/// A home, and the program that works in it.
pub struct Station {
    program: PathBuf,
    /// Words put before the program, as `sh -c …`.
    before: Vec<OsString>,
    home: PathBuf,
    passwords: PathBuf,
}

impl Station {
    /// The workstation at `home`; passwords are kept in files in `folder`.
    ///
    /// # Errors
    /// [`ProgramError::Missing`] when `chartholdctl` was not built.
    pub fn at(home: &Path, folder: &Path) -> Result<Self, ProgramError> {
        Ok(Self {
            program: find_program(CTL)?,
            before: Vec::new(),
            home: home.to_owned(),
            passwords: folder.to_owned(),
        })
    }

    /// The same, run by another program that takes it as its last arguments.
    #[must_use]
    pub fn run_by<A: AsRef<OsStr>>(&self, before: &[A]) -> Self {
        Self {
            program: self.program.clone(),
            before: before.iter().map(|word| word.as_ref().into()).collect(),
            home: self.home.clone(),
            passwords: self.passwords.clone(),
        }
    }

    /// Its home.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Begins `chartholdctl` with `--home`, `--json` and `arguments`.
    ///
    /// # Errors
    /// When it cannot start.
    pub fn begin<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Run, ProgramError> {
        self.begin_in(&["--json"], arguments)
    }

    /// Runs `chartholdctl` with `--home`, `--json` and `arguments` to its end.
    ///
    /// # Errors
    /// When it cannot start.
    pub async fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Said, ProgramError> {
        self.begin(arguments)?.end().await
    }

    /// As [`Self::run`], in words.
    ///
    /// # Errors
    /// When it cannot start.
    pub async fn tell<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Said, ProgramError> {
        self.begin_in(&[], arguments)?.end().await
    }

    /// The arguments that let `person` in.
    ///
    /// # Errors
    /// When the file with the password cannot be written.
    pub fn sign_in(&self, person: &DemoPerson) -> Result<[OsString; 4], ProgramError> {
        let file = self.passwords.join(format!("{}.password", person.username));
        std::fs::write(&file, person.password).map_err(|error| ProgramError::Start(CTL, error))?;
        Ok([
            "--user".into(),
            person.username.into(),
            "--password-file".into(),
            file.into_os_string(),
        ])
    }

    fn begin_in<A: AsRef<OsStr>>(
        &self,
        before: &[&str],
        arguments: &[A],
    ) -> Result<Run, ProgramError> {
        let mut words = self.before.clone();
        words.push(self.program.clone().into_os_string());
        let mut words = words.into_iter();
        let first = words.next().unwrap_or_default();
        let mut command = command(Path::new(&first));
        command
            .args(words)
            .arg("--home")
            .arg(&self.home)
            .args(before)
            .args(arguments);
        Run::begin(CTL, command)
    }
}

const CTL: &str = "chartholdctl";
