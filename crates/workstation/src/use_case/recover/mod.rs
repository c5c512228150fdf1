//! A way back for a workstation whose keyring was wiped, and for a person who forgot their password: what was put by is opened by two
//! operators of the key service for a fresh key, which waits in the keyring for their answer. Request and answer are files that somebody
//! carries (ADR 0044).

mod put_by;
mod waiting;

use std::path::PathBuf;
use std::sync::Arc;

use charthold_audit::{Action, Subtype};
use charthold_crypto::{AgreementSecret, Secret};
use charthold_domain::PersonId;
use charthold_protocol::{Escrow, EscrowOf, RecoveryAnswer, RecoveryRequest};
use charthold_store::{Home, HomeLock, Journal, PersonRow};
use charthold_vault::{DeviceKeys, Vault};

use crate::audit_event::{Actor, event};
use crate::{Environment, Workstation, WorkstationError};

use waiting::Waiting;

/// Asks for what the keyring held of the workstation at `home`, which it does not hold any more.
///
/// # Errors
/// `NothingPutBy`; `NothingToRecover` when the keyring has it; those of home and keyring.
pub fn ask_for_device(
    home: PathBuf,
    environment: &Environment,
) -> Result<RecoveryRequest, WorkstationError> {
    let home = Home::at(home);
    let _lock = lock(&home, environment)?;
    let (keyring, account) = (environment.keyring.as_ref(), home.keyring_account());
    if DeviceKeys::load(keyring, &account)?.is_some() {
        return Err(WorkstationError::NothingToRecover);
    }
    ask((&home, environment), None)
}

/// Puts what the keyring held back into it.
///
/// # Errors
/// `NoSuchAnswer` when the answer is to another request or none is waited for; `Integrity` when what it brings does not open this
/// home; those of home and keyring.
pub fn bring_device_back(
    home: PathBuf,
    environment: &Environment,
    answer: &[u8],
) -> Result<(), WorkstationError> {
    let home = Home::at(home);
    let _lock = lock(&home, environment)?;
    let (keyring, account) = (environment.keyring.as_ref(), home.keyring_account());
    let waiting = Waiting::find(keyring, &account, None)?;
    let keys = DeviceKeys::from_entry(&waiting.open(answer)?)?;
    let journal = Journal::open(&home.journal_path(), &keys.journal_key())?;
    let identity = journal.find_identity()?;
    if identity.map(|identity| identity.device) != Some(waiting.device()) {
        return Err(WorkstationError::Integrity(
            "what was put by is of another workstation",
        ));
    }
    keys.save(keyring, &account)?;
    Ok(Waiting::forget(keyring, &account, None)?)
}

impl Workstation {
    /// Asks for the key of somebody who forgot their password. Nobody need be in.
    ///
    /// # Errors
    /// `Unknown` when they never signed in here; `NothingPutBy`; those of home and keyring.
    pub fn ask_for_person(&self, username: &str) -> Result<RecoveryRequest, WorkstationError> {
        let row = self.find_person(username)?;
        ask((&self.inner.home, self.environment()), Some(row.person.id))
    }

    /// Brings what somebody has here under a new password, which is to be the one that central takes.
    ///
    /// # Errors
    /// `NoSuchAnswer` when the answer is to another request; `Integrity` when what it brings is not theirs; those of home and keyring.
    pub async fn bring_person_back(
        &self,
        username: &str,
        password: &Secret<String>,
        answer: &[u8],
    ) -> Result<(), WorkstationError> {
        let _door = self.inner.door.lock().await;
        let enrolled = self.enrolled()?;
        let mut row = self.find_person(username)?;
        let (environment, person) = (self.environment(), row.person.id);
        let (keyring, account) = (
            environment.keyring.as_ref(),
            self.inner.home.keyring_account(),
        );
        let waiting = Waiting::find(keyring, &account, Some(person))?;
        let user_key = waiting.open(answer)?;
        let kept = (&user_key, row.person_key.as_slice());
        let mut entropy = (environment.entropy)();
        row.slot = Vault::new(Arc::clone(&enrolled.keys))
            .close_anew(person, kept, password, environment.slot, entropy.as_mut())
            .map_err(|_| WorkstationError::Integrity("what was put by is not this person's"))?;
        row.failures = 0;
        row.failed_at = None;
        let actor = Actor {
            person: &row.person,
            session: None,
        };
        let about = (Action::Update, Subtype::Recovered);
        let recovered = event(environment, &enrolled, Some(actor), about);
        enrolled.journal.with(|journal| {
            journal.save_person(&row)?;
            journal
                .record(&recovered, enrolled.keys.signing())
                .map(drop)
        })?;
        self.inner.pins.forget(person);
        Ok(Waiting::forget(keyring, &account, Some(person))?)
    }

    fn find_person(&self, username: &str) -> Result<PersonRow, WorkstationError> {
        let username = username.trim().to_lowercase();
        self.enrolled()?
            .journal
            .with(|journal| journal.find_person_by_username(&username))?
            .ok_or(WorkstationError::Unknown("a person"))
    }
}

/// Whatever was asked for before is waited for no more.
fn ask(
    (home, environment): (&Home, &Environment),
    person: Option<PersonId>,
) -> Result<RecoveryRequest, WorkstationError> {
    let bytes = home.find_put_by(person)?;
    let bytes = bytes.ok_or(WorkstationError::NothingPutBy)?;
    let damaged = || WorkstationError::Integrity("what was put by");
    let escrow = Escrow::from_bytes(&bytes).map_err(|_| damaged())?;
    if escrow.of != person.map_or(EscrowOf::Device, EscrowOf::Person) {
        return Err(damaged());
    }
    let key = AgreementSecret::make((environment.entropy)().as_mut());
    let request = RecoveryRequest {
        escrow,
        answer_to: key.public(),
        at: environment.clock.now(),
    };
    let (keyring, account) = (environment.keyring.as_ref(), home.keyring_account());
    Waiting::new(key, request.clone()).save(keyring, &account, person)?;
    Ok(request)
}

fn lock(home: &Home, environment: &Environment) -> Result<HomeLock, WorkstationError> {
    if !home.exists() {
        return Err(WorkstationError::NotEnrolled);
    }
    Ok(home.lock(&environment.programme.name)?)
}

/// What an answer's file holds, as far as anybody but its asker can read it.
pub(super) fn read_answer(bytes: &[u8]) -> Result<RecoveryAnswer, WorkstationError> {
    RecoveryAnswer::from_bytes(bytes).map_err(|_| WorkstationError::NoSuchAnswer)
}
