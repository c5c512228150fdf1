//! AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D; `AEAD_AES_256_GCM` of RFC 5116), in place.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};

pub(crate) const TAG_BYTES: usize = 16;
pub(crate) const NONCE_BYTES: usize = 12;

/// One key, expanded. The key schedule is wiped on drop.
pub(crate) struct Cipher(Aes256Gcm);

/// The tag does not fit the key, nonce, associated data and ciphertext.
#[derive(Debug)]
pub(crate) struct Inauthentic;

impl Cipher {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(Aes256Gcm::new(key.into()))
    }

    /// Encrypts `data` in place and returns its tag. A key never sees the same nonce twice.
    pub(crate) fn encrypt(
        &self,
        nonce: &[u8; NONCE_BYTES],
        aad: &[u8],
        data: &mut [u8],
    ) -> [u8; TAG_BYTES] {
        self.0
            .encrypt_inout_detached(nonce.into(), aad, data.into())
            .expect("a chunk is far below GCM's limit of 64 GiB")
            .into()
    }

    /// Decrypts `data` in place after checking the tag; refused data is left as it was.
    pub(crate) fn decrypt(
        &self,
        nonce: &[u8; NONCE_BYTES],
        aad: &[u8],
        data: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), Inauthentic> {
        self.0
            .decrypt_inout_detached(nonce.into(), aad, data.into(), tag.into())
            .map_err(|_| Inauthentic)
    }
}
