//! The tables `device`, `device_unit` and `device_person`.

use async_trait::async_trait;
use charthold_crypto::VerifyingKey;
use charthold_domain::{DeviceId, PersonId, Timestamp, UnitId};
use charthold_protocol::{SignedDeviceCertificate, SignedWipe};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::fault::{Fault, there};
use super::{SqliteStore, value};
use crate::{Device, Devices, KnownUse, NewDevice, StoreError, Use, WithdrawalReason};

pub(super) const DEVICE: &str = "SELECT id, name, certificate, revoked_at, enrolled_at, seen_at,
    revoked_why, wiped_at FROM device";

#[async_trait]
impl Devices for SqliteStore {
    async fn find_device(&self, device: DeviceId) -> Result<Option<Device>, StoreError> {
        self.read("finding a device", move |tx| {
            Ok(devices(tx, BY_ID, params![device.as_bytes()])?.pop())
        })
        .await
    }

    async fn list_certificates(
        &self,
        devices: &[DeviceId],
    ) -> Result<Vec<(DeviceId, SignedDeviceCertificate)>, StoreError> {
        let devices = devices.to_vec();
        self.read("listing certificates", move |tx| {
            let mut statement = tx.prepare_cached(CERTIFICATE)?;
            let mut found = Vec::new();
            for device in devices {
                let mut rows = statement.query([device.as_bytes()])?;
                if let Some(row) = rows.next()? {
                    found.push((device, value::signed(row, 0, "device.certificate")?));
                }
            }
            Ok(found)
        })
        .await
    }

    async fn list_devices(&self) -> Result<Vec<Device>, StoreError> {
        self.read("listing devices", |tx| {
            devices(tx, "ORDER BY name, id", params![])
        })
        .await
    }

    async fn donate_device(&self, device: &NewDevice, at: Timestamp) -> Result<bool, StoreError> {
        let device = device.clone();
        self.write("taking back a device", move |tx| {
            let added = tx.execute(
                "INSERT INTO device (id, name, certificate, enrolled_at, revoked_at, revoked_why)
                 VALUES (?1, ?2, ?3, ?4, ?4, ?5) ON CONFLICT DO NOTHING",
                params![
                    device.id.as_bytes(),
                    device.name,
                    device.certificate.to_bytes(),
                    at.as_millis(),
                    WithdrawalReason::Restored.code()
                ],
            )?;
            Ok(added == 1)
        })
        .await
    }

    async fn revoke_device(
        &self,
        device: DeviceId,
        why: WithdrawalReason,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("withdrawing a device", move |tx| {
            // Both sides read the row as it was: the first reason stays with the first time.
            let changed = tx.execute(
                "UPDATE device SET revoked_at = coalesce(revoked_at, ?2),
                    revoked_why = CASE WHEN revoked_at IS NULL THEN ?3 ELSE revoked_why END
                 WHERE id = ?1",
                params![device.as_bytes(), at.as_millis(), why.code()],
            )?;
            tx.execute("DELETE FROM session WHERE device = ?1", [device.as_bytes()])?;
            there(changed)
        })
        .await
    }

