//! A request that waits for its answer, in the keyring: `secret[32] ‖ request`.

use charthold_crypto::{AgreementSecret, Secret};
use charthold_domain::{DeviceId, PersonId};
use charthold_protocol::RecoveryRequest;
use charthold_vault::{Keyring, VaultError};

use super::read_answer;
use crate::WorkstationError;

const SECRET_BYTES: usize = 32;

/// What was asked, and the key that alone opens the answer.
pub(super) struct Waiting {
    key: AgreementSecret,
    request: RecoveryRequest,
}

impl Waiting {
    pub(super) const fn new(key: AgreementSecret, request: RecoveryRequest) -> Self {
        Self { key, request }
    }

    /// What is waited for.
    ///
    /// # Errors
    /// `NoSuchAnswer` when nothing was asked for; those of the keyring.
    pub(super) fn find(
        keyring: &dyn Keyring,
        account: &str,
        person: Option<PersonId>,
    ) -> Result<Self, WorkstationError> {
        let entry = keyring.load(&name(account, person))?;
        let entry = entry.ok_or(WorkstationError::NoSuchAnswer)?;
        // EXPOSE: taken apart into a key and what is no secret.
        let parts = entry.expose().split_first_chunk::<SECRET_BYTES>();
        let (secret, request) = parts.ok_or(VaultError::Damaged)?;
        Ok(Self {
            key: AgreementSecret::from_secret(Secret::new(*secret)),
            request: RecoveryRequest::from_bytes(request).map_err(|_| VaultError::Damaged)?,
        })
    }

    pub(super) fn save(
        &self,
        keyring: &dyn Keyring,
        account: &str,
        person: Option<PersonId>,
    ) -> Result<(), VaultError> {
        let request = self.request.to_bytes();
        let mut entry = Vec::with_capacity(SECRET_BYTES + request.len());
        // EXPOSE: into the keyring.
        entry.extend_from_slice(self.key.expose_bytes());
        entry.extend_from_slice(&request);
        keyring.save(&name(account, person), &Secret::new(entry))
    }

    pub(super) fn forget(
        keyring: &dyn Keyring,
        account: &str,
        person: Option<PersonId>,
    ) -> Result<(), VaultError> {
        keyring.delete(&name(account, person))
    }

    pub(super) const fn device(&self) -> DeviceId {
        self.request.escrow.device
    }

    /// What the answer brings.
    ///
    /// # Errors
    /// `NoSuchAnswer` when it is to another request.
    pub(super) fn open(&self, answer: &[u8]) -> Result<Secret<Vec<u8>>, WorkstationError> {
        read_answer(answer)?
            .open(&self.request, &self.key)
            .map_err(|_| WorkstationError::NoSuchAnswer)
    }
}

fn name(account: &str, person: Option<PersonId>) -> String {
    match person {
        None => format!("{account}-recovery"),
        Some(person) => format!("{account}-recovery-{person}"),
    }
}
