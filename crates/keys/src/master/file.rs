//! The master key in a file, as it is (mode 0600) or sealed under a passphrase.
//!
//! Who reads the plain file and the store has every patient key: it belongs on an encrypted disk of a host of its own, with
//! its backup kept apart from the store's. The sealed file lies safely in a backup; its passphrase does not belong
//! there. A hospital uses a security module instead.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use charthold_crypto::purpose::{Chart, Master};
use charthold_crypto::{Entropy, Key, Secret, SlotParams, unwrap, wrap};

use super::codec::{DAMAGED, decode_keys, encode_keys};
use super::vessel::{PassphraseFile, PlainFile, Vessel};
use super::{MasterKey, versioned};
use crate::KeysError;

/// A [`MasterKey`] in a file.
pub struct FileMaster {
    vessel: Box<dyn Vessel>,
    /// Version 1 first.
    keys: RwLock<Vec<Key<Master>>>,
}

impl FileMaster {
    /// Makes the plain file with version 1.
    ///
    /// # Errors
    /// [`KeysError::AlreadyInitialised`], [`KeysError::File`].
    pub fn make(path: &Path, entropy: &mut dyn Entropy) -> Result<Self, KeysError> {
        Self::make_in(Box::new(PlainFile(path.to_owned())), entropy)
    }

    /// Reads the plain file.
    ///
    /// # Errors
    /// [`KeysError::File`], [`KeysError::Exposed`], [`KeysError::Damaged`].
    pub fn open(path: &Path) -> Result<Self, KeysError> {
        Self::open_in(Box::new(PlainFile(path.to_owned())))
    }

    /// Makes the sealed file with version 1, under the passphrase in the file `passphrase`.
    ///
    /// # Errors
    /// As [`Self::make`], and [`KeysError::SecretUnusable`].
    pub fn make_sealed(
        path: &Path,
        passphrase: PathBuf,
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, KeysError> {
        let vessel = PassphraseFile::new(path.to_owned(), passphrase, params);
        Self::make_in(Box::new(vessel), entropy)
    }

    /// Reads the sealed file.
    ///
    /// # Errors
    /// As [`Self::open`], and [`KeysError::SecretUnusable`], [`KeysError::PassphraseRefused`].
    pub fn open_sealed(path: &Path, passphrase: PathBuf) -> Result<Self, KeysError> {
        let vessel = PassphraseFile::new(path.to_owned(), passphrase, SlotParams::STANDARD);
        Self::open_in(Box::new(vessel))
    }

    fn make_in(vessel: Box<dyn Vessel>, entropy: &mut dyn Entropy) -> Result<Self, KeysError> {
        if vessel.path().exists() {
            return Err(KeysError::AlreadyInitialised);
        }
        let keys = vec![Key::make(entropy)];
        // EXPOSE: the file is where the master key lives.
        vessel.write(encode_keys(&keys).expose(), entropy)?;
        let keys = RwLock::new(keys);
        Ok(Self { vessel, keys })
    }

    fn open_in(vessel: Box<dyn Vessel>) -> Result<Self, KeysError> {
        let keys = RwLock::new(read_keys(vessel.as_ref())?);
        Ok(Self { vessel, keys })
    }

    /// Reads the file again: another process may have rotated the key.
    fn reload(&self) -> Result<u32, KeysError> {
        let keys = read_keys(self.vessel.as_ref())?;
        let newest = newest_of(&keys)?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(newest)
    }

    fn with_key<T>(
        &self,
        version: u32,
        act: impl Fn(&Key<Master>) -> Result<T, KeysError>,
    ) -> Result<T, KeysError> {
        if !self.has(version) {
            self.reload()?;
        }
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        match keys.get(place_of(version)) {
            Some(key) => act(key),
            None => Err(KeysError::MasterVersionMissing { version }),
        }
    }

    fn has(&self, version: u32) -> bool {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(place_of(version)).is_some()
    }
}

impl MasterKey for FileMaster {
    fn newest(&self) -> Result<u32, KeysError> {
        self.reload()
    }

    fn wrap(
        &self,
        version: u32,
        context: &[u8],
        key: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, KeysError> {
        // The construction is the same whatever the key is for; the context says that.
        let key = Key::<Chart>::from_secret(Secret::new(*key));
        let entropy = std::cell::RefCell::new(entropy);
        self.with_key(version, |master| {
            Ok(wrap(
                master,
                &versioned(context, version),
                &key,
                *entropy.borrow_mut(),
            ))
        })
    }

    fn unwrap(
        &self,
        version: u32,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Secret<[u8; 32]>, KeysError> {
        self.with_key(version, |master| {
            let key: Key<Chart> =
                unwrap(master, &versioned(context, version), wrapped).map_err(|_| {
                    KeysError::Damaged {
                        what: "a wrapped key",
                    }
                })?;
            // EXPOSE: the bytes move into the caller's secret.
            Ok(Secret::new(*key.expose_bytes()))
        })
    }

    fn rotate(&self, entropy: &mut dyn Entropy) -> Result<u32, KeysError> {
        let mut keys = read_keys(self.vessel.as_ref())?;
        keys.push(Key::make(entropy));
        // EXPOSE: the file is where the master key lives.
        self.vessel.write(encode_keys(&keys).expose(), entropy)?;
        self.reload()
    }
}

/// Where `version` is in the list; version 0 is nowhere.
fn place_of(version: u32) -> usize {
    usize::try_from(version)
        .ok()
        .and_then(|version| version.checked_sub(1))
        .unwrap_or(usize::MAX)
}

fn newest_of(keys: &[Key<Master>]) -> Result<u32, KeysError> {
    u32::try_from(keys.len()).map_err(|_| DAMAGED)
}

fn read_keys(vessel: &dyn Vessel) -> Result<Vec<Key<Master>>, KeysError> {
    let bytes = vessel.read()?;
    // EXPOSE: read into keys, which guard the bytes as the secret did.
    decode_keys(bytes.expose())
}
