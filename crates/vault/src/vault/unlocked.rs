//! What a signed-in person can do with their keys. Locking drops, and so wipes, every one of them.

use charthold_crypto::purpose::{Chart, Database, Draft, Index, KeyPurpose, User};
use charthold_crypto::{
    Entropy, Key, Secret, Signature, SigningSecret, SlotParams, VerifyingKey, unwrap, wrap,
};
use charthold_domain::{BootTime, ChartId, Compartment, PersonId, SessionId};

use super::{Locked, PASSWORD_SLOT, PIN_SLOT, Vault, close_slot};
use crate::{Pin, PinSlot, VaultError};

/// One person is signed in: their keys are in memory until [`Vault::lock`].
pub struct Unlocked {
    pub(super) person: PersonId,
    pub(super) session: SessionId,
    pub(super) user_key: Key<User>,
    pub(super) signing: SigningSecret,
}

impl Vault<Unlocked> {
    /// Who is signed in.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.state.person
    }

    /// This stretch of use, from unlock to lock.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.state.session
    }

    /// The key of this person's `charts/<user>.db` on this workstation.
    #[must_use]
    pub fn charts_key(&self) -> Key<Database> {
        self.state
            .user_key
            .derive("db/charts/v1", self.state.person.as_bytes())
    }

    /// Seals keystroke-level drafts for their author alone.
    #[must_use]
    pub fn draft_key(&self) -> Key<Draft> {
        self.state
            .user_key
            .derive("draft/v1", self.state.person.as_bytes())
    }

    /// Wraps a released chart key for storage on this workstation.
    #[must_use]
    pub fn wrap_chart_key(
        &self,
        chart: ChartId,
        compartment: Compartment,
        generation: u32,
        key: &Key<Chart>,
        entropy: &mut dyn Entropy,
    ) -> Vec<u8> {
        let context = self.chart_key_context(chart, compartment, generation);
        wrap(&self.state.user_key, &context, key, entropy)
    }

    /// Unwraps what [`Self::wrap_chart_key`] wrapped for the same person, chart, compartment and generation.
    ///
    /// # Errors
    /// [`VaultError::Damaged`].
    pub fn unwrap_chart_key(
        &self,
        chart: ChartId,
        compartment: Compartment,
        generation: u32,
        wrapped: &[u8],
    ) -> Result<Key<Chart>, VaultError> {
        self.unwrap_key(
            &self.chart_key_context(chart, compartment, generation),
            wrapped,
        )
    }

    /// Wraps the hospital's blind-index key for storage on this workstation.
    #[must_use]
    pub fn wrap_index_key(&self, key: &Key<Index>, entropy: &mut dyn Entropy) -> Vec<u8> {
        wrap(
            &self.state.user_key,
            &self.context(b"charthold/index-key/1"),
            key,
            entropy,
        )
    }

    /// Unwraps what [`Self::wrap_index_key`] wrapped for the same person.
    ///
    /// # Errors
    /// [`VaultError::Damaged`].
    pub fn unwrap_index_key(&self, wrapped: &[u8]) -> Result<Key<Index>, VaultError> {
        self.unwrap_key(&self.context(b"charthold/index-key/1"), wrapped)
    }

    /// Signs `message` with the person's key on this device, as what `label` says it is.
    #[must_use]
    pub fn sign_as_person(&self, label: &'static str, message: &[u8]) -> Signature {
        self.state.signing.sign(label, message)
    }

    /// What [`Self::sign_as_person`] verifies with.
    #[must_use]
    pub fn person_public(&self) -> VerifyingKey {
        self.state.signing.public()
    }

    /// A new slot under a new password (or a new cost): the keys stay, the old slot is the caller's to delete.
    ///
    /// # Errors
    /// [`VaultError::WeakParameters`], [`VaultError::OutOfMemory`].
    pub fn rewrap_password(
        &self,
        password: &Secret<String>,
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, VaultError> {
        let Unlocked {
            person, user_key, ..
        } = &self.state;
        let closed_with = (PASSWORD_SLOT, password);
        close_slot(
            &self.device,
            *person,
            closed_with,
            user_key,
            (params, entropy),
        )
    }

    /// The user key itself, to be put by.
    #[must_use]
    pub fn user_key_bytes(&self) -> Secret<Vec<u8>> {
        // EXPOSE: into another secret, on its way into a seal.
        Secret::new(self.state.user_key.expose_bytes().to_vec())
    }

    /// A slot under a PIN, set at `now`. It is for this process's memory, never for a disk.
    ///
    /// # Errors
    /// As [`Self::rewrap_password`].
    pub fn make_pin_slot(
        &self,
        pin: &Pin,
        params: SlotParams,
        now: BootTime,
        entropy: &mut dyn Entropy,
    ) -> Result<PinSlot, VaultError> {
        let Unlocked {
            person, user_key, ..
        } = &self.state;
        let closed_with = (PIN_SLOT, pin.secret());
        let slot = close_slot(
            &self.device,
            *person,
            closed_with,
            user_key,
            (params, entropy),
        )?;
        Ok(PinSlot::new(slot, now))
    }

    /// Ends the session: every key of the person is wiped.
    #[must_use]
    pub fn lock(self) -> Vault<Locked> {
        Vault {
            device: self.device,
            state: Locked(()),
        }
    }

    fn unwrap_key<P: KeyPurpose>(
        &self,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Key<P>, VaultError> {
        // The user key is the right one, or the vault would be locked.
        unwrap(&self.state.user_key, context, wrapped).map_err(|_| VaultError::Damaged)
    }

    fn chart_key_context(
        &self,
        chart: ChartId,
        compartment: Compartment,
        generation: u32,
    ) -> Vec<u8> {
        let mut context = self.context(b"charthold/chart-key/1");
        context.extend_from_slice(chart.as_bytes());
        context.push(compartment.code());
        context.extend_from_slice(&generation.to_be_bytes());
        context
    }

    fn context(&self, label: &[u8]) -> Vec<u8> {
        [label, &[0], self.state.person.as_bytes()].concat()
    }
}
