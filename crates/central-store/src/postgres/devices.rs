//! The tables `device`, `device_unit` and `device_person`.

use async_trait::async_trait;
use charthold_crypto::VerifyingKey;
use charthold_domain::{DeviceId, PersonId, Timestamp, UnitId};
use charthold_protocol::{SignedDeviceCertificate, SignedWipe};
use tokio_postgres::Row;
use uuid::Uuid;

use super::fault::{Fault, during, there};
use super::{PostgresStore, row};
use crate::{Device, Devices, KnownUse, NewDevice, StoreError, Use, WithdrawalReason};

macro_rules! devices {
    ($which:literal) => {
        concat!(
            "SELECT id, name, certificate, revoked_at,
                ARRAY(SELECT unit FROM device_unit WHERE device = device.id ORDER BY unit),
                enrolled_at, seen_at, revoked_why, wiped_at
             FROM device ",
            $which
        )
    };
}
/// Asked with every request.
pub(super) const FIND: &str = devices!("WHERE id = $1");
const LIST: &str = devices!("ORDER BY name, id");
/// Asked with every hello.
pub(super) const CLOSED: &str = "SELECT person FROM device_person
    JOIN person ON person.id = device_person.person
    WHERE device = $1 AND disabled_at IS NOT NULL ORDER BY person";
/// Asked with every push and pull.
pub(super) const CERTIFICATES: &str = "SELECT id, certificate FROM device WHERE id = ANY($1)";
pub(super) const USE: &str =
    "SELECT last_at, person_key FROM device_person WHERE device = $1 AND person = $2";

#[async_trait]
impl Devices for PostgresStore {
    async fn find_device(&self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        during("finding a device", async {
            let link = self.link().await?;
            let find = link.prepare_cached(FIND).await?;
            let found = link.query_opt(&find, &[&row::uuid(id.as_bytes())]).await?;
            found.as_ref().map(device).transpose()
        })
        .await
    }

    async fn list_certificates(
        &self,
        devices: &[DeviceId],
    ) -> Result<Vec<(DeviceId, SignedDeviceCertificate)>, StoreError> {
        during("listing certificates", async {
            let link = self.link().await?;
            let list = link.prepare_cached(CERTIFICATES).await?;
            let ids: Vec<Uuid> = devices.iter().map(|id| row::uuid(id.as_bytes())).collect();
            let rows = link.query(&list, &[&ids]).await?;
            rows.iter()
                .map(|found| {
                    let id = DeviceId::from_bytes(row::id(found, 0)?);
                    Ok((id, row::signed(found, 1, "device.certificate")?))
                })
                .collect()
        })
        .await
    }

    async fn list_devices(&self) -> Result<Vec<Device>, StoreError> {
        during("listing devices", async {
            let link = self.link().await?;
            let rows = link.query(LIST, &[]).await?;
            rows.iter().map(device).collect()
        })
        .await
    }

