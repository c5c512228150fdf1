//! A program of ours that runs beside this one: started with its output in a file, ended with
//! SIGTERM or, to see what it does then, with SIGKILL; never left behind.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use super::ProgramError;

/// A program that was started.
pub struct Program {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

/// Where the program `name` is: beside this one, or, for a test, one folder up.
///
/// # Errors
/// [`ProgramError::Missing`] when it was not built.
pub fn find_program(name: &'static str) -> Result<PathBuf, ProgramError> {
    let this = std::env::current_exe().map_err(|error| ProgramError::Start(name, error))?;
    let beside = this.with_file_name(name);
    let above = this
        .parent()
        .and_then(Path::parent)
        .map(|folder| folder.join(name));
    [Some(beside), above]
        .into_iter()
        .flatten()
        .find(|path| path.is_file())
        .ok_or(ProgramError::Missing(name))
}

/// A command that knows nothing of the settings this shell may have for another site.
pub(super) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (variable, _) in std::env::vars_os() {
        let ours = variable.to_str();
        if ours.is_some_and(|name| name.starts_with("CHARTHOLD_")) {
            command.env_remove(variable);
        }
    }
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

impl Program {
    /// Starts the program `name`; its output is added to `name.log` in `folder`.
    ///
    /// # Errors
    /// When it is not there or cannot start.
    pub fn start(
        name: &'static str,
        folder: &Path,
        arguments: &[&OsStr],
        environment: &[(&str, &OsStr)],
    ) -> Result<Self, ProgramError> {
        Self::start_by(&[], name, folder, arguments, environment)
    }

    /// The same, run by another program that takes it as its last arguments.
    ///
    /// # Errors
    /// As there.
    pub fn start_by(
        before: &[&OsStr],
        name: &'static str,
        folder: &Path,
        arguments: &[&OsStr],
        environment: &[(&str, &OsStr)],
    ) -> Result<Self, ProgramError> {
        let path = find_program(name)?;
        let refused = |error| ProgramError::Start(name, error);
        let log = folder.join(format!("{name}.log"));
        let out = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .map_err(refused)?;
        let both = out.try_clone().map_err(refused)?;
        let mut words = before.iter().copied().chain([path.as_os_str()]);
        let first = words.next().unwrap_or(path.as_os_str());
        let child = command(Path::new(first))
            .args(words)
            .args(arguments)
            .envs(environment.iter().copied())
            .stdout(out)
            .stderr(both)
            // Ctrl-C is for whoever started it, who then ends it in order.
            .process_group(0)
            .spawn()
            .map_err(refused)?;
        Ok(Self { name, child, log })
    }

    /// Its process, while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits until it ends by itself; says how, and where it said why.
    pub async fn ended(&mut self) -> (ExitStatus, ProgramError) {
        let status = self.child.wait().await.unwrap_or_default();
        let (name, log) = (self.name, self.log.clone());
        (status, ProgramError::Ended { name, status, log })
    }

    /// Ends it: asks, and after a while insists.
    pub async fn stop(mut self) {
        let asked = self
            .child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw)
            .is_some_and(|pid| kill_process(pid, Signal::TERM).is_ok());
        let ended = asked
            && tokio::time::timeout(PATIENCE, self.child.wait())
                .await
                .is_ok();
        if !ended {
            self.kill().await;
        }
    }

    /// Ends it as a power cut does.
    pub async fn kill(&mut self) {
        // Fails only for a program that has ended.
        let _ = self.child.kill().await;
    }
}

/// Central finishes the requests it is in before it ends.
const PATIENCE: Duration = Duration::from_secs(10);
