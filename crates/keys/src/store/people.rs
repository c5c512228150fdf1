//! Rows of devices and of people's keys: signed statements, whose signatures the caller checks.

use charthold_domain::{DeviceId, PersonId};
use rusqlite::{OptionalExtension, params};

use super::Work;
use crate::KeysError;

/// A device, and its certificate as signed.
pub(crate) struct CertificateRow {
    pub(crate) device: DeviceId,
    pub(crate) certificate: Vec<u8>,
}

/// A person on a device, and the registration of their key as signed.
pub(crate) struct RegistrationRow {
    pub(crate) person: PersonId,
    pub(crate) device: DeviceId,
    pub(crate) registration: Vec<u8>,
}

impl Work<'_> {
    /// The device's certificate as signed.
    pub(crate) fn find_certificate(&self, device: DeviceId) -> Result<Option<Vec<u8>>, KeysError> {
        self.transaction
            .query_row(
                "SELECT certificate FROM device WHERE id = ?1",
                [device.as_bytes()],
                |row| row.get(0),
            )
            .optional()
            .map_err(KeysError::store("finding a device"))
    }

    /// Keeps a device's certificate instead of the one there was.
    pub(crate) fn save_certificate(
        &self,
        device: DeviceId,
        certificate: &[u8],
    ) -> Result<(), KeysError> {
        self.transaction
            .execute(
                "INSERT INTO device (id, certificate) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET certificate = excluded.certificate",
                params![device.as_bytes(), certificate],
            )
            .map(drop)
            .map_err(KeysError::store("saving a device"))
    }

    /// The registration of the person's key on the device, as signed.
    pub(crate) fn find_registration(
        &self,
        person: PersonId,
        device: DeviceId,
    ) -> Result<Option<Vec<u8>>, KeysError> {
        self.transaction
            .query_row(
                "SELECT registration FROM person_key WHERE person = ?1 AND device = ?2",
                [person.as_bytes(), device.as_bytes()],
                |row| row.get(0),
            )
            .optional()
            .map_err(KeysError::store("finding a person's key"))
    }

    /// Adds the registration of a person's first key on a device.
    pub(crate) fn add_registration(
        &self,
        person: PersonId,
        device: DeviceId,
        registration: &[u8],
    ) -> Result<(), KeysError> {
        self.transaction
            .execute(
                "INSERT INTO person_key (person, device, registration) VALUES (?1, ?2, ?3)",
                params![person.as_bytes(), device.as_bytes(), registration],
            )
            .map(drop)
            .map_err(KeysError::store("adding a person's key"))
    }

    /// Every device and its certificate.
    pub(crate) fn list_certificates(&self) -> Result<Vec<CertificateRow>, KeysError> {
        let failed = KeysError::store("listing devices");
        let mut statement = self
            .transaction
            .prepare("SELECT id, certificate FROM device")
            .map_err(&failed)?;
        let rows = statement.query_map([], |row| {
            let device = DeviceId::from_bytes(row.get(0)?);
            Ok(CertificateRow {
                device,
                certificate: row.get(1)?,
            })
        });
        rows.map_err(&failed)?
            .collect::<Result<_, _>>()
            .map_err(failed)
    }

    /// Every person's key on every device.
    pub(crate) fn list_registrations(&self) -> Result<Vec<RegistrationRow>, KeysError> {
        let failed = KeysError::store("listing people's keys");
        let mut statement = self
            .transaction
            .prepare("SELECT person, device, registration FROM person_key")
            .map_err(&failed)?;
        let rows = statement.query_map([], |row| {
            let person = PersonId::from_bytes(row.get(0)?);
            let device = DeviceId::from_bytes(row.get(1)?);
            Ok(RegistrationRow {
                person,
                device,
                registration: row.get(2)?,
            })
        });
        rows.map_err(&failed)?
            .collect::<Result<_, _>>()
            .map_err(failed)
    }
}
