//! The limit of sealing: one HKDF and one AES-256-GCM over the same bytes, from the same libraries
//! as the product's.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use anyhow::{Result, anyhow};
use hkdf::Hkdf;
use sha2::Sha512;

/// A body under a bare AEAD.
pub(crate) struct Bare {
    /// Salt of the key.
    salt: [u8; 24],
    /// Ciphertext and tag.
    sealed: Vec<u8>,
}

/// Seals `plain`.
///
/// # Errors
/// None that happen.
pub(crate) fn seal(secret: &[u8; 64], salt: [u8; 24], plain: &[u8]) -> Result<Bare> {
    let (cipher, nonce) = message_key(secret, &salt)?;
    let mut sealed = plain.to_vec();
    sealed.reserve(TAG_BYTES);
    let tag: [u8; TAG_BYTES] = cipher
        .encrypt_inout_detached((&nonce).into(), &[], sealed.as_mut_slice().into())
        .map_err(|_| anyhow!("a bare AEAD did not seal"))?
        .into();
    sealed.extend_from_slice(&tag);
    Ok(Bare { salt, sealed })
}

/// Opens what [`seal`] made.
///
/// # Errors
/// When it is another's.
pub(crate) fn open(secret: &[u8; 64], bare: &Bare) -> Result<Vec<u8>> {
    let (cipher, nonce) = message_key(secret, &bare.salt)?;
    let (body, tag) = bare
        .sealed
        .split_last_chunk::<TAG_BYTES>()
        .ok_or_else(|| anyhow!("a bare AEAD is cut short"))?;
    let mut plain = body.to_vec();
    cipher
        .decrypt_inout_detached(
            (&nonce).into(),
            &[],
            plain.as_mut_slice().into(),
            tag.into(),
        )
        .map_err(|_| anyhow!("a bare AEAD did not open"))?;
    Ok(plain)
}

fn message_key(secret: &[u8; 64], salt: &[u8; 24]) -> Result<(Aes256Gcm, [u8; 12])> {
    let expander = Hkdf::<Sha512>::from_prk(secret).map_err(|_| anyhow!("a bare HKDF refused"))?;
    let mut derived = [0_u8; 44];
    expander
        .expand(salt, &mut derived)
        .map_err(|_| anyhow!("a bare HKDF did not expand"))?;
    let (key, nonce) = derived
        .split_first_chunk::<32>()
        .ok_or_else(|| anyhow!("a bare HKDF fell short"))?;
    Ok((Aes256Gcm::new(key.into()), nonce.try_into()?))
}

const TAG_BYTES: usize = 16;
