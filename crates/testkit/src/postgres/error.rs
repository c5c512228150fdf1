//! Why there is no private PostgreSQL. Read by whoever develops, so that it may quote the server.

use std::io;

/// A private cluster could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// The server is not installed.
    #[error(
        "PostgreSQL 15 or later is not installed here: run `cargo xtask setup`, or \
         `apt-get install postgresql`"
    )]
    Missing,
    /// There is nobody to run it as: the server refuses to be root.
    #[error("the account postgres, which the package postgresql makes, is not here")]
    NoAccount,
    /// A file or program could not be used.
    #[error("{0}")]
    File(&'static str, #[source] io::Error),
    /// A program of PostgreSQL's said no.
    #[error("{attempt}: {said}")]
    Refused {
        /// What was being attempted.
        attempt: &'static str,
        /// Its words.
        said: String,
    },
}

impl ClusterError {
    /// A failure to use a file or program.
    pub(super) fn file(attempt: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File(attempt, source)
    }
}
