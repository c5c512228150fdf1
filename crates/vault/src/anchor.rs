//! How far a workstation's journal had come when it was last used, kept where no copy of the journal reaches: a journal that has
//! not come so far was put back from a copy.
//!
//! ```text
//! CBOR { 0: 1 (version), 1: device[16], 2: audit seq, 3: audit hash[32], 4: changes, 5: digest[32] }
//! ```
//!
//! Nothing in it is secret. It is an entry of its own, for it is written often and the keys never are.

use charthold_crypto::Secret;
use charthold_domain::DeviceId;

use crate::{Keyring, VaultError};

const VERSION: u8 = 1;

/// How far a journal had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Anchor {
    #[n(0)]
    version: u8,
    /// Whose journal: one that is enrolled anew begins anew.
    #[n(1)]
    pub device: DeviceId,
    /// Number of its last audit event.
    #[n(2)]
    pub audit_seq: u64,
    /// Hash of that event.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub audit_hash: [u8; 32],
    /// Rows added, changed and removed.
    #[n(4)]
    pub changes: u64,
    /// Of all its rows.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub digest: [u8; 32],
}

impl Anchor {
    /// An anchor of `device`'s journal: its last audit event, and its changes with their digest.
    #[must_use]
    pub const fn new(
        device: DeviceId,
        (audit_seq, audit_hash): (u64, [u8; 32]),
        (changes, digest): (u64, [u8; 32]),
    ) -> Self {
        Self {
            version: VERSION,
            device,
            audit_seq,
            audit_hash,
            changes,
            digest,
        }
    }

    /// The anchor kept beside the keys of `account`; `None` when there is none, or one of another device.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`], [`VaultError::Damaged`], [`VaultError::TooNew`].
    pub fn load(
        keyring: &dyn Keyring,
        account: &str,
        device: DeviceId,
    ) -> Result<Option<Self>, VaultError> {
        let Some(entry) = keyring.load(&entry_of(account))? else {
            return Ok(None);
        };
        // EXPOSE: not secret.
        let anchor: Self = minicbor::decode(entry.expose()).map_err(|_| VaultError::Damaged)?;
        if anchor.version != VERSION {
            return Err(VaultError::TooNew);
        }
        Ok(Some(anchor).filter(|anchor| anchor.device == device))
    }

    /// Whether there is an anchor beside the keys of `account`, whosoever.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`], [`VaultError::Damaged`].
    pub fn exists(keyring: &dyn Keyring, account: &str) -> Result<bool, VaultError> {
        Ok(keyring.load(&entry_of(account))?.is_some())
    }

    /// Keeps it beside the keys of `account`.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`].
    pub fn save(&self, keyring: &dyn Keyring, account: &str) -> Result<(), VaultError> {
        // Encoding into memory cannot fail.
        let bytes = minicbor::to_vec(self).unwrap_or_default();
        keyring.save(&entry_of(account), &Secret::new(bytes))
    }

    /// Forgets the anchor of `account`.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`].
    pub fn delete(keyring: &dyn Keyring, account: &str) -> Result<(), VaultError> {
        keyring.delete(&entry_of(account))
    }
}

fn entry_of(account: &str) -> String {
    format!("{account}-anchor")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryKeyring;

    const DEVICE: DeviceId = DeviceId::from_bytes([7; 16]);

    fn anchor() -> Anchor {
        Anchor::new(DEVICE, (12, [1; 32]), (345, [2; 32]))
    }

    #[test]
    fn it_is_kept_beside_the_keys_and_is_of_one_device() {
        let keyring = MemoryKeyring::new();
        let load = |device| Anchor::load(&keyring, "home-1", device);
        assert_eq!(load(DEVICE), Ok(None));
        anchor().save(&keyring, "home-1").expect("it is there");
        assert_eq!(load(DEVICE), Ok(Some(anchor())));
        assert_eq!(load(DeviceId::from_bytes([8; 16])), Ok(None));
        assert!(keyring.load("home-1").is_ok_and(|keys| keys.is_none()));
        assert_eq!(Anchor::exists(&keyring, "home-1"), Ok(true));
        Anchor::delete(&keyring, "home-1").expect("it is there");
        assert_eq!(load(DEVICE), Ok(None));
        assert_eq!(Anchor::exists(&keyring, "home-1"), Ok(false));
    }

    #[test]
    fn a_damaged_or_newer_one_is_no_missing_one() {
        let keyring = MemoryKeyring::new();
        let keep = |bytes: Vec<u8>| keyring.save("home-1-anchor", &Secret::new(bytes));
        keep(vec![1, 2, 3]).expect("it is there");
        let load = || Anchor::load(&keyring, "home-1", DEVICE);
        assert_eq!(load(), Err(VaultError::Damaged));
        let newer = Anchor {
            version: 2,
            ..anchor()
        };
        newer.save(&keyring, "home-1").expect("it is there");
        assert_eq!(load(), Err(VaultError::TooNew));
    }
}
