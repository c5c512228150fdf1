//! Enrolled devices, and who used them.

use async_trait::async_trait;
use charthold_crypto::VerifyingKey;
use charthold_domain::{DeviceId, PersonId, Timestamp, UnitId};
use charthold_protocol::{SignedDeviceCertificate, SignedWipe};

use crate::{StoreError, WithdrawalReason};

/// A device about to be enrolled.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// As the key service signed it.
    pub certificate: SignedDeviceCertificate,
}

/// An enrolled device.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// As the key service signed it.
    pub certificate: SignedDeviceCertificate,
    /// The units of its enrolment code.
    pub units: Vec<UnitId>,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// Its last contact, as far as it was noted.
    pub seen_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// Why; absent when it was not, or when an older program did it.
    pub revoked_why: Option<WithdrawalReason>,
    /// When it said that it holds nothing any more.
    pub wiped_at: Option<Timestamp>,
}

/// That a person uses a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The device.
    pub device: DeviceId,
    /// The person.
    pub person: PersonId,
    /// When they signed in.
    pub at: Timestamp,
}

/// What is known of a person on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownUse {
    /// When they last signed in there with their password.
    pub signed_in_at: Timestamp,
    /// Their key on it, once the key service holds it.
    pub person_key: Option<VerifyingKey>,
}

/// Enrolled devices. They come to be in [`crate::Enrolment::enrol`].
#[async_trait]
pub trait Devices {
    /// The device with this id, withdrawn ones too.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_device(&self, device: DeviceId) -> Result<Option<Device>, StoreError>;

    /// Those of `devices` that exist, in no order.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_certificates(
        &self,
        devices: &[DeviceId],
    ) -> Result<Vec<(DeviceId, SignedDeviceCertificate)>, StoreError>;

    /// All, by name.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_devices(&self) -> Result<Vec<Device>, StoreError>;

    /// Makes a device known that central lost, as withdrawn: what it signed holds, and it may ask for nothing. Answers whether
    /// it was unknown.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn donate_device(&self, device: &NewDevice, at: Timestamp) -> Result<bool, StoreError>;

    /// Withdraws a device and ends its sessions. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none.
    async fn revoke_device(
        &self,
        device: DeviceId,
        why: WithdrawalReason,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Notes that the device was here; an earlier time than is known changes nothing.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn note_contact(&self, device: DeviceId, at: Timestamp) -> Result<(), StoreError>;

    /// Keeps a withdrawn device's word that it holds nothing any more. The first stays.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none, or it is in use.
    async fn record_wipe(
        &self,
        device: DeviceId,
        wipe: &SignedWipe,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Who used the device and has a closed account now, in an order of its own.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_closed_users(&self, device: DeviceId) -> Result<Vec<PersonId>, StoreError>;

    /// Records that a person signed in on a device: their units become part of its scope. Answers
    /// whether the key service holds a key of theirs for it.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when either does not exist.
    async fn record_use(&self, made: Use) -> Result<bool, StoreError>;

    /// Records that the key service holds this key of the person for the device.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when the person never used the device.
    async fn record_person_key(
        &self,
        device: DeviceId,
        person: PersonId,
        key: &VerifyingKey,
    ) -> Result<(), StoreError>;

    /// What is known of the person on the device, if they ever signed in there.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_use(
        &self,
        device: DeviceId,
        person: PersonId,
    ) -> Result<Option<KnownUse>, StoreError>;
}
