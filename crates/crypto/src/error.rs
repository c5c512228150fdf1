//! What can go wrong in this crate, and no more detail than a caller may safely learn.
//!
//! Every failed decryption is the one opaque [`CryptoError::NotOpened`]: a caller who could tell a wrong key from a
//! damaged byte would be an oracle. No variant carries a source, because the sources know about keys and plaintext.

/// A refusal of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CryptoError {
    /// The key, password, context or bytes do not belong together. Which one, is not said.
    #[error("opening sealed bytes: the key, the context and the bytes do not belong together")]
    NotOpened,
    /// The signature is not this key's over this label and message, or the key is not a sound one.
    #[error("verifying a signature: it is not this key's over this message")]
    BadSignature,
    /// Bytes or text do not have the form this crate writes.
    #[error("reading a cryptographic encoding: it does not have the expected form")]
    BadEncoding,
    /// A password hash asks for less work than we accept, or for more than a workstation can spare.
    #[error("choosing the cost of a password hash: it is outside the accepted range")]
    WeakParameters,
    /// A well-formed encoding from a later version of this software.
    #[error("reading a cryptographic encoding: its version is not supported")]
    UnsupportedVersion,
    /// The machine could not spare the memory a password hash needs; a cheaper cost may succeed.
    #[error("hashing a password: not enough memory")]
    OutOfMemory,
}
