//! What a master key's file is kept in: as it is, or sealed under a passphrase.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use charthold_crypto::{Entropy, Secret, SlotParams};

use crate::KeysError;
use crate::data_dir::{check_private, write_private};
use crate::sealed_file::{PassphraseKey, SealedFile};
use crate::secret_file::read_secret;

const LABEL: &[u8] = b"charthold/master-file/1";
const WHAT: &str = "the master key";

/// Reads and writes the bytes of a master key, wholly or not at all.
pub(super) trait Vessel: Send + Sync {
    fn path(&self) -> &PathBuf;

    fn read(&self) -> Result<Secret<Vec<u8>>, KeysError>;

    fn write(&self, bytes: &[u8], entropy: &mut dyn Entropy) -> Result<(), KeysError>;
}

/// A file that its owner alone may read, and nothing more.
pub(super) struct PlainFile(pub(super) PathBuf);

impl Vessel for PlainFile {
    fn path(&self) -> &PathBuf {
        &self.0
    }

    fn read(&self) -> Result<Secret<Vec<u8>>, KeysError> {
        read_file(&self.0)
    }

    fn write(&self, bytes: &[u8], _: &mut dyn Entropy) -> Result<(), KeysError> {
        write_private(&self.0, bytes)
    }
}

/// A file sealed under a passphrase that lies elsewhere.
pub(super) struct PassphraseFile {
    path: PathBuf,
    passphrase: PathBuf,
    params: SlotParams,
    /// Of the last reading, as long as nobody changes the passphrase.
    key: Mutex<Option<PassphraseKey>>,
}

impl PassphraseFile {
    /// The file at `path`, under the passphrase in the file `passphrase`; made at the cost of `params`.
    pub(super) fn new(path: PathBuf, passphrase: PathBuf, params: SlotParams) -> Self {
        Self {
            path,
            passphrase,
            params,
            key: Mutex::new(None),
        }
    }

    fn passphrase(&self) -> Result<Secret<String>, KeysError> {
        read_secret(&self.passphrase, "the passphrase")
    }
}

impl Vessel for PassphraseFile {
    fn path(&self) -> &PathBuf {
        &self.path
    }

    fn read(&self) -> Result<Secret<Vec<u8>>, KeysError> {
        let bytes = read_file(&self.path)?;
        // EXPOSE: sealed bytes are not secret.
        let file = SealedFile::from_bytes(bytes.expose())?;
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = kept.as_ref().filter(|key| key.fits(&file)) {
            return key.open(LABEL, &file);
        }
        let key = PassphraseKey::of(&self.passphrase()?, &file)?;
        let opened = key.open(LABEL, &file)?;
        *kept = Some(key);
        Ok(opened)
    }

    fn write(&self, bytes: &[u8], entropy: &mut dyn Entropy) -> Result<(), KeysError> {
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        let key = match kept.take() {
            Some(key) => key,
            None => PassphraseKey::make(&self.passphrase()?, self.params, entropy)?,
        };
        let written = write_private(&self.path, &key.seal(LABEL, bytes, entropy));
        *kept = Some(key);
        written
    }
}

/// Another passphrase for a sealed file. What takes time is done before anybody has to wait for it.
pub(crate) struct Resealing {
    file: PassphraseFile,
    next: PassphraseKey,
}

impl Resealing {
    /// Opens the file at `path` with the first passphrase, and makes a key of the next at the cost of `params`.
    ///
    /// # Errors
    /// Those of reading the file and both passphrases.
    pub(crate) fn prepare(
        path: &Path,
        (passphrase, next): (&Path, &Path),
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, KeysError> {
        let file = PassphraseFile::new(path.to_owned(), passphrase.to_owned(), params);
        file.read()?;
        let next = read_secret(next, "the new passphrase")?;
        let next = PassphraseKey::make(&next, params, entropy)?;
        Ok(Self { file, next })
    }

    /// Writes the file under the next passphrase. What was wrapped stays as it is.
    ///
    /// # Errors
    /// Those of reading and writing the file.
    pub(crate) fn finish(&self, entropy: &mut dyn Entropy) -> Result<(), KeysError> {
        let bytes = self.file.read()?;
        // EXPOSE: into the seal.
        let sealed = self.next.seal(LABEL, bytes.expose(), entropy);
        write_private(&self.file.path, &sealed)
    }
}

fn read_file(path: &PathBuf) -> Result<Secret<Vec<u8>>, KeysError> {
    check_private(path, WHAT)?;
    std::fs::read(path)
        .map(Secret::new)
        .map_err(KeysError::file("reading the master key"))
}
