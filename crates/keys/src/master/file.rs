//! The master key in a file: CBOR `{ 0: 1, 1: [key of version 1, key of version 2, …] }`, mode 0600.
//!
//! Who reads this file and the store has every patient key: it belongs on an encrypted disk of a host of its own, with
//! its backup kept apart from the store's. A hospital uses a security module instead.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use charthold_crypto::purpose::{Chart, Master};
use charthold_crypto::{Entropy, Key, Secret, unwrap, wrap};

use super::MasterKey;
use crate::KeysError;
use crate::data_dir::{check_private, write_private};

const FORMAT: u8 = 1;
const DAMAGED: KeysError = KeysError::Damaged {
    what: "the master key's file",
};

/// A [`MasterKey`] in a file.
pub struct FileMaster {
    path: PathBuf,
    /// Version 1 first.
    keys: RwLock<Vec<Key<Master>>>,
}

impl FileMaster {
    /// Makes the file with version 1.
    ///
    /// # Errors
    /// [`KeysError::AlreadyInitialised`], [`KeysError::File`].
    pub fn make(path: &Path, entropy: &mut dyn Entropy) -> Result<Self, KeysError> {
        if path.exists() {
            return Err(KeysError::AlreadyInitialised);
        }
        let keys = vec![Key::make(entropy)];
        write_keys(path, &keys)?;
        Ok(Self {
            path: path.to_owned(),
            keys: RwLock::new(keys),
        })
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`KeysError::File`], [`KeysError::MasterExposed`], [`KeysError::Damaged`].
    pub fn open(path: &Path) -> Result<Self, KeysError> {
        let keys = read_keys(path)?;
        Ok(Self {
            path: path.to_owned(),
            keys: RwLock::new(keys),
        })
    }

    /// Reads the file again: another process may have rotated the key.
    fn reload(&self) -> Result<u32, KeysError> {
        let keys = read_keys(&self.path)?;
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
        let mut keys = read_keys(&self.path)?;
        keys.push(Key::make(entropy));
        write_keys(&self.path, &keys)?;
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

fn versioned(context: &[u8], version: u32) -> Vec<u8> {
    [context, &version.to_be_bytes()].concat()
}

fn write_keys(path: &Path, keys: &[Key<Master>]) -> Result<(), KeysError> {
    // Room for all at once: a vector that grew would leave keys in freed memory.
    let mut e = minicbor::Encoder::new(Vec::with_capacity(64 + keys.len() * 34));
    // Encoding into memory cannot fail.
    let _infallible: Result<(), minicbor::encode::Error<Infallible>> = encode_keys(&mut e, keys);
    let bytes = Secret::new(e.into_writer());
    // EXPOSE: the file is where the master key lives.
    write_private(path, bytes.expose())
}

fn encode_keys(
    e: &mut minicbor::Encoder<Vec<u8>>,
    keys: &[Key<Master>],
) -> Result<(), minicbor::encode::Error<Infallible>> {
    let count = u64::try_from(keys.len()).unwrap_or(u64::MAX);
    e.map(2)?.u8(0)?.u8(FORMAT)?.u8(1)?.array(count)?;
    for key in keys {
        // EXPOSE: into the file.
        e.bytes(key.expose_bytes())?;
    }
    Ok(())
}

fn read_keys(path: &Path) -> Result<Vec<Key<Master>>, KeysError> {
    check_private(path)?;
    let bytes = std::fs::read(path).map_err(KeysError::file("reading the master key"))?;
    let bytes = Secret::new(bytes);
    // EXPOSE: read into keys, which guard the bytes as the secret did.
    let keys = decode_keys(bytes.expose()).map_err(|_| DAMAGED)?;
    if keys.is_empty() {
        Err(DAMAGED)
    } else {
        Ok(keys)
    }
}

fn decode_keys(bytes: &[u8]) -> Result<Vec<Key<Master>>, minicbor::decode::Error> {
    let wrong = || minicbor::decode::Error::message("not a master key file of this format");
    let mut d = minicbor::Decoder::new(bytes);
    if d.map()? != Some(2) || d.u8()? != 0 || d.u8()? != FORMAT || d.u8()? != 1 {
        return Err(wrong());
    }
    let count = d.array()?.ok_or_else(wrong)?;
    let keys: Result<Vec<_>, _> = (0..count)
        .map(|_| Key::from_slice(d.bytes()?).map_err(|_| wrong()))
        .collect();
    if d.position() == bytes.len() {
        keys
    } else {
        Err(wrong())
    }
}
