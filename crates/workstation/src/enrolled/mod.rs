//! An enrolled home that is open: its journal, its keys, its line to central. Works with nobody
//! signed in; everything in it is sealed.

use std::path::PathBuf;
use std::sync::Arc;

use charthold_crypto::Signature;
use charthold_protocol::Policy;
use charthold_store::{Home, HomeLock, Identity, Journal, SharedJournal};
use charthold_sync::{Caller, DeviceSigner, Transport};
use charthold_vault::{Anchor, DeviceKeys};

use crate::freshness::{Anchorage, Rows};
use crate::{Environment, WorkstationError};

/// An open home.
pub(crate) struct Enrolled {
    pub(crate) journal: SharedJournal,
    pub(crate) identity: Identity,
    pub(crate) keys: Arc<DeviceKeys>,
    pub(crate) caller: Arc<Caller>,
    pub(crate) directory_path: PathBuf,
    pub(crate) anchorage: Anchorage,
    pub(crate) rows: Rows,
    pub(crate) lock: Arc<HomeLock>,
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
            // It was more than that once: what the log held is gone, and may be found again.
            if Anchor::exists(environment.keyring.as_ref(), &home.keyring_account())? {
                return Err(WorkstationError::RolledBack);
            }
            // Enrolling was cut off before it was settled: nothing can have been written here, and
            // what is left must not stand in the way of the next try.
            drop((journal, lock));
            home.discard()?;
            return Ok(None);
        };
        let enrolled =
            Self::assemble((home, lock), journal, identity, Arc::new(keys), environment)?;
        enrolled.demand_anchored(environment)?;
        enrolled.rows.begin();
        Ok(Some(enrolled))
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
        let rows = Rows::new(home.journal_path(), Arc::clone(&keys));
        let anchorage = Anchorage::new(
            Arc::clone(&environment.keyring),
            home.keyring_account(),
            identity.device,
        );
        Ok(Self {
            journal,
            identity,
            keys,
            caller,
            directory_path,
            anchorage,
            rows,
            lock: Arc::new(lock),
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

impl Drop for Enrolled {
    fn drop(&mut self) {
        self.anchorage.anchor(&self.journal);
    }
}

/// Signs requests with the device's key, without showing it to `sync`.
pub(crate) struct Signer(pub(crate) Arc<DeviceKeys>);

impl DeviceSigner for Signer {
    fn sign(&self, label: &'static str, message: &[u8]) -> Signature {
        self.0.signing().sign(label, message)
    }
}

#[cfg(test)]
mod tests;
