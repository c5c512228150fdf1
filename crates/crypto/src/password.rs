//! Passwords that central checks itself: Argon2id as a PHC string. Unlocking a workstation is [`crate::PasswordSlot`]'s.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Params, Version};

use crate::hazmat::argon2id::Cost;
use crate::{CryptoError, Entropy, Secret};

/// How much one guess at a password stored by a server costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerPasswordParams {
    /// Memory in KiB; 19456 to 1048576 are accepted.
    pub memory_kib: u32,
    /// Passes over the memory; 2 to 16 are accepted.
    pub passes: u32,
    /// Lanes worked in parallel; 1 to 16 are accepted.
    pub lanes: u32,
}

impl ServerPasswordParams {
    /// OWASP's minimum for servers, which hash many passwords at once: 19 MiB, 2 passes, 1 lane. Less is refused.
    pub const STANDARD: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };
}

/// Hashes a password for storage, as `$argon2id$v=19$m=…,t=…,p=…$salt$hash` (PHC string format). The salt is 16 bytes.
///
/// # Errors
/// [`CryptoError::WeakParameters`] outside the accepted range; [`CryptoError::OutOfMemory`].
pub fn hash_password(
    password: &Secret<String>,
    params: ServerPasswordParams,
    entropy: &mut dyn Entropy,
) -> Result<String, CryptoError> {
    let cost = Cost {
        memory_kib: params.memory_kib,
        passes: params.passes,
        lanes: params.lanes,
    };
    let mut salt = [0_u8; 16];
    entropy.fill(&mut salt);
    // EXPOSE: the password goes into its hash and nowhere else.
    let password = password.expose().as_bytes();
    let hash: PasswordHash = cost
        .hasher()?
        .hash_password_with_salt(password, &salt)
        .map_err(refusal)?;
    Ok(hash.to_string())
}

/// Whether `password` is the one `phc` was made from; compared in constant time.
///
/// # Errors
/// [`CryptoError::BadEncoding`] if `phc` is not an Argon2id PHC string of version 19; [`CryptoError::WeakParameters`] if
/// its cost is outside the accepted range; [`CryptoError::OutOfMemory`].
pub fn verify_password(phc: &str, password: &Secret<String>) -> Result<bool, CryptoError> {
    let hash = PasswordHash::new(phc).map_err(|_| CryptoError::BadEncoding)?;
    let ours = hash.algorithm == Algorithm::Argon2id.ident()
        && hash.version == Some(Version::V0x13.into());
    if !ours || hash.salt.is_none() || hash.hash.is_none() {
        return Err(CryptoError::BadEncoding);
    }
    let params = Params::try_from(&hash).map_err(|_| CryptoError::BadEncoding)?;
    let cost = Cost {
        memory_kib: params.m_cost(),
        passes: params.t_cost(),
        lanes: params.p_cost(),
    };
    // EXPOSE: the password goes into its hash and nowhere else.
    let password = password.expose().as_bytes();
    match cost.hasher()?.verify_password(password, &hash) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: Error) -> CryptoError {
    match error {
        Error::OutOfMemory => CryptoError::OutOfMemory,
        _ => CryptoError::WeakParameters,
    }
}
