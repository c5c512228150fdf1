//! Sealing data: Cobblestone-256 of <https://c2sp.org/chunked-encryption> (SHA-512 and AES-256-GCM).
//!
//! ```text
//! key[32] ‖ base nonce[12] ‖ commitment[32] =
//!     HKDF-Expand-SHA512(input key, "c2sp.org/chunked-encryption@v1+" ‖ "AEAD_AES_256_GCM" ‖ 0x00 ‖ salt[24] ‖ context)
//! sealed = salt ‖ commitment ‖ AES-256-GCM[key, base nonce XOR i](chunk i) for each i
//! ```
//!
//! Chunks are 16 KiB and the last is always shorter, maybe empty, so a cut or an addition at a chunk's edge shows.
//! The commitment makes a sealed text open under one key and context only. Compression, padding and the context itself
//! are the caller's.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::hazmat::aes_gcm::{Cipher, NONCE_BYTES, TAG_BYTES};
use crate::hazmat::hkdf;
use crate::purpose::KeyPurpose;
use crate::{CryptoError, Entropy, Key, Secret};

const LABEL: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";
const SALT_BYTES: usize = 24;
const COMMITMENT_BYTES: usize = 32;
const CHUNK_BYTES: usize = 16 * 1024;
const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;

/// Seals `plaintext` of any length under `key`, bound to `context`: nothing opens it without the same context.
///
/// The result is 72 bytes longer, plus 16 for every full 16 KiB. The 24-byte salt comes from `entropy`.
#[must_use]
pub fn seal<P: KeyPurpose>(
    key: &Key<P>,
    context: &[u8],
    plaintext: &[u8],
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    seal_parts(key, &[context], plaintext, entropy)
}

/// Opens what [`seal`] made with the same key and context.
///
/// # Errors
/// [`CryptoError::NotOpened`], whatever the reason.
pub fn open<P: KeyPurpose>(
    key: &Key<P>,
    context: &[u8],
    sealed: &[u8],
) -> Result<Secret<Vec<u8>>, CryptoError> {
    open_parts(key, &[context], sealed)
}

/// [`seal`] with a context given in parts, which are concatenated.
pub(crate) fn seal_parts<P: KeyPurpose>(
    key: &Key<P>,
    context: &[&[u8]],
    plaintext: &[u8],
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    let mut salt = [0_u8; SALT_BYTES];
    entropy.fill(&mut salt);
    let message = MessageKey::derive(key, &salt, context);

    let chunks = plaintext.len() / CHUNK_BYTES + 1;
    let overhead = SALT_BYTES + COMMITMENT_BYTES + chunks * TAG_BYTES;
    let mut sealed = Vec::with_capacity(plaintext.len() + overhead);
    sealed.extend_from_slice(&salt);
    sealed.extend_from_slice(&message.commitment);

    let full = plaintext.chunks_exact(CHUNK_BYTES);
    let last = full.remainder();
    for (number, chunk) in (0_u64..).zip(full.chain([last])) {
        // In place, and the vector never grows: no plaintext is left behind to wipe.
        let start = sealed.len();
        sealed.extend_from_slice(chunk);
        let (_, data) = sealed.split_at_mut(start);
        let tag = message.cipher.encrypt(&message.nonce(number), &[], data);
        sealed.extend_from_slice(&tag);
    }
    sealed
}

/// [`open`] with a context given in parts, which are concatenated.
pub(crate) fn open_parts<P: KeyPurpose>(
    key: &Key<P>,
    context: &[&[u8]],
    sealed: &[u8],
) -> Result<Secret<Vec<u8>>, CryptoError> {
    let (salt, rest) = sealed
        .split_first_chunk::<SALT_BYTES>()
        .ok_or(CryptoError::NotOpened)?;
    let (commitment, body) = rest
        .split_first_chunk::<COMMITMENT_BYTES>()
        .ok_or(CryptoError::NotOpened)?;
    let message = MessageKey::derive(key, salt, context);
    if !bool::from(message.commitment.ct_eq(commitment)) {
        return Err(CryptoError::NotOpened);
    }

    // Room for all of it at once: a vector that grew would leave plaintext in freed memory.
    let mut plaintext = Secret::new(Vec::with_capacity(body.len()));
    let full = body.chunks_exact(SEALED_CHUNK_BYTES);
    let last = full.remainder();
    for (number, chunk) in (0_u64..).zip(full.chain([last])) {
        // The last chunk is shorter than a full one by construction; one shorter than a tag, or absent, fails here.
        let (ciphertext, tag) = chunk
            .split_last_chunk::<TAG_BYTES>()
            .ok_or(CryptoError::NotOpened)?;
        let out = plaintext.expose_mut();
        let start = out.len();
        out.extend_from_slice(ciphertext);
        let (_, data) = out.split_at_mut(start);
        message
            .cipher
            .decrypt(&message.nonce(number), &[], data, tag)
            .map_err(|_| CryptoError::NotOpened)?;
    }
    Ok(plaintext)
}

/// What one message is sealed with; used once.
struct MessageKey {
    cipher: Cipher,
    base_nonce: [u8; NONCE_BYTES],
    commitment: [u8; COMMITMENT_BYTES],
}

impl MessageKey {
    fn derive<P: KeyPurpose>(key: &Key<P>, salt: &[u8; SALT_BYTES], context: &[&[u8]]) -> Self {
        let mut info = vec![LABEL, salt.as_slice()];
        info.extend_from_slice(context);
        let mut derived = Zeroizing::new([0_u8; 32 + NONCE_BYTES + COMMITMENT_BYTES]);
        // EXPOSE: the input key of the key derivation, never of a cipher.
        hkdf::expand_sha512(key.expose_bytes(), &info, derived.as_mut_slice());

        let (message_key, rest) = derived.split_at(32);
        let (nonce, committed) = rest.split_at(NONCE_BYTES);
        let mut cipher_key = Zeroizing::new([0_u8; 32]);
        cipher_key.copy_from_slice(message_key);
        let mut base_nonce = [0_u8; NONCE_BYTES];
        base_nonce.copy_from_slice(nonce);
        let mut commitment = [0_u8; COMMITMENT_BYTES];
        commitment.copy_from_slice(committed);
        Self {
            cipher: Cipher::new(&cipher_key),
            base_nonce,
            commitment,
        }
    }

    /// The base nonce XOR the chunk number as a big-endian integer of the same width.
    fn nonce(&self, number: u64) -> [u8; NONCE_BYTES] {
        let mut nonce = self.base_nonce;
        let (_, low) = nonce.split_at_mut(NONCE_BYTES - 8);
        low.iter_mut()
            .zip(number.to_be_bytes())
            .for_each(|(byte, count)| *byte ^= count);
        nonce
    }
}
