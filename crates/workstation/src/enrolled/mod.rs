//! An enrolled home that is open: its journal, its keys, its line to central. Works with nobody
//! signed in; everything in it is sealed.

use std::path::PathBuf;
use std::sync::Arc;

use charthold_crypto::Signature;
use charthold_protocol::Policy;
use charthold_store::{Home, HomeLock, Identity, Journal, SharedJournal};
use charthold_sync::{Caller, DeviceSigner, Transport};
use charthold_vault::DeviceKeys;

use crate::{Environment, WorkstationError};

/// An open home.
pub(crate) struct Enrolled {
    pub(crate) journal: SharedJournal,
    pub(crate) identity: Identity,
    pub(crate) keys: Arc<DeviceKeys>,
    pub(crate) caller: Arc<Caller>,
    pub(crate) directory_path: PathBuf,
    _lock: HomeLock,
}

impl Enrolled {
    /// Opens the home, when there is one.
    pub(crate) fn open(
        home: &Home,
        environment: &Environment,
    ) -> Result<Option<Self>, WorkstationError> {
        if !home.exists() {
            return Ok(None);
        }
        let lock = home.lock(&environment.programme.name)?;
        let keys =
            DeviceKeys::load_enrolled(environment.keyring.as_ref(), &home.keyring_account())?;
        let journal = Journal::open(&home.journal_path(), &keys.journal_key())?;
        let Some(identity) = journal.find_identity()? else {
            // Enrolling was cut off before it was settled: nothing can have been written here, and
            // what is left must not stand in the way of the next try.
            drop((journal, lock));
            home.discard()?;
            return Ok(None);
        };
        Self::assemble((home, lock), journal, identity, Arc::new(keys), environment).map(Some)
    }

    /// Puts an open home together.
    pub(crate) fn assemble(
        (home, lock): (&Home, HomeLock),
        journal: Journal,
        identity: Identity,
        keys: Arc<DeviceKeys>,
        environment: &Environment,
    ) -> Result<Self, WorkstationError> {
        let transport = Transport::new(
            &identity.central_url,
            &identity.ca_pem,
            environment.patience,
        )?;
        let caller = Arc::new(Caller::new(
            transport,
            identity.device,
            Arc::new(Signer(Arc::clone(&keys))),
            Arc::clone(&environment.clock),
            (environment.entropy)(),
        ));
        let journal = SharedJournal::new(journal);
        let directory_path = home.directory_path();
        Ok(Self {
            journal,
            identity,
            keys,
            caller,
            directory_path,
            _lock: lock,
        })
    }

    /// The policy in force: the last good one from central, or the defaults.
    pub(crate) fn policy(&self) -> Result<Policy, WorkstationError> {
        let text = self.journal.with(|journal| journal.setting("policy"))?;
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }
}

/// Signs requests with the device's key, without showing it to `sync`.
struct Signer(Arc<DeviceKeys>);

impl DeviceSigner for Signer {
    fn sign(&self, label: &'static str, message: &[u8]) -> Signature {
        self.0.signing().sign(label, message)
    }
}

#[cfg(test)]
mod tests;
