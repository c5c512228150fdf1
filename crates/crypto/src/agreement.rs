//! Sealing to a person's or device's X25519 key: HPKE base mode (RFC 9180), DHKEM(X25519, HKDF-SHA256),
//! HKDF-SHA256, AES-256-GCM, one message per encapsulation. Who sent it is not proven here: signatures are.

use std::convert::Infallible;

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

use crate::locked::Place;
use crate::{CryptoError, Entropy, Secret, hex};

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Length of `enc`, the ephemeral public key in front of the ciphertext.
const ENCAPPED_BYTES: usize = 32;

/// An X25519 private key: in locked memory, wiped on drop.
pub struct AgreementSecret {
    bytes: Place,
}

impl AgreementSecret {
    /// A fresh random key.
    pub fn make(entropy: &mut dyn Entropy) -> Self {
        let mut bytes = Place::take();
        entropy.fill(bytes.bytes_mut());
        Self { bytes }
    }

    /// Adopts bytes that came from a key store. Any 32 bytes are a key: X25519 clamps them (RFC 7748).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the caller's copy is wiped when it is dropped here"
    )]
    #[must_use]
    pub fn from_secret(secret: Secret<[u8; 32]>) -> Self {
        let mut bytes = Place::take();
        // EXPOSE: into the key, which guards it as the secret did.
        bytes.bytes_mut().copy_from_slice(secret.expose());
        Self { bytes }
    }

    /// The raw bytes. Every call is preceded by an `EXPOSE` comment that says why it is needed.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.bytes.bytes()
    }

    /// The public key that belongs to this one.
    #[must_use]
    pub fn public(&self) -> AgreementPublic {
        AgreementPublic(
            X25519HkdfSha256::sk_to_pk(&self.private_key())
                .to_bytes()
                .into(),
        )
    }

    /// Opens what [`AgreementPublic::seal_to`] sealed to this key with the same `info` and `aad`.
    ///
    /// # Errors
    /// [`CryptoError::NotOpened`], whatever the reason.
    pub fn open_sealed(
        &self,
        info: &[u8],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        let (encapped, ciphertext) = sealed
            .split_at_checked(ENCAPPED_BYTES)
            .ok_or(CryptoError::NotOpened)?;
        let encapped = EncappedKey::from_bytes(encapped).map_err(|_| CryptoError::NotOpened)?;
        hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.private_key(),
            &encapped,
            info,
            ciphertext,
            aad,
        )
        .map(Secret::new)
        .map_err(|_| CryptoError::NotOpened)
    }

    fn private_key(&self) -> PrivateKey {
        PrivateKey::from_bytes(self.bytes.bytes()).expect("32 bytes are an X25519 private key")
    }
}

/// An X25519 public key (RFC 7748, 32 bytes); in CBOR a byte string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgreementPublic(pub [u8; 32]);

impl AgreementPublic {
    /// Reads a public key.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] unless it is 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, CryptoError> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| CryptoError::BadEncoding)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals `plaintext` so that only the holder of the secret key opens it: `enc[32] ‖ ciphertext ‖ tag[16]`.
    /// `info` and `aad` must be the same on opening.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] if this is no usable public key (a point of small order).
    pub fn seal_to(
        &self,
        info: &[u8],
        aad: &[u8],
        plaintext: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, CryptoError> {
        let recipient = PublicKey::from_bytes(&self.0).map_err(|_| CryptoError::BadEncoding)?;
        let (encapped, ciphertext) =
            hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &recipient,
                info,
                plaintext,
                aad,
                &mut EntropyRng(entropy),
            )
            .map_err(|_| CryptoError::BadEncoding)?;
        let mut sealed = encapped.to_bytes().to_vec();
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }
}

impl std::fmt::Debug for AgreementPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hex::debug(f, "AgreementPublic", &self.0)
    }
}

impl<C> minicbor::Encode<C> for AgreementPublic {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for AgreementPublic {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_slice(d.bytes()?)
            .map_err(|_| minicbor::decode::Error::message("an agreement key is 32 bytes"))
    }
}

/// Our source of randomness in the shape `hpke` asks for.
struct EntropyRng<'a>(&'a mut dyn Entropy);

impl TryRng for EntropyRng<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(out);
        Ok(())
    }
}

impl TryCryptoRng for EntropyRng<'_> {}
