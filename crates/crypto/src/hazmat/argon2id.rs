//! Argon2id version 0x13 (RFC 9106), and the range of costs we accept.

use argon2::{Algorithm, Argon2, Params, Version};

use crate::CryptoError;

/// OWASP Password Storage Cheat Sheet: the least work for Argon2id is 19 MiB, two passes, one lane.
const FLOOR: Cost = Cost {
    memory_kib: 19 * 1024,
    passes: 2,
    lanes: 1,
};

/// A stored cost beyond this is not a setting but an attempt to stop the machine.
const CEILING: Cost = Cost {
    memory_kib: 1024 * 1024,
    passes: 16,
    lanes: 16,
};

/// How much work one guess costs.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Cost {
    /// The hasher for this cost.
    ///
    /// # Errors
    /// [`CryptoError::WeakParameters`] outside the accepted range.
    pub(crate) fn hasher(self) -> Result<Argon2<'static>, CryptoError> {
        let within = |value: u32, low: u32, high: u32| (low..=high).contains(&value);
        if !(within(self.memory_kib, FLOOR.memory_kib, CEILING.memory_kib)
            && within(self.passes, FLOOR.passes, CEILING.passes)
            && within(self.lanes, FLOOR.lanes, CEILING.lanes))
        {
            return Err(CryptoError::WeakParameters);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| CryptoError::WeakParameters)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// `Argon2id(password, salt, cost)`, 32 bytes into `out`.
///
/// # Errors
/// [`CryptoError::WeakParameters`] outside the accepted range; [`CryptoError::OutOfMemory`].
pub(crate) fn hash(
    password: &[u8],
    salt: &[u8; 16],
    cost: Cost,
    out: &mut [u8; 32],
) -> Result<(), CryptoError> {
    cost.hasher()?
        .hash_password_into(password, salt, out)
        .map_err(|error| match error {
            argon2::Error::OutOfMemory => CryptoError::OutOfMemory,
            _ => CryptoError::WeakParameters,
        })
}
