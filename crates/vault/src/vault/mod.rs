//! From a password and the device keys to a person's keys, and back to nothing.
//!
//! ```text
//! password ─Argon2id─┐                                                     (or a PIN in its place, in memory only)
//! device secret ─────┴─HKDF─► slot key ─wrap─► user key ─┬─► key of charts/<user>.db, key of drafts   (derived)
//!                                                        ├─► chart keys, index key                    (wrapped)
//!                                                        └─► the person's signing key on this device  (sealed)
//! ```
//!
//! The vault stores nothing: slots and wrapped keys are bytes the workstation keeps in its journal.

mod unlocked;

use std::sync::Arc;

use charthold_crypto::purpose::User;
use charthold_crypto::{
    Entropy, Key, PasswordSlot, Secret, SigningSecret, SlotParams, VerifyingKey, open, seal,
};
use charthold_domain::{PersonId, SessionId};

use crate::{DeviceKeys, PinTry, VaultError};

pub use unlocked::Unlocked;

/// A workstation's vault: `Vault<Locked>` or `Vault<Unlocked>`. It can be neither copied nor printed.
pub struct Vault<S> {
    device: Arc<DeviceKeys>,
    state: S,
}

/// Nobody is signed in: no person's key is in memory.
pub struct Locked(());

/// What a person's first sign-in on a workstation makes.
pub struct NewSlot {
    /// The password slot, to be stored. Not secret.
    pub slot_bytes: Vec<u8>,
    /// The person's signing key under their user key, to be stored. Not secret.
    pub person_key_wrapped: Vec<u8>,
    /// What the person's signatures on this device verify with.
    pub person_public: VerifyingKey,
    /// The vault, already open with the new slot.
    pub unlocked: Vault<Unlocked>,
}

impl<S> Vault<S> {
    /// The workstation's own keys: usable whether locked or not.
    #[must_use]
    pub fn device(&self) -> &Arc<DeviceKeys> {
        &self.device
    }
}

impl Vault<Locked> {
    /// A locked vault over a workstation's keys (`DeviceKeys` or an `Arc` of them).
    #[must_use]
    pub fn new(device: impl Into<Arc<DeviceKeys>>) -> Self {
        Self {
            device: device.into(),
            state: Locked(()),
        }
    }

