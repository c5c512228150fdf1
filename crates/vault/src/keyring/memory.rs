//! A keyring that forgets when the process ends: for tests, for the workstation that seeds the demonstration hospital, and
//! for the workstations of a load test. Where a person works it is never used: there is [`super::OsKeyring`] and no fallback.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use charthold_crypto::Secret;

use crate::{Keyring, VaultError};

/// A [`Keyring`] in memory.
#[derive(Default)]
pub struct MemoryKeyring {
    entries: Mutex<BTreeMap<String, Secret<Vec<u8>>>>,
}

impl MemoryKeyring {
    /// An empty keyring.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<String, Secret<Vec<u8>>>> {
        // Every change is one insert or remove: a map left by a panicking thread is whole.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keyring for MemoryKeyring {
    fn load(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        Ok(self.entries().get(account).map(copied))
    }

    fn save(&self, account: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        self.entries().insert(account.to_owned(), copied(secret));
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.entries().remove(account);
        Ok(())
    }
}

fn copied(secret: &Secret<Vec<u8>>) -> Secret<Vec<u8>> {
    // EXPOSE: the keyring and its caller each own a copy, as with the operating system's.
    Secret::new(secret.expose().clone())
}
