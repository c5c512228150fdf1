//! What keeps central from starting, or a local command from being carried out. What a caller of
//! an endpoint is told is `answer`'s.

use std::io;

use charthold_central_store::StoreError;
use charthold_crypto::CryptoError;

/// Central could not do what it was started for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CentralError {
    /// A setting is missing or cannot be used.
    #[error("reading the settings: {0}")]
    Setting(&'static str),
    /// The settings are no TOML of the expected shape.
    #[error("reading the settings")]
    Settings(#[source] toml::de::Error),
    /// A value given on the command line cannot be used.
    #[error("{0}")]
    Usage(&'static str),
    /// A file could not be read or written.
    #[error("{attempt}")]
    File {
        /// What was being attempted.
        attempt: &'static str,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The store could not be used.
    #[error("using the store")]
    Store(#[from] StoreError),
    /// There is no hospital in the store yet.
    #[error("opening the store: it belongs to no hospital yet; run `init` first")]
    NotFounded,
    /// The store is older than what was last served.
    #[error(
        "opening the store: it is at epoch {found}, epoch {served} was served before; it was \
         moved away from, or restored and a new epoch has to begin"
    )]
    EpochBehind {
        /// The epoch in the store.
        found: u64,
        /// The last one served.
        served: u64,
    },
    /// The operator log is not what was written.
    #[error(
        "reading the operator log: line {line} does not hold; put the file `operator-log` of the data folder back from a copy of \
         its own. Without one, move it away: it is begun anew from the store, and what was withdrawn or closed since the \
         store was last put back has to be looked at with `devices` and done again"
    )]
    OperatorLog {
        /// The first line that does not hold.
        line: u64,
    },
    /// The signing key cannot be used.
    #[error("reading the signing key")]
    SigningKey(#[source] CryptoError),
    /// A certificate or its key cannot be used.
    #[error("setting up TLS")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The address cannot be listened on.
    #[error("listening")]
    Listen(#[source] io::Error),
    /// A password could not be hashed.
    #[error("hashing a password")]
    Password(#[source] CryptoError),
}

impl CentralError {
    /// A failure to read or write a file.
    pub(crate) fn file(attempt: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { attempt, source }
    }
}
