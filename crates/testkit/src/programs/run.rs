//! One run of a program that says something and ends: let be, or cut off in the middle.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::task::JoinHandle;

use super::ProgramError;

/// A run that has begun.
pub struct Run {
    name: &'static str,
    child: Child,
    out: JoinHandle<String>,
    err: JoinHandle<String>,
}

/// What it said, and how it ended.
#[derive(Clone, Debug)]
pub struct Said {
    /// How it ended; none when it was killed.
    pub code: Option<i32>,
    /// On standard output.
    pub out: String,
    /// On standard error.
    pub err: String,
}

/// Whether a run got to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It was killed.
    Short,
    /// It had ended before.
    Late,
}

impl Run {
    pub(super) fn begin(name: &'static str, mut command: Command) -> Result<Self, ProgramError> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| ProgramError::Start(name, error))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        Ok(Self {
            name,
            child,
            out: tokio::spawn(read_out(out)),
            err: tokio::spawn(read_err(err)),
        })
    }

    /// The process, while it runs.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Whether it ends within `span`.
    pub async fn ends_within(&mut self, span: Duration) -> bool {
        tokio::time::timeout(span, self.child.wait()).await.is_ok()
    }

    /// Lets it come to its end.
    ///
    /// # Errors
    /// When the system does not tell how it ended.
    pub async fn end(mut self) -> Result<Said, ProgramError> {
        let status = self.child.wait().await;
        self.said(status).await
    }

    /// Kills it after `span`, unless it has ended by then.
    ///
    /// # Errors
    /// When the system does not tell how it ended.
    pub async fn cut_after(mut self, span: Duration) -> Result<(Cut, Said), ProgramError> {
        if self.ends_within(span).await {
            return Ok((Cut::Late, self.end().await?));
        }
        // Fails only for a program that has ended.
        let _ = self.child.start_kill();
        let status = self.child.wait().await;
        Ok((Cut::Short, self.said(status).await?))
    }

    async fn said(self, status: std::io::Result<ExitStatus>) -> Result<Said, ProgramError> {
        let status = status.map_err(|error| ProgramError::Start(self.name, error))?;
        Ok(Said {
            code: status.code(),
            out: self.out.await.unwrap_or_default(),
            err: self.err.await.unwrap_or_default(),
        })
    }
}

async fn read_out(from: Option<ChildStdout>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut from) = from {
        // What was said before a pipe broke was said.
        let _ = from.read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn read_err(from: Option<ChildStderr>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut from) = from {
        let _ = from.read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
