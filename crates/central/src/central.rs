//! What every endpoint works with. Made once at the start; no endpoint keeps state of its own.

use std::sync::Arc;
use std::time::Duration;

use charthold_central_store::{CentralStore, Channel, HospitalFacts};
use charthold_crypto::{Entropy, Secret, ServerPasswordParams, SigningSecret, hash_password};
use charthold_domain::Clock;
use charthold_protocol::{APART_ABOVE_BYTES, Limits, Policy, Signed, Statement};
use tokio::sync::Semaphore;

use crate::chance::Chance;
use crate::hold_off::HoldOff;
use crate::keys_client::KeysClient;
use crate::live::{Live, Terms};
use crate::metrics::Metrics;
use crate::nonces::Nonces;
use crate::room::Room;
use crate::second_factor::Sealer;
use crate::server::Parts;
use crate::sign_on::SignOn;
use crate::{CentralError, Config, SecondFactorRule, Withdrawing, epoch_file, signing_key};

/// Password checks at once: each takes 19 MiB and a core.
const PASSWORD_CHECKS: usize = 2;

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
    pub(crate) sealer: Sealer,
    /// Who is asked for a code beside the password.
    pub(crate) second_factor: SecondFactorRule,
    /// The hospital's sign-on provider, when it has one.
    pub(crate) sign_on: Option<SignOn>,
    pub(crate) nonces: Nonces,
    pub(crate) hold_off: HoldOff,
    pub(crate) metrics: Metrics,
    pub(crate) live: Live,
    pub(crate) room: Arc<Room>,
    /// What all together may carry in a second; 0: whatever they can.
    pub(crate) bytes_per_s: u32,
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
        epoch_file::raise(&config.server.data, store.load_epoch().await?)?;
        enforce_withdrawals(config, store.as_ref(), clock.as_ref()).await?;
        let limits = config.limits.in_force();
        let nobodys_password = nobodys_password(entropy.as_mut())?;
        let chance = Chance::new(entropy);
        let signing = signing_key::load(&config.server.data)?;
        Ok(Self {
            keys: KeysClient::new(&config.keys)?,
            sealer: Sealer::of(&signing),
            signing,
            second_factor: config.sign_in.second_factor,
            live: Live::new(
                u64::from_be_bytes(chance.make_bytes()),
                live_terms(config, store.channel()),
            ),
            nobodys_password,
            chance,
            sign_on: config
                .single_sign_on
                .as_ref()
                .map(SignOn::new)
                .transpose()?,
            policy: told_policy(config),
            limits: Limits {
                max_bytes: limits.max_bytes,
                max_ops: limits.max_ops,
                bytes_per_s: None,
                apart_above: Some(APART_ABOVE_BYTES),
            },
            room: Room::for_bytes(limits.room_bytes, Arc::clone(&clock)),
            bytes_per_s: limits.bytes_per_s,
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

/// What an operator withdrew or closed stays so, whatever the store was put back from.
async fn enforce_withdrawals(
    config: &Config,
    store: &dyn CentralStore,
    clock: &dyn Clock,
) -> Result<(), CentralError> {
    let data = &config.server.data;
    let gathered = Withdrawing { data, store, clock }.gather().await?;
    if gathered.enforced > 0 {
        tracing::warn!(
            count = gathered.enforced,
            "withdrawn or closed once more: the store did not know"
        );
    }
    Ok(())
}

/// What workstations are told: the hospital's policy, and how people may sign in here.
fn told_policy(config: &Config) -> Policy {
    Policy {
        single_sign_on: config.single_sign_on.as_ref().map(|_| true),
        ..config.policy.clone()
    }
}

fn live_terms(config: &Config, channel: Option<Arc<dyn Channel>>) -> Terms {
    let limits = config.limits.in_force();
    Terms {
        capacity: limits.live_listeners,
        keepalive: Duration::from_secs(limits.live_keepalive_s.into()),
        channel,
        heartbeat: Duration::from_millis(limits.live_heartbeat_ms.into()),
    }
}

fn nobodys_password(entropy: &mut dyn Entropy) -> Result<String, CentralError> {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    let password = Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect());
    hash_password(&password, ServerPasswordParams::STANDARD, entropy)
        .map_err(CentralError::Password)
}

/// How long a session lasts.
pub(crate) const SESSION: Duration = Duration::from_secs(600);
/// How long a warrant lasts.
pub(crate) const WARRANT: Duration = Duration::from_secs(60);
