//! What can be wrong with an operation, sorted by whose fault it is.

/// An operation, a chain or a patch could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChartlogError {
    /// The bytes are no operation of a version this program knows.
    #[error("reading an operation: malformed {0}")]
    Malformed(&'static str),
    /// A newer program wrote it; it is kept and shown as unreadable.
    #[error("reading an operation: written for schema {needs}, this program knows {known}")]
    NewerSchema {
        /// The lowest schema that may read it.
        needs: u16,
        /// What this program knows.
        known: u16,
    },
    /// A signature, hash or seal does not hold.
    #[error("verifying an operation: {0} does not hold")]
    Damaged(&'static str),
    /// Text given to be recorded is no FHIR resource.
    #[error("recording a resource: {0}")]
    NotAResource(&'static str),
    /// What was chosen is not what the record asks.
    #[error("settling a record: {0}")]
    NotInQuestion(&'static str),
}
