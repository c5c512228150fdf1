//! What every endpoint works with. Made once at the start; no endpoint keeps state of its own.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use charthold_central_store::{CentralStore, HospitalFacts};
use charthold_crypto::{Entropy, Secret, ServerPasswordParams, SigningSecret, hash_password};
use charthold_domain::Clock;
use charthold_protocol::{Limits, Policy, Signed, Statement};
use tokio::sync::Semaphore;

use crate::chance::Chance;
use crate::hold_off::HoldOff;
use crate::keys_client::KeysClient;
use crate::metrics::Metrics;
use crate::nonces::Nonces;
use crate::server::Parts;
use crate::{CentralError, Config, signing_key};

/// Password checks at once: each takes 19 MiB and a core.
const PASSWORD_CHECKS: usize = 2;
const EPOCH_FILE: &str = "epoch";

/// Central at work.
pub(crate) struct Central {
    pub(crate) store: Arc<dyn CentralStore>,
    pub(crate) keys: KeysClient,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Chance,
    pub(crate) hospital: HospitalFacts,
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
    pub(crate) signing: SigningSecret,
    pub(crate) nonces: Nonces,
    pub(crate) hold_off: HoldOff,
    pub(crate) metrics: Metrics,
    pub(crate) password_checks: Arc<Semaphore>,
    /// Checked when nobody has the username, so that the time taken does not tell.
    pub(crate) nobodys_password: String,
}

impl Central {
    /// Puts central together, and makes sure that the store has not gone back in time.
    ///
    /// # Errors
    /// [`CentralError`]: a file, the store or a setting cannot be used.
    pub(crate) async fn assemble(config: &Config, parts: Parts) -> Result<Self, CentralError> {
        let Parts {
            store,
            clock,
            mut entropy,
        } = parts;
        let hospital = store
            .find_hospital()
            .await?
            .ok_or(CentralError::NotFounded)?;
        check_epoch(&config.server.data, store.load_epoch().await?)?;
        let limits = config.limits.in_force();
        Ok(Self {
            keys: KeysClient::new(&config.keys)?,
            signing: signing_key::load(&config.server.data)?,
            nobodys_password: nobodys_password(entropy.as_mut())?,
            chance: Chance::new(entropy),
            policy: config.policy.clone(),
            limits: Limits {
                max_bytes: limits.max_bytes,
                max_ops: limits.max_ops,
            },
            nonces: Nonces::default(),
            hold_off: HoldOff::default(),
            metrics: Metrics::default(),
            password_checks: Arc::new(Semaphore::new(PASSWORD_CHECKS)),
            store,
            clock,
            hospital,
        })
    }

    /// Signs a statement as central.
    pub(crate) fn sign<T: Statement>(&self, statement: &T) -> Signed<T> {
        Signed::make(statement, &self.signing)
    }
}

fn nobodys_password(entropy: &mut dyn Entropy) -> Result<String, CentralError> {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    let password = Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect());
    hash_password(&password, ServerPasswordParams::STANDARD, entropy)
        .map_err(CentralError::Password)
}

/// The last epoch served is written outside the store: a store put back from a copy is older than
/// that, and its devices would lose what they believe to be here.
fn check_epoch(data: &Path, found: u64) -> Result<(), CentralError> {
    let served = require_epoch(data, found)?;
    if found > served {
        std::fs::write(data.join(EPOCH_FILE), found.to_string())
            .map_err(CentralError::file("writing the epoch file"))?;
    }
    Ok(())
}

/// Makes sure that a store at epoch `found` is not older than what was served; answers that.
///
/// # Errors
/// [`CentralError::EpochBehind`].
pub(crate) fn require_epoch(data: &Path, found: u64) -> Result<u64, CentralError> {
    let served = match std::fs::read_to_string(data.join(EPOCH_FILE)) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| CentralError::Setting("the epoch file"))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(CentralError::file("reading the epoch file")(error)),
    };
    if found < served {
        return Err(CentralError::EpochBehind { found, served });
    }
    Ok(served)
}

/// How long a session lasts.
pub(crate) const SESSION: Duration = Duration::from_secs(600);
/// How long a warrant lasts.
pub(crate) const WARRANT: Duration = Duration::from_secs(60);
