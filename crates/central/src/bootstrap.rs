//! First set-up, on the store itself: the hospital, its units, people and enrolment codes. Done on
//! the server's own machine; over the network administration needs a person with the right.

use std::path::Path;
use std::time::Duration;

use charthold_central_store::{CentralStore, HospitalFacts, NewCode};
use charthold_crypto::{Entropy, Secret, ServerPasswordParams, VerifyingKey, hash_password};
use charthold_domain::{Clock, FreshId, Person, Role, Unit, UnitId, uuid_v7};
use charthold_protocol::is_name;

use crate::{CentralError, enrolment_code, open_store, signing_key};

/// NIST SP 800-63B: at least eight, where a device is the other factor.
const MIN_PASSWORD_CHARS: usize = 8;

/// Changes a store in which nobody is signed in yet.
pub struct Bootstrap<'a> {
    /// The store.
    pub store: &'a dyn CentralStore,
    /// The time.
    pub clock: &'a dyn Clock,
    /// Chance.
    pub entropy: &'a mut dyn Entropy,
}

/// A person about to get an account.
pub struct NewPerson {
    /// What they will sign in with; kept in lower case.
    pub username: String,
    /// "Tomas Berg, RN".
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// The units they work in.
    pub units: Vec<UnitId>,
    /// Their first password.
    pub password: Secret<String>,
}

/// What an enrolment code is good for.
pub struct CodeTerms {
    /// The units a device enrolled with it serves.
    pub units: Vec<UnitId>,
    /// How many devices.
    pub uses: u32,
    /// For how long.
    pub valid: Duration,
}

/// A hospital that was just founded.
#[derive(Debug)]
pub struct Initialised {
    /// The hospital.
    pub hospital: HospitalFacts,
    /// Where its store is, as the settings of `serve` have it.
    pub store_url: String,
    /// Central's verifying key: the key service needs it.
    pub verifying_key: VerifyingKey,
}

/// Makes the folder `data` with an SQLite store, a signing key, a hospital and epoch 1.
///
/// # Errors
/// [`CentralError`]: there is one already, or it cannot be written.
pub async fn init(
    data: &Path,
    name: &str,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<Initialised, CentralError> {
    init_at(data, &store_url(data), name, clock, entropy).await
}

/// Makes the folder `data` with a signing key, and a hospital with epoch 1 in the store that
/// `store_url` names.
///
/// # Errors
/// [`CentralError`]: there is one already, or it cannot be written.
pub async fn init_at(
    data: &Path,
    store_url: &str,
    name: &str,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<Initialised, CentralError> {
    make_private_folder(data)?;
    let verifying_key = signing_key::make(data, entropy)?;
    let store = open_store(store_url).await?;
    let hospital = Bootstrap {
        store: store.as_ref(),
        clock,
        entropy,
    }
    .found(name)
    .await?;
    Ok(Initialised {
        hospital,
        store_url: store_url.to_owned(),
        verifying_key,
    })
}

/// Where `init` puts the store, unless it is told where.
pub(crate) fn store_url(data: &Path) -> String {
    format!("sqlite:{}", data.join("central.db").display())
}

impl Bootstrap<'_> {
    /// Writes down whose store this is, with a facility log and epoch 1.
    ///
    /// # Errors
    /// [`CentralError::Store`] when it belongs to a hospital already.
    pub async fn found(&mut self, name: &str) -> Result<HospitalFacts, CentralError> {
        let facts = HospitalFacts {
            tenant: self.make_id().into(),
            name: checked_name(name, "the hospital's name is empty or too long")?,
            facility_chart: self.make_id().into(),
        };
        self.store.found(&facts, self.clock.now()).await?;
        Ok(facts)
    }

    /// Adds a unit.
    ///
    /// # Errors
    /// [`CentralError::Store`] when the name is taken.
    pub async fn add_unit(&mut self, name: &str) -> Result<Unit, CentralError> {
        let name = checked_name(name, "the unit's name is empty or too long")?;
        let unit = Unit {
            id: self.make_id().into(),
            name,
        };
        self.store.add_unit(&unit).await?;
        Ok(unit)
    }

    /// Adds a person.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when the password is short, [`CentralError::Store`] when the
    /// username is taken or a unit does not exist.
    pub async fn add_person(&mut self, new: NewPerson) -> Result<Person, CentralError> {
        demand_length(&new.password)?;
        let person = Person {
            id: self.make_id().into(),
            username: checked_name(&new.username, "the username is empty or too long")?
                .to_lowercase(),
            display_name: checked_name(&new.display_name, "the name is empty or too long")?,
            role: new.role,
            units: new.units,
        };
        let hash = hash_password(&new.password, ServerPasswordParams::STANDARD, self.entropy)
            .map_err(CentralError::Password)?;
        self.store
            .add_person(&person, &hash, self.clock.now())
            .await?;
        Ok(person)
    }

    /// Makes an enrolment code; it cannot be read again.
    ///
    /// # Errors
    /// [`CentralError::Store`] when a unit does not exist.
    pub async fn make_code(&mut self, terms: &CodeTerms) -> Result<String, CentralError> {
        if terms.uses == 0 {
            return Err(CentralError::Usage(
                "a code is good for one device at least",
            ));
        }
        let code = enrolment_code::make(self.entropy);
        let now = self.clock.now();
        let new = NewCode {
            code_hash: enrolment_code::hash(&code),
            units: terms.units.clone(),
            uses: terms.uses,
            made_at: now,
            expires_at: now.plus(terms.valid),
        };
        self.store.add_code(&new).await?;
        Ok(code)
    }

    fn make_id(&mut self) -> FreshId {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        uuid_v7(self.clock.now(), random)
    }
}

/// A password that may be set.
pub(crate) fn demand_length(password: &Secret<String>) -> Result<(), CentralError> {
    // EXPOSE: only its length is looked at.
    if password.expose().chars().count() < MIN_PASSWORD_CHARS {
        return Err(CentralError::Usage(
            "the password has fewer than 8 characters",
        ));
    }
    Ok(())
}

/// A name as it is shown: no control characters, not empty, not endless.
pub(crate) fn checked_name(name: &str, refusal: &'static str) -> Result<String, CentralError> {
    let name = name.trim();
    match is_name(name) {
        true => Ok(name.to_owned()),
        false => Err(CentralError::Usage(refusal)),
    }
}

pub(crate) fn make_private_folder(data: &Path) -> Result<(), CentralError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(data)
        .map_err(CentralError::file("making the data folder"))
}