    async fn donate_device(&self, device: &NewDevice, at: Timestamp) -> Result<bool, StoreError> {
        during("taking back a device", async {
            let id = row::uuid(device.id.as_bytes());
            let certificate = device.certificate.to_bytes();
            let added = self
                .link()
                .await?
                .execute(
                    "INSERT INTO device (id, name, certificate, enrolled_at, revoked_at, revoked_why)
                     VALUES ($1, $2, $3, $4, $4, $5) ON CONFLICT DO NOTHING",
                    &[
                        &id,
                        &device.name,
                        &certificate,
                        &at.as_millis(),
                        &WithdrawalReason::Restored.code(),
                    ],
                )
                .await?;
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
        during("withdrawing a device", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let id = row::uuid(device.as_bytes());
            // Both sides read the row as it was: the first reason stays with the first time.
            let changed = tx
                .execute(
                    "UPDATE device SET revoked_at = coalesce(revoked_at, $2),
                        revoked_why = CASE WHEN revoked_at IS NULL THEN $3 ELSE revoked_why END
                     WHERE id = $1",
                    &[&id, &at.as_millis(), &why.code()],
                )
                .await?;
            there(changed)?;
            tx.execute("DELETE FROM session WHERE device = $1", &[&id])
                .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn note_contact(&self, device: DeviceId, at: Timestamp) -> Result<(), StoreError> {
        during("noting a contact", async {
            let link = self.link().await?;
            let note = link
                .prepare_cached(
                    "UPDATE device SET seen_at = $2 WHERE id = $1 AND coalesce(seen_at, 0) < $2",
                )
                .await?;
            let id = row::uuid(device.as_bytes());
            link.execute(&note, &[&id, &at.as_millis()]).await?;
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
        during("recording that a device was wiped", async {
            let id = row::uuid(device.as_bytes());
            let changed = self
                .link()
                .await?
                .execute(
                    "UPDATE device SET wiped_at = coalesce(wiped_at, $2), wipe = coalesce(wipe, $3)
                     WHERE id = $1 AND revoked_at IS NOT NULL",
                    &[&id, &at.as_millis(), &wipe.to_bytes()],
                )
                .await?;
            there(changed)
        })
        .await
    }

    async fn list_closed_users(&self, device: DeviceId) -> Result<Vec<PersonId>, StoreError> {
        during("finding closed accounts of a device", async {
            let link = self.link().await?;
            let find = link.prepare_cached(CLOSED).await?;
            let rows = link.query(&find, &[&row::uuid(device.as_bytes())]).await?;
            let people = rows
                .iter()
                .map(|found| Ok(PersonId::from_bytes(row::id(found, 0)?)));
            people.collect()
        })
        .await
    }

    async fn record_use(&self, made: Use) -> Result<bool, StoreError> {
        during("recording the use of a device", async {
            let link = self.link().await?;
            let record = link
                .prepare_cached(
                    "INSERT INTO device_person (device, person, first_at, last_at)
                     VALUES ($1, $2, $3, $3)
                     ON CONFLICT (device, person) DO UPDATE SET last_at = excluded.last_at
                     RETURNING person_key IS NOT NULL",
                )
                .await?;
            let (device, person) = pair(made.device, made.person);
            let at = made.at.as_millis();
            let recorded = link.query_one(&record, &[&device, &person, &at]).await?;
            Ok(recorded.try_get(0)?)
        })
        .await
    }

    async fn record_person_key(
        &self,
        device: DeviceId,
        person: PersonId,
        key: &VerifyingKey,
    ) -> Result<(), StoreError> {
        during("recording a person's key", async {
            let link = self.link().await?;
            let (device, person) = pair(device, person);
            let changed = link
                .execute(
                    "UPDATE device_person SET person_key = $3 WHERE device = $1 AND person = $2",
                    &[&device, &person, &key.as_bytes().as_slice()],
                )
                .await?;
            there(changed)
        })
        .await
    }

    async fn find_use(
        &self,
        device: DeviceId,
        person: PersonId,
    ) -> Result<Option<KnownUse>, StoreError> {
        during("finding the use of a device", async {
            let link = self.link().await?;
            let find = link.prepare_cached(USE).await?;
            let (device, person) = pair(device, person);
            let found = link.query_opt(&find, &[&device, &person]).await?;
            found.as_ref().map(known_use).transpose()
        })
        .await
    }
}

fn pair(device: DeviceId, person: PersonId) -> (Uuid, Uuid) {
    (row::uuid(device.as_bytes()), row::uuid(person.as_bytes()))
}

fn known_use(found: &Row) -> Result<KnownUse, Fault> {
    let damaged = || Fault::Damaged("device_person.person_key");
    let key: Option<&[u8]> = found.try_get(1)?;
    let key = key.map(|bytes| VerifyingKey::from_slice(bytes).map_err(|_| damaged()));
    Ok(KnownUse {
        signed_in_at: row::time(found, 0)?,
        person_key: key.transpose()?,
    })
}

fn device(found: &Row) -> Result<Device, Fault> {
    let units: Vec<Uuid> = found.try_get(4)?;
    Ok(Device {
        id: DeviceId::from_bytes(row::id(found, 0)?),
        name: found.try_get(1)?,
        certificate: row::signed(found, 2, "device.certificate")?,
        units: units
            .into_iter()
            .map(|unit| UnitId::from_bytes(unit.into_bytes()))
            .collect(),
        enrolled_at: row::time(found, 5)?,
        seen_at: row::time_or_none(found, 6)?,
        revoked_at: row::time_or_none(found, 3)?,
        revoked_why: row::why(found, 7, "device.revoked_why")?,
        wiped_at: row::time_or_none(found, 8)?,
    })
}