    async fn note_contact(&self, device: DeviceId, at: Timestamp) -> Result<(), StoreError> {
        self.write("noting a contact", move |tx| {
            tx.execute(
                "UPDATE device SET seen_at = ?2 WHERE id = ?1 AND coalesce(seen_at, 0) < ?2",
                params![device.as_bytes(), at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn record_wipe(
        &self,
        device: DeviceId,
        wipe: &SignedWipe,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let wipe = wipe.to_bytes();
        self.write("recording that a device was wiped", move |tx| {
            let changed = tx.execute(
                "UPDATE device SET wiped_at = coalesce(wiped_at, ?2), wipe = coalesce(wipe, ?3)
                 WHERE id = ?1 AND revoked_at IS NOT NULL",
                params![device.as_bytes(), at.as_millis(), wipe],
            )?;
            there(changed)
        })
        .await
    }

    async fn list_closed_users(&self, device: DeviceId) -> Result<Vec<PersonId>, StoreError> {
        self.read("finding closed accounts of a device", move |tx| {
            let mut statement = tx.prepare_cached(CLOSED)?;
            let people = statement.query_map([device.as_bytes()], |row| row.get(0))?;
            let people = people.map(|id| Ok(PersonId::from_bytes(id?)));
            people.collect()
        })
        .await
    }

    async fn record_use(&self, made: Use) -> Result<bool, StoreError> {
        self.write("recording the use of a device", move |tx| {
            let Use { device, person, at } = made;
            tx.execute(
                "INSERT INTO device_person (device, person, first_at, last_at)
                 VALUES (?1, ?2, ?3, ?3)
                 ON CONFLICT (device, person) DO UPDATE SET last_at = excluded.last_at",
                params![device.as_bytes(), person.as_bytes(), at.as_millis()],
            )?;
            let registered = tx
                .query_row(
                    "SELECT person_key IS NOT NULL FROM device_person
                     WHERE device = ?1 AND person = ?2",
                    params![device.as_bytes(), person.as_bytes()],
                    |row| row.get(0),
                )
                .optional()?;
            registered.ok_or(Fault::Absent)
        })
        .await
    }

    async fn record_person_key(
        &self,
        device: DeviceId,
        person: PersonId,
        key: &VerifyingKey,
    ) -> Result<(), StoreError> {
        let key = *key.as_bytes();
        self.write("recording a person's key", move |tx| {
            let changed = tx.execute(
                "UPDATE device_person SET person_key = ?3 WHERE device = ?1 AND person = ?2",
                params![device.as_bytes(), person.as_bytes(), key],
            )?;
            there(changed)
        })
        .await
    }

    async fn find_use(
        &self,
        device: DeviceId,
        person: PersonId,
    ) -> Result<Option<KnownUse>, StoreError> {
        self.read("finding the use of a device", move |tx| {
            tx.prepare_cached(USE)?
                .query([device.as_bytes(), person.as_bytes()])?
                .next()?
                .map(known_use)
                .transpose()
        })
        .await
    }
}

fn known_use(row: &Row<'_>) -> Result<KnownUse, Fault> {
    let damaged = || Fault::Damaged("device_person.person_key");
    let key: Option<Vec<u8>> = row.get(1)?;
    let key = key.map(|bytes| VerifyingKey::from_slice(&bytes).map_err(|_| damaged()));
    Ok(KnownUse {
        signed_in_at: value::time(row, 0)?,
        person_key: key.transpose()?,
    })
}

fn devices(
    tx: &Transaction<'_>,
    condition: &str,
    params: &[&dyn rusqlite::ToSql],
) -> Result<Vec<Device>, Fault> {
    let mut statement = tx.prepare_cached(&format!("{DEVICE} {condition}"))?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(device(tx, row)?);
    }
    Ok(found)
}

fn device(tx: &Transaction<'_>, row: &Row<'_>) -> Result<Device, Fault> {
    let id = DeviceId::from_bytes(row.get(0)?);
    let mut units = tx.prepare_cached(UNITS)?;
    let units = units.query_map([id.as_bytes()], |row| row.get(0).map(UnitId::from_bytes))?;
    Ok(Device {
        id,
        name: row.get(1)?,
        certificate: value::signed(row, 2, "device.certificate")?,
        units: units.collect::<Result<_, _>>()?,
        enrolled_at: value::time(row, 4)?,
        seen_at: value::time_or_none(row, 5)?,
        revoked_at: value::time_or_none(row, 3)?,
        revoked_why: value::why(row, 6, "device.revoked_why")?,
        wiped_at: value::time_or_none(row, 7)?,
    })
}

pub(super) const CERTIFICATE: &str = "SELECT certificate FROM device WHERE id = ?1";

pub(super) const UNITS: &str = "SELECT unit FROM device_unit WHERE device = ?1 ORDER BY unit";

pub(super) const USE: &str =
    "SELECT last_at, person_key FROM device_person WHERE device = ?1 AND person = ?2";

pub(super) const BY_ID: &str = "WHERE id = ?1";

pub(super) const CLOSED: &str = "SELECT person FROM device_person
    JOIN person ON person.id = device_person.person
    WHERE device = ?1 AND disabled_at IS NOT NULL ORDER BY person";
