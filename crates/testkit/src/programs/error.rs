//! Why a program of ours is not running. Read by whoever develops, so that it may say where to look.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

/// A program could not be started, or is not there any more.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// It was not built.
    #[error("{0} is not beside this program; build it with cargo build -p charthold-{crate_name}", crate_name = crate_of(.0))]
    Missing(&'static str),
    /// The system refused to start it, or to give it a file for its output.
    #[error("starting {0}")]
    Start(&'static str, #[source] io::Error),
    /// It ended, which it should not.
    #[error("{name} ended by itself ({status}); it said why in {}", .log.display())]
    Ended {
        /// The program.
        name: &'static str,
        /// How it ended.
        status: ExitStatus,
        /// Where its output is.
        log: PathBuf,
    },
    /// The authority's certificate cannot be used.
    #[error("preparing to ask central whether it is ready")]
    Doorbell(#[source] rustls::Error),
    /// Central did not get ready.
    #[error(
        "central did not get ready; see charthold-central.log and charthold-keys.log in {}",
        .0.display()
    )]
    NotReady(PathBuf),
}

/// The crate a program comes from.
fn crate_of(program: &str) -> &str {
    match program {
        "charthold-central" => "central",
        "charthold-keys" => "keys",
        "chartholdctl" => "ctl",
        other => other,
    }
}
