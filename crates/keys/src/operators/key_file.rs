//! An operator's signing key in a file, sealed under their passphrase: `seed[32] ‖ name`.

use std::path::Path;

use charthold_crypto::{Entropy, Secret, Signature, SigningSecret, SlotParams};

use super::{Operator, check_name};
use crate::KeysError;
use crate::data_dir::{check_private, write_private};
use crate::sealed_file::{PassphraseKey, SealedFile};
use crate::secret_file::read_secret;

const LABEL: &[u8] = b"charthold/operator-key/1";
const WHAT: &str = "an operator's key";
const PASSPHRASE: &str = "the operator's passphrase";
const DAMAGED: KeysError = KeysError::Damaged {
    what: "an operator's key",
};

/// An operator who can sign.
pub struct OperatorKey {
    name: String,
    secret: SigningSecret,
}

impl OperatorKey {
    /// Makes a key for the operator `name` and writes it to `path`, sealed under the passphrase in a file.
    ///
    /// # Errors
    /// [`KeysError::OperatorUnusable`] for the name; [`KeysError::AlreadyInitialised`]; those of the files.
    pub fn make(
        name: &str,
        (path, passphrase): (&Path, &Path),
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, KeysError> {
        check_name(name)?;
        if path.exists() {
            return Err(KeysError::AlreadyInitialised);
        }
        let passphrase = read_secret(passphrase, PASSPHRASE)?;
        let key = PassphraseKey::make(&passphrase, params, entropy)?;
        let secret = SigningSecret::make(entropy);
        // EXPOSE: into the seal.
        let bytes = Secret::new([secret.expose_bytes().as_slice(), name.as_bytes()].concat());
        // EXPOSE: into the seal.
        write_private(path, &key.seal(LABEL, bytes.expose(), entropy))?;
        Ok(Self {
            name: name.to_owned(),
            secret,
        })
    }

    /// Opens what [`Self::make`] wrote.
    ///
    /// # Errors
    /// [`KeysError::PassphraseRefused`], [`KeysError::Damaged`]; those of the files.
    pub fn open(path: &Path, passphrase: &Path) -> Result<Self, KeysError> {
        check_private(path, WHAT)?;
        let bytes = std::fs::read(path).map_err(KeysError::file("reading an operator's key"))?;
        let file = SealedFile::from_bytes(&bytes)?;
        let passphrase = read_secret(passphrase, PASSPHRASE)?;
        let opened = PassphraseKey::of(&passphrase, &file)?.open(LABEL, &file)?;
        // EXPOSE: the seed into the signing key, which guards it as the secret did.
        let (seed, name) = opened.expose().split_first_chunk().ok_or(DAMAGED)?;
        let secret = SigningSecret::from_secret(Secret::new(*seed));
        let name = std::str::from_utf8(name).map_err(|_| DAMAGED)?.to_owned();
        Ok(Self { name, secret })
    }

    /// Who they are.
    #[must_use]
    pub fn operator(&self) -> Operator {
        Operator {
            name: self.name.clone(),
            key: self.secret.public(),
        }
    }

    pub(crate) fn sign(&self, label: &'static str, message: &[u8]) -> Signature {
        self.secret.sign(label, message)
    }
}