    /// A person's first sign-in here: makes their user key and signing key and puts both away under `password` and
    /// this device. Central has checked the password. Works for about a second at the standard cost.
    ///
    /// # Errors
    /// [`VaultError::WeakParameters`], [`VaultError::OutOfMemory`].
    pub fn make_slot(
        &self,
        session: SessionId,
        person: PersonId,
        password: &Secret<String>,
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<NewSlot, VaultError> {
        let user_key = Key::<User>::make(entropy);
        let closed_with = (PASSWORD_SLOT, password);
        let slot = close_slot(
            &self.device,
            person,
            closed_with,
            &user_key,
            (params, entropy),
        )?;
        let signing = SigningSecret::make(entropy);
        let context = person_key_context(&self.device, person);
        // EXPOSE: the seed goes into the seal.
        let person_key_wrapped = seal(&user_key, &context, signing.expose_bytes(), entropy);
        let person_public = signing.public();
        let device = Arc::clone(&self.device);
        let state = Unlocked {
            person,
            session,
            user_key,
            signing,
        };
        let unlocked = Vault { device, state };
        Ok(NewSlot {
            slot_bytes: slot,
            person_key_wrapped,
            person_public,
            unlocked,
        })
    }

    /// Opens the vault for `person` with what [`Self::make_slot`] made. Works for about a second.
    ///
    /// # Errors
    /// The locked vault back, and why: [`VaultError::NotOpened`] for a wrong password, device or person,
    /// [`VaultError::Damaged`], [`VaultError::TooNew`], [`VaultError::OutOfMemory`].
    pub fn unlock(
        self,
        session: SessionId,
        person: PersonId,
        slot_bytes: &[u8],
        person_key_wrapped: &[u8],
        password: &Secret<String>,
    ) -> Result<Vault<Unlocked>, (Self, VaultError)> {
        self.open(
            session,
            person,
            (PASSWORD_SLOT, slot_bytes),
            person_key_wrapped,
            password,
        )
    }

    /// Opens the vault for `person` with the PIN they set. Works for about a second.
    ///
    /// # Errors
    /// As [`Self::unlock`].
    pub fn unlock_with_pin(
        self,
        session: SessionId,
        person: PersonId,
        tried: &PinTry,
        person_key_wrapped: &[u8],
        pin: &Secret<String>,
    ) -> Result<Vault<Unlocked>, (Self, VaultError)> {
        self.open(
            session,
            person,
            (PIN_SLOT, tried.slot()),
            person_key_wrapped,
            pin,
        )
    }

    /// A slot under a new password for `person`, whose user key was put by and is back: what is here stays theirs.
    ///
    /// # Errors
    /// [`VaultError::NotOpened`] when `user_key` is not that of who `person_key_wrapped` was kept for;
    /// [`VaultError::WeakParameters`], [`VaultError::OutOfMemory`].
    pub fn close_anew(
        &self,
        person: PersonId,
        (user_key, person_key_wrapped): (&Secret<Vec<u8>>, &[u8]),
        password: &Secret<String>,
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, VaultError> {
        // EXPOSE: back into a key.
        let user_key =
            Key::<User>::from_slice(user_key.expose()).map_err(|_| VaultError::NotOpened)?;
        let context = person_key_context(&self.device, person);
        open(&user_key, &context, person_key_wrapped).map_err(|_| VaultError::NotOpened)?;
        let closed_with = (PASSWORD_SLOT, password);
        close_slot(
            &self.device,
            person,
            closed_with,
            &user_key,
            (params, entropy),
        )
    }

    fn open(
        self,
        session: SessionId,
        person: PersonId,
        slot: (&[u8], &[u8]),
        person_key_wrapped: &[u8],
        secret: &Secret<String>,
    ) -> Result<Vault<Unlocked>, (Self, VaultError)> {
        match open_slot(&self.device, person, slot, person_key_wrapped, secret) {
            Ok((user_key, signing)) => {
                let state = Unlocked {
                    person,
                    session,
                    user_key,
                    signing,
                };
                Ok(Vault {
                    device: self.device,
                    state,
                })
            }
            Err(error) => Err((self, error)),
        }
    }
}

/// What a slot of a person opens with. One is no other's: a slot under a PIN must not pass for one under a password.
const PASSWORD_SLOT: &[u8] = b"charthold/slot/1";
const PIN_SLOT: &[u8] = b"charthold/pin-slot/1";

/// Puts `user_key` in a new slot.
fn close_slot(
    device: &DeviceKeys,
    person: PersonId,
    (kind, secret): (&[u8], &Secret<String>),
    user_key: &Key<User>,
    (params, entropy): (SlotParams, &mut dyn Entropy),
) -> Result<Vec<u8>, VaultError> {
    let context = context(kind, device, person);
    PasswordSlot::make(secret, device.secret(), &context, user_key, params, entropy)
        .map(|slot| slot.to_bytes())
        .map_err(VaultError::of_making)
}

fn open_slot(
    device: &DeviceKeys,
    person: PersonId,
    (kind, slot): (&[u8], &[u8]),
    person_key: &[u8],
    secret: &Secret<String>,
) -> Result<(Key<User>, SigningSecret), VaultError> {
    let slot_context = context(kind, device, person);
    let user_key = PasswordSlot::from_bytes(slot)
        .and_then(|slot| slot.open(secret, device.secret(), &slot_context))
        .map_err(VaultError::of_stored)?;
    // The secret was right: what does not open now was damaged, not guessed wrong.
    let seed = open(&user_key, &person_key_context(device, person), person_key)
        .map_err(|_| VaultError::Damaged)?;
    // EXPOSE: the seed moves into the signing key, which guards it as the secret did.
    let seed = seed
        .expose()
        .as_slice()
        .try_into()
        .map_err(|_| VaultError::Damaged)?;
    Ok((user_key, SigningSecret::from_secret(Secret::new(seed))))
}

fn person_key_context(device: &DeviceKeys, person: PersonId) -> Vec<u8> {
    context(b"charthold/person-key-seal/1", device, person)
}

/// Whose, and on which workstation: nothing opens in the place of another.
fn context(label: &[u8], device: &DeviceKeys, person: PersonId) -> Vec<u8> {
    [
        label,
        &[0],
        person.as_bytes(),
        device.verifying_key().as_bytes(),
    ]
    .concat()
}

#[cfg(test)]
mod tests;
