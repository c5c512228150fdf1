//! HKDF (RFC 5869): extract-and-expand over SHA-256, expand alone over SHA-512.

use ::hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};
use zeroize::Zeroize;

/// `HKDF-SHA256[salt, ikm](info, out.len())`; the parts of `info` are concatenated. At most 8160 bytes.
pub(crate) fn sha256(salt: &[u8], ikm: &[u8], info: &[&[u8]], out: &mut [u8]) {
    Hkdf::<Sha256>::new(Some(salt), ikm)
        .expand_multi_info(info, out)
        .expect("no construction of ours asks for more than 255 hashes");
}

/// `HKDF-Expand-SHA512(prk, info, out.len())`; the parts of `info` are concatenated. At most 16320 bytes.
///
/// Written on HMAC because the `hkdf` crate refuses a pseudorandom key shorter than the hash, and Cobblestone-256's is
/// 32 bytes: HMAC pads it, as RFC 2104 allows.
pub(crate) fn expand_sha512(prk: &[u8], info: &[&[u8]], out: &mut [u8]) {
    debug_assert!(out.len() <= 255 * 64, "RFC 5869 ends at 255 blocks");
    let keyed =
        Hmac::<Sha512>::new_from_slice(prk).expect("HMAC takes a key of any length (RFC 2104)");
    let mut block = [0_u8; 64];
    for (number, piece) in (1_u8..=255).zip(out.chunks_mut(64)) {
        let mut mac = keyed.clone();
        if number > 1 {
            mac.update(&block);
        }
        info.iter().for_each(|part| mac.update(part));
        mac.update(&[number]);
        block = mac.finalize().into_bytes().into();
        piece
            .iter_mut()
            .zip(block.iter())
            .for_each(|(to, from)| *to = *from);
    }
    block.zeroize();
}
