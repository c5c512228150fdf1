//! Where the workstation's secret lives: the operating system's keyring. Any process of the same OS user can read it
//! there (CVE-2018-19358), so it is only ever one of the two secrets that open a chart.

mod memory;
mod os;

use charthold_crypto::Secret;

use crate::VaultError;

pub use memory::MemoryKeyring;
pub use os::OsKeyring;

/// The service every entry of ours is filed under.
pub const KEYRING_SERVICE: &str = "org.charthold.workstation";

/// Keeps one secret per account. An account is a name such as a workstation's id; it is not secret.
pub trait Keyring: Send + Sync {
    /// The secret of `account`; `None` when the keyring answers and has none.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`]; [`VaultError::Damaged`] for an entry that is not ours.
    fn load(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError>;

    /// Keeps `secret` for `account` instead of what was there.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`].
    fn save(&self, account: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError>;

    /// Forgets the secret of `account`; it is no error when there was none.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`].
    fn delete(&self, account: &str) -> Result<(), VaultError>;
}
