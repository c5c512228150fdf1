//! SHA-256 (FIPS 180-4), HMAC-SHA256 (RFC 2104) and comparison that takes the same time whatever it finds.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::Key;
use crate::purpose::KeyPurpose;

/// SHA-256 of the concatenated parts. The boundaries are not hashed: give parts fixed or prefixed lengths.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// HMAC-SHA256 of the concatenated parts. The boundaries are not authenticated: give parts fixed or prefixed lengths.
#[must_use]
pub fn hmac_sha256<P: KeyPurpose>(key: &Key<P>, parts: &[&[u8]]) -> [u8; 32] {
    // EXPOSE: the key of the MAC.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_bytes())
        .expect("HMAC takes a key of any length (RFC 2104)");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// Whether two MACs or tokens are equal; the time depends on their lengths only.
#[must_use]
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
