//! What the key service does, without HTTP: it vouches for devices, takes people's keys, and releases patient keys.

mod admission;
mod release;
mod warrant;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use charthold_crypto::{Entropy, SigningSecret, VerifyingKey};
use charthold_domain::{Clock, DeviceId, Timestamp};
use charthold_protocol::{DeviceCertificate, RecoveryKey, SignedRecoveryKey};

use crate::custody::{Custody, demand_recovery};
use crate::store::{Store, Work};
use crate::verify::read_certificate;
use crate::{Home, KeysError, MasterKey};

/// An open key service. Its work is blocking: it signs, unwraps, and waits for the disk.
pub struct KeyService {
    store: Mutex<Store>,
    master: Box<dyn MasterKey>,
    signing: SigningSecret,
    central: VerifyingKey,
    clock: Arc<dyn Clock>,
    entropy: Mutex<Box<dyn Entropy>>,
}

impl KeyService {
    /// Opens the key service in `home`, which trusts the admissions and warrants of `central`.
    ///
    /// # Errors
    /// [`KeysError::File`], [`KeysError::Store`], [`KeysError::Exposed`], [`KeysError::Damaged`].
    pub fn open(
        home: &Home,
        central: VerifyingKey,
        clock: Arc<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Self, KeysError> {
        let Custody {
            store,
            master,
            signing,
        } = Custody::open(home)?;
        let (store, entropy) = (Mutex::new(store), Mutex::new(entropy));
        Ok(Self {
            store,
            master,
            signing,
            central,
            clock,
            entropy,
        })
    }

    /// What this service's signatures verify with.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.signing.public()
    }

    /// What escrow is to be sealed to, as this service says and signs it. Made the first time it is asked for.
    ///
    /// # Errors
    /// Those of the store and of the master key's keeper.
    pub fn recovery_key(&self, _: &[u8]) -> Result<Vec<u8>, KeysError> {
        let at = self.now();
        let key = {
            let mut store = self.store();
            let work = store.begin()?;
            let both = (self.master.as_ref(), &self.signing);
            let key = demand_recovery(&work, both, at, self.entropy().as_mut())?;
            work.commit()?;
            key.public()
        };
        Ok(SignedRecoveryKey::make(&RecoveryKey { key, at }, &self.signing).to_bytes())
    }

    /// Whether it could release a key now: the store and the master key answer.
    ///
    /// # Errors
    /// What does not answer.
    pub fn check_ready(&self) -> Result<(), KeysError> {
        self.store().begin()?.find_signing_key()?;
        self.master.newest().map(drop)
    }

    /// The time by this service's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Fills `out` with random bytes.
    pub(crate) fn fill(&self, out: &mut [u8]) {
        self.entropy().fill(out);
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        // A unit of work that a panic cut short was rolled back.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn entropy(&self) -> MutexGuard<'_, Box<dyn Entropy>> {
        self.entropy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A device this service vouches for, still.
    fn load_device(
        &self,
        work: &Work<'_>,
        device: DeviceId,
        now: Timestamp,
    ) -> Result<DeviceCertificate, KeysError> {
        let bytes = work
            .find_certificate(device)?
            .ok_or(KeysError::DeviceRefused)?;
        let certificate = read_certificate(&bytes, &self.verifying_key())?;
        if certificate.device == device && now < certificate.expires_at {
            Ok(certificate)
        } else {
            Err(KeysError::DeviceRefused)
        }
    }
}
