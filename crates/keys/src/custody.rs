//! What every command works on: the store, the master key and the service's signing key, opened together.

use charthold_crypto::purpose::Chart;
use charthold_crypto::{
    AgreementSecret, Entropy, Key, Secret, SigningSecret, VerifyingKey, sha256,
};

use crate::data_dir::DataDir;
use crate::log::{Entry, Event};
use crate::master::{make_master, open_master};
use crate::store::{KeyPlace, Store, Work, Wrap};
use crate::{Home, KeysError, MasterConfig, MasterKey};

/// What the signing key's wrap is bound to, besides the master key's version.
const SIGNING_CONTEXT: &[u8] = b"charthold/keys-signing/1\0";
const NO_SIGNING_KEY: KeysError = KeysError::Damaged {
    what: "the signing key",
};

/// The service's keys and what it keeps.
pub(crate) struct Custody {
    pub(crate) store: Store,
    pub(crate) master: Box<dyn MasterKey>,
    pub(crate) signing: SigningSecret,
}

impl Custody {
    /// Makes all three in `home`.
    pub(crate) fn make(
        home: &Home,
        at: charthold_domain::Timestamp,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, KeysError> {
        let dir = DataDir::new(&home.data);
        dir.make()?;
        if dir.store().exists() {
            return Err(KeysError::AlreadyInitialised);
        }
        let signing = SigningSecret::make(entropy);
        let install = install_of(signing.public().as_bytes());
        let master = make_master(home, &install, entropy)?;
        let mut store = Store::open(&dir.store(), home.master.name())?;
        let work = store.found()?;
        save_signing(&work, master.as_ref(), &signing, entropy)?;
        work.append(&Entry::new(at, Event::Founded), &signing)?;
        if home.master != MasterConfig::File {
            let provider = home.master.name();
            work.append(&Entry::new(at, Event::MasterKept { provider }), &signing)?;
        }
        work.commit()?;
        Ok(Self {
            store,
            master,
            signing,
        })
    }

    /// Opens what [`Self::make`] made.
    pub(crate) fn open(home: &Home) -> Result<Self, KeysError> {
        let dir = DataDir::new(&home.data);
        // Opening a store that is not there would make one.
        if !dir.store().exists() {
            return Err(KeysError::NotInitialised);
        }
        let mut store = Store::open(&dir.store(), home.master.name())?;
        let work = store.begin()?;
        let (public, _) = work.find_signing_key()?.ok_or(NO_SIGNING_KEY)?;
        // A passphrase takes a second and a token its time; nobody waits for either.
        work.commit()?;
        let master = open_master(home, &install_of(&public))?;
        let work = store.begin()?;
        let signing = load_signing(&work, master.as_ref())?;
        work.commit()?;
        Ok(Self {
            store,
            master,
            signing,
        })
    }

    /// What the service's signatures verify with.
    pub(crate) fn verifying_key(&self) -> VerifyingKey {
        self.signing.public()
    }
}

/// What a token calls the key service whose signatures verify with `public`: several may share one.
pub(crate) fn install_of(public: &[u8; 32]) -> String {
    sha256(&[b"charthold/keys-install/1\0", public])
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Unwraps the key at `place`.
///
/// # Errors
/// [`KeysError::BelowMinimum`]; those of the provider.
pub(crate) fn unwrap_at(
    work: &Work<'_>,
    master: &dyn MasterKey,
    place: KeyPlace,
    wrap: &Wrap,
) -> Result<Secret<[u8; 32]>, KeysError> {
    check_version(work, wrap)?;
    master.unwrap(wrap.master_version, &place.context(), &wrap.bytes)
}

/// Refuses a wrap under a version that was given up, whatever the provider would say of it.
fn check_version(work: &Work<'_>, wrap: &Wrap) -> Result<(), KeysError> {
    let (version, minimum) = (wrap.master_version, work.setting().minimum);
    if version < minimum {
        Err(KeysError::BelowMinimum { version, minimum })
    } else {
        Ok(())
    }
}

/// Wraps `key` for `place` under `version` and keeps it.
pub(crate) fn wrap_at(
    work: &Work<'_>,
    master: &dyn MasterKey,
    (place, version): (KeyPlace, u32),
    key: &[u8; 32],
    entropy: &mut dyn Entropy,
) -> Result<(), KeysError> {
    let bytes = master.wrap(version, &place.context(), key, entropy)?;
    work.save_wrap(
        place,
        &Wrap {
            master_version: version,
            bytes,
        },
    )
}

/// Makes the key at `place` and keeps it under `version`.
pub(crate) fn make_at(
    work: &Work<'_>,
    master: &dyn MasterKey,
    (place, version): (KeyPlace, u32),
    entropy: &mut dyn Entropy,
) -> Result<Secret<[u8; 32]>, KeysError> {
    // What it is for is in its place; 32 random bytes are the same for every purpose.
    let key = Key::<Chart>::make(entropy);
    // EXPOSE: into its wrap.
    let bytes = key.expose_bytes();
    wrap_at(work, master, (place, version), bytes, entropy)?;
    Ok(Secret::new(*bytes))
}

/// The key that escrow is sealed to, when it was made.
pub(crate) fn load_recovery(
    work: &Work<'_>,
    master: &dyn MasterKey,
) -> Result<Option<AgreementSecret>, KeysError> {
    let place = KeyPlace::of_recovery();
    let Some((place, wrap)) = work.list_generations(place)?.pop() else {
        return Ok(None);
    };
    let secret = unwrap_at(work, master, place, &wrap)?;
    Ok(Some(AgreementSecret::from_secret(secret)))
}

/// The key that escrow is sealed to; made and written down when there is none yet.
pub(crate) fn demand_recovery(
    work: &Work<'_>,
    (master, signing): (&dyn MasterKey, &SigningSecret),
    at: charthold_domain::Timestamp,
    entropy: &mut dyn Entropy,
) -> Result<AgreementSecret, KeysError> {
    if let Some(key) = load_recovery(work, master)? {
        return Ok(key);
    }
    let place = (KeyPlace::of_recovery(), master.newest()?);
    let key = AgreementSecret::from_secret(make_at(work, master, place, entropy)?);
    let public = key.public();
    work.append(&Entry::new(at, Event::RecoveryKeyMade { public }), signing)?;
    Ok(key)
}

/// Wraps the signing key under the newest master key and keeps it.
pub(crate) fn save_signing(
    work: &Work<'_>,
    master: &dyn MasterKey,
    signing: &SigningSecret,
    entropy: &mut dyn Entropy,
) -> Result<(), KeysError> {
    let master_version = master.newest()?;
    // EXPOSE: into its wrap.
    let seed = signing.expose_bytes();
    let bytes = master.wrap(master_version, SIGNING_CONTEXT, seed, entropy)?;
    work.save_signing_key(
        signing.public().as_bytes(),
        &Wrap {
            master_version,
            bytes,
        },
    )
}

fn load_signing(work: &Work<'_>, master: &dyn MasterKey) -> Result<SigningSecret, KeysError> {
    let (public, wrap) = work.find_signing_key()?.ok_or(NO_SIGNING_KEY)?;
    check_version(work, &wrap)?;
    let secret = master.unwrap(wrap.master_version, SIGNING_CONTEXT, &wrap.bytes)?;
    let signing = SigningSecret::from_secret(secret);
    if signing.public().as_bytes() == &public {
        Ok(signing)
    } else {
        Err(NO_SIGNING_KEY)
    }
}
