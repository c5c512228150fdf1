//! The tables `enrolment_code` and `enrolment_code_unit`, and rows of `device`.

use async_trait::async_trait;
use charthold_domain::Timestamp;
use uuid::Uuid;

use super::fault::{Fault, during};
use super::{PostgresStore, row};
use crate::{Enrolled, Enrolment, NewCode, NewDevice, StoreError};

#[async_trait]
impl Enrolment for PostgresStore {
    async fn add_code(&self, code: &NewCode) -> Result<(), StoreError> {
        during("adding an enrolment code", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let hash = code.code_hash.as_slice();
            let uses = i32::try_from(code.uses).unwrap_or(i32::MAX);
            let (made, expires) = (code.made_at.as_millis(), code.expires_at.as_millis());
            tx.execute(
                "INSERT INTO enrolment_code (code_hash, uses_left, made_at, expires_at)
                 VALUES ($1, $2, $3, $4)",
                &[&hash, &uses, &made, &expires],
            )
            .await?;
            let units: Vec<Uuid> = code
                .units
                .iter()
                .map(|unit| row::uuid(unit.as_bytes()))
                .collect();
            tx.execute(
                "INSERT INTO enrolment_code_unit (code_hash, unit)
                 SELECT DISTINCT $1::bytea, unit FROM unnest($2::uuid[]) AS unit",
                &[&hash, &units],
            )
            .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn is_code_good(&self, code_hash: [u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        during("looking at an enrolment code", async {
            let link = self.link().await?;
            let good = link
                .query_opt(
                    "SELECT 1 FROM enrolment_code
                     WHERE code_hash = $1 AND uses_left > 0 AND expires_at > $2",
                    &[&code_hash.as_slice(), &at.as_millis()],
                )
                .await?;
            Ok(good.is_some())
        })
        .await
    }

    async fn enrol(
        &self,
        code_hash: [u8; 32],
        device: &NewDevice,
        at: Timestamp,
    ) -> Result<Enrolled, StoreError> {
        during("enrolling a device", enrol(self, code_hash, device, at)).await
    }
}

async fn enrol(
    store: &PostgresStore,
    code_hash: [u8; 32],
    device: &NewDevice,
    at: Timestamp,
) -> Result<Enrolled, Fault> {
    let mut link = store.link().await?;
    let tx = link.transaction().await?;
    let (hash, at) = (code_hash.as_slice(), at.as_millis());
    // The code's row stays locked to the end: the last use is one device's.
    let used = tx
        .execute(
            "UPDATE enrolment_code SET uses_left = uses_left - 1
             WHERE code_hash = $1 AND uses_left > 0 AND expires_at > $2",
            &[&hash, &at],
        )
        .await?;
    if used == 0 {
        return Ok(Enrolled::CodeRefused);
    }
    let id = row::uuid(device.id.as_bytes());
    tx.execute(
        "INSERT INTO device (id, name, certificate, enrolled_at) VALUES ($1, $2, $3, $4)",
        &[&id, &device.name, &device.certificate.to_bytes(), &at],
    )
    .await?;
    tx.execute(
        "INSERT INTO device_unit (device, unit)
         SELECT $1::uuid, unit FROM enrolment_code_unit WHERE code_hash = $2",
        &[&id, &hash],
    )
    .await?;
    tx.commit().await?;
    Ok(Enrolled::Yes)
}
