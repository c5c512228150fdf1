//! The operating system's keyring: Secret Service, Credential Manager or Keychain.
//!
//! A keyring may put up a prompt and wait for ever, so every call runs on a thread of its own and is given up after a
//! while. Values are base64 text: KWallet's adapter keeps nothing else.

use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::Secret;
#[cfg(not(target_os = "linux"))]
use keyring::Entry;
#[cfg(target_os = "linux")]
use keyring_core::Entry;

use super::KEYRING_SERVICE;
use crate::{Keyring, VaultError};

/// A call that takes longer is waiting for a person, or for nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// A thread that was given up cannot be stopped; with this many waiting, no more are started.
const WAITING_MAX: usize = 4;

/// The [`Keyring`] of the product.
pub struct OsKeyring {
    patience: Duration,
    waiting: Arc<AtomicUsize>,
}

impl Default for OsKeyring {
    fn default() -> Self {
        Self::new()
    }
}

impl OsKeyring {
    /// The keyring of the session this process runs in. Nothing is contacted yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_patience(PATIENCE)
    }

    /// The same, giving up a call after `patience` instead of 10 s.
    #[must_use]
    pub fn with_patience(patience: Duration) -> Self {
        Self {
            patience,
            waiting: Arc::new(AtomicUsize::new(0)),
        }
    }

    /// Runs `call` on a thread of its own and waits for it, but not for ever.
    fn within_patience<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(VaultError::KeyringUnavailable);
        }
        let done = Done(Arc::clone(&self.waiting));
        let (sender, receiver) = mpsc::channel();
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                let answer = call();
                drop(done);
                // Nobody listens any more when it took too long; a late secret is wiped as it is dropped.
                let _late = sender.send(answer);
            })
            .map_err(|_| VaultError::KeyringUnavailable)?;
        receiver
            .recv_timeout(self.patience)
            .unwrap_or(Err(VaultError::KeyringUnavailable))
    }
}

/// Counts a call as over, also when it panics or never ran.
struct Done(Arc<AtomicUsize>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Keyring for OsKeyring {
    fn load(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        let account = account.to_owned();
        self.within_patience(move || {
            let text = match ask(&account, Entry::get_password) {
                Ok(text) => Secret::new(text),
                Err(keyring::Error::NoEntry) => return Ok(None),
                Err(keyring::Error::BadEncoding(_)) => return Err(VaultError::Damaged),
                Err(_) => return Err(VaultError::KeyringUnavailable),
            };
            // EXPOSE: from the keyring's text to bytes, both wiped.
            let bytes = STANDARD
                .decode(text.expose())
                .map_err(|_| VaultError::Damaged)?;
            Ok(Some(Secret::new(bytes)))
        })
    }

    fn save(&self, account: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        let account = account.to_owned();
        // EXPOSE: the keyring keeps text.
        let text = Secret::new(STANDARD.encode(secret.expose()));
        self.within_patience(move || {
            // EXPOSE: handed to the keyring, which is there to keep it.
            let saved = ask(&account, |entry| entry.set_password(text.expose()));
            saved.map_err(|_| VaultError::KeyringUnavailable)
        })
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        let account = account.to_owned();
        self.within_patience(move || match ask(&account, Entry::delete_credential) {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(_) => Err(VaultError::KeyringUnavailable),
        })
    }
}

/// Puts `question` about `account` to the Secret Service. An `Entry` of `keyring` itself connects to it once, keeps a failure of
/// that for the life of the process, and keeps a session that a service which was started anew (after a crash of it, or when
/// somebody logged in) does not know. So the connection is made here, once the service is there, and anew when it leads nowhere.
#[cfg(target_os = "linux")]
fn ask<T>(account: &str, question: impl Fn(&Entry) -> keyring::Result<T>) -> keyring::Result<T> {
    static CONNECTED: OnceLock<()> = OnceLock::new();
    if CONNECTED.get().is_none() {
        // One that dies while it is asked is started anew by the bus: there was nothing wrong with the question.
        connect().or_else(|_| connect())?;
        CONNECTED.get_or_init(|| ());
    }
    let put = || question(&Entry::new(KEYRING_SERVICE, account)?);
    match put() {
        // Each question can be put twice: what is saved or deleted already stays so.
        Err(keyring::Error::PlatformFailure(_)) => {
            connect()?;
            put()
        }
        answer => answer,
    }
}

/// All entries of this process are of this connection from now on.
#[cfg(target_os = "linux")]
fn connect() -> keyring::Result<()> {
    keyring_core::set_default_store(zbus_secret_service_keyring_store::Store::new()?);
    Ok(())
}

/// Keychain and Credential Manager are part of their systems: there is nothing to connect to.
#[cfg(not(target_os = "linux"))]
fn ask<T>(account: &str, question: impl Fn(&Entry) -> keyring::Result<T>) -> keyring::Result<T> {
    question(&Entry::new(KEYRING_SERVICE, account)?)
}
