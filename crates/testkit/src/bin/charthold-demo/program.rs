//! A program of ours that runs beside the demo: started with its output in a file, ended with
//! SIGTERM, never left behind.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

/// A program that was started.
pub(crate) struct Program {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts the program `name`, which stands beside this one; its output goes to `name.log` in
    /// `folder`.
    ///
    /// # Errors
    /// When it is not there or cannot start.
    pub(crate) fn start(
        name: &'static str,
        folder: &Path,
        arguments: &[&OsStr],
        environment: &[(&str, &OsStr)],
    ) -> Result<Self> {
        let path = std::env::current_exe()
            .context("finding the programs")?
            .with_file_name(name);
        ensure!(
            path.is_file(),
            "{name} is not beside charthold-demo; build it, or run cargo xtask demo"
        );
        let log = folder.join(format!("{name}.log"));
        let out = File::create(&log).context("making a log file")?;
        let both = out.try_clone().context("making a log file")?;
        let mut command = Command::new(path);
        for (variable, _) in std::env::vars_os() {
            // The settings are those of the files; what this shell says of another site is not meant.
            if variable
                .to_str()
                .is_some_and(|name| name.starts_with("CHARTHOLD_"))
            {
                command.env_remove(variable);
            }
        }
        command
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(both)
            // Ctrl-C is for the demo, which then ends its programs in order.
            .process_group(0)
            .kill_on_drop(true);
        let child = command
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        Ok(Self { name, child, log })
    }

    /// Waits until it ends by itself; says how, and where it said why.
    pub(crate) async fn ended(&mut self) -> (std::process::ExitStatus, Error) {
        let status = self.child.wait().await.unwrap_or_default();
        let (name, log) = (self.name, self.log.display());
        (
            status,
            anyhow!("{name} ended by itself ({status}); it said why in {log}"),
        )
    }

    /// Ends it: asks, and after a while insists.
    pub(crate) async fn stop(mut self) {
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
            // Fails only for a program that has ended.
            let _ = self.child.kill().await;
        }
    }
}

/// Central finishes the requests it is in before it ends.
const PATIENCE: Duration = Duration::from_secs(10);
