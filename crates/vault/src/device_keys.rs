//! The workstation's own keys, made at enrolment and kept by the OS keyring as one entry:
//!
//! ```text
//! CBOR { 0: 1 (version), 1: device secret[32], 2: Ed25519 seed[32], 3: X25519 secret[32] }
//! ```
//!
//! They open the journal and sign for the device while nobody is signed in. They open no chart.

use std::convert::Infallible;

use charthold_crypto::purpose::{Chart, Database, DeviceSecret};
use charthold_crypto::{
    AgreementSecret, Entropy, Key, Secret, SigningSecret, VerifyingKey, hmac_sha256,
};

use crate::{Keyring, VaultError};

const VERSION: u8 = 1;
/// 1 for the map, 2 for the version, 35 for each key, and some to spare.
const ENCODED_BYTES_MAX: usize = 128;

const JOURNAL_LABEL: &str = "db/journal/v1";
const DIRECTORY_LABEL: &str = "db/directory/v1";

/// What the OS keyring keeps for one workstation. Wiped on drop.
pub struct DeviceKeys {
    secret: Key<DeviceSecret>,
    signing: SigningSecret,
    agreement: AgreementSecret,
}

impl DeviceKeys {
    /// Fresh random keys, at enrolment.
    pub fn make(entropy: &mut dyn Entropy) -> Self {
        Self {
            secret: Key::make(entropy),
            signing: SigningSecret::make(entropy),
            agreement: AgreementSecret::make(entropy),
        }
    }

    /// The keys kept for `account`; `None` when the keyring answers and has none.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`], [`VaultError::Damaged`], [`VaultError::TooNew`].
    pub fn load(keyring: &dyn Keyring, account: &str) -> Result<Option<Self>, VaultError> {
        match keyring.load(account)? {
            // EXPOSE: read into keys, which guard the bytes as the secret did.
            Some(entry) => Self::decode(entry.expose()).map(Some),
            None => Ok(None),
        }
    }

    /// The keys of a workstation that is known to be enrolled: their absence is a failure.
    ///
    /// # Errors
    /// [`VaultError::KeyringWiped`], and those of [`Self::load`].
    pub fn load_enrolled(keyring: &dyn Keyring, account: &str) -> Result<Self, VaultError> {
        Self::load(keyring, account)?.ok_or(VaultError::KeyringWiped)
    }

    /// Keeps the keys for `account`.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`].
    pub fn save(&self, keyring: &dyn Keyring, account: &str) -> Result<(), VaultError> {
        keyring.save(account, &self.encode())
    }

    /// Keeps the signing key of `self` for `account`, and fresh random bytes in place of what opens the journal and whatever was sealed
    /// to this device: that is gone wherever the disk is, and the device can still say so.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`].
    pub fn save_signing_alone(
        &self,
        keyring: &dyn Keyring,
        account: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        // EXPOSE: from one holder of the signing key to another, both wiped.
        let seed = Secret::new(*self.signing.expose_bytes());
        let stripped = Self {
            secret: Key::make(entropy),
            signing: SigningSecret::from_secret(seed),
            agreement: AgreementSecret::make(entropy),
        };
        stripped.save(keyring, account)
    }

    /// All of them, as the keyring keeps them, to be put by.
    #[must_use]
    pub fn to_entry(&self) -> Secret<Vec<u8>> {
        self.encode()
    }

    /// Reads what [`Self::to_entry`] made.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::TooNew`].
    pub fn from_entry(entry: &Secret<Vec<u8>>) -> Result<Self, VaultError> {
        // EXPOSE: read into keys, which guard the bytes as the secret did.
        Self::decode(entry.expose())
    }

    /// Signs operations, audit events and requests of this device.
    #[must_use]
    pub fn signing(&self) -> &SigningSecret {
        &self.signing
    }

    /// Opens what is sealed to this device.
    #[must_use]
    pub fn agreement(&self) -> &AgreementSecret {
        &self.agreement
    }

    /// Who this device is to those who check its signatures.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.signing.public()
    }

    /// The key of `journal.db`: derived from the device secret alone, for it stays open while locked.
    #[must_use]
    pub fn journal_key(&self) -> Key<Database> {
        self.secret.derive(JOURNAL_LABEL, &[])
    }

    /// The key of `directory.db`: from this device *and* the facility log's key, which only signed-in people have.
    /// The same for every person of the workstation.
    #[must_use]
    pub fn directory_key(&self, facility: &Key<Chart>) -> Key<Database> {
        let part = Secret::new(hmac_sha256(&self.secret, &[DIRECTORY_LABEL.as_bytes()]));
        // EXPOSE: the device's half, which the derivation binds to the facility's.
        facility.derive(DIRECTORY_LABEL, part.expose())
    }

    /// The half of every password slot that is not in anybody's head.
    pub(crate) fn secret(&self) -> &Key<DeviceSecret> {
        &self.secret
    }

    fn encode(&self) -> Secret<Vec<u8>> {
        let mut e = minicbor::Encoder::new(Vec::with_capacity(ENCODED_BYTES_MAX));
        // Encoding into memory cannot fail, and the vector never grows: no copy is left behind to wipe.
        let _infallible: Result<(), minicbor::encode::Error<Infallible>> = self.encode_into(&mut e);
        Secret::new(e.into_writer())
    }

    fn encode_into(
        &self,
        e: &mut minicbor::Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.map(4)?.u8(0)?.u8(VERSION)?;
        // EXPOSE: the keyring is where these keys live.
        e.u8(1)?.bytes(self.secret.expose_bytes())?;
        // EXPOSE: as above.
        e.u8(2)?.bytes(self.signing.expose_bytes())?;
        // EXPOSE: as above.
        e.u8(3)?.bytes(self.agreement.expose_bytes())?;
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        let mut d = minicbor::Decoder::new(bytes);
        if d.map().map_err(damaged)? != Some(4) {
            return Err(VaultError::Damaged);
        }
        field(&mut d, 0)?;
        if d.u8().map_err(damaged)? != VERSION {
            return Err(VaultError::TooNew);
        }
        field(&mut d, 1)?;
        let secret = Key::from_slice(d.bytes().map_err(damaged)?);
        field(&mut d, 2)?;
        let signing = SigningSecret::from_secret(seed(&mut d)?);
        field(&mut d, 3)?;
        let agreement = AgreementSecret::from_secret(seed(&mut d)?);
        Ok(Self {
            secret: secret.map_err(|_| VaultError::Damaged)?,
            signing,
            agreement,
        })
    }
}

fn damaged(_: minicbor::decode::Error) -> VaultError {
    VaultError::Damaged
}

/// Reads the next map key, which must be `expected`.
fn field(d: &mut minicbor::Decoder<'_>, expected: u8) -> Result<(), VaultError> {
    match d.u8() {
        Ok(key) if key == expected => Ok(()),
        _ => Err(VaultError::Damaged),
    }
}

fn seed(d: &mut minicbor::Decoder<'_>) -> Result<Secret<[u8; 32]>, VaultError> {
    let bytes = d.bytes().map_err(damaged)?;
    bytes
        .try_into()
        .map(Secret::new)
        .map_err(|_| VaultError::Damaged)
}
