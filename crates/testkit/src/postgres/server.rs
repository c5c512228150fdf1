//! The server process: started in this process's group, so that what ends the test ends it too.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::ClusterError;

/// A server that takes connections.
pub(super) struct Server {
    child: Child,
}

impl Server {
    /// Starts `postgres` and waits until it says that it is ready.
    pub(super) fn start(postgres: &mut Command) -> Result<Self, ClusterError> {
        let mut child = postgres
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(ClusterError::file("starting postgres"))?;
        let (tell, told) = mpsc::channel();
        if let Some(log) = child.stderr.take() {
            // Reads on after that, or the server would wait for somebody to.
            std::thread::spawn(move || {
                for line in BufReader::new(log).lines().map_while(Result::ok) {
                    // Nobody listens once it is ready.
                    let _ = tell.send(line);
                }
            });
        }
        let server = Self { child };
        let mut said = String::new();
        while let Ok(line) = told.recv_timeout(PATIENCE) {
            if line.contains("ready to accept connections") {
                return Ok(server);
            }
            said.push_str(&line);
            said.push('\n');
        }
        Err(ClusterError::Refused {
            attempt: "starting postgres",
            said,
        })
    }

    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a crash does, and waits until it has ended.
    pub(super) fn crash(mut self) -> Result<(), ClusterError> {
        self.quit().map_err(ClusterError::file("ending postgres"))
    }

    fn quit(&mut self) -> std::io::Result<()> {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // An immediate shutdown in PostgreSQL's words; its children end with it.
            kill_process(pid, Signal::QUIT)?;
        }
        self.child.wait().map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been ended already.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.quit();
        }
    }
}

/// Between two lines of its log while it starts.
const PATIENCE: Duration = Duration::from_secs(60);
