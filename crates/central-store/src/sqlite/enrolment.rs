//! The tables `enrolment_code` and `enrolment_code_unit`, and rows of `device`.

use async_trait::async_trait;
use charthold_domain::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::SqliteStore;
use crate::{Enrolled, Enrolment, NewCode, NewDevice, StoreError};

#[async_trait]
impl Enrolment for SqliteStore {
    async fn add_code(&self, code: &NewCode) -> Result<(), StoreError> {
        let code = code.clone();
        self.write("adding an enrolment code", move |tx| {
            tx.execute(
                "INSERT INTO enrolment_code (code_hash, uses_left, made_at, expires_at)
                 VALUES (?1, ?2, ?3, ?4)",
                params![
                    code.code_hash,
                    code.uses,
                    code.made_at.as_millis(),
                    code.expires_at.as_millis()
                ],
            )?;
            for unit in &code.units {
                tx.execute(
                    "INSERT OR IGNORE INTO enrolment_code_unit (code_hash, unit) VALUES (?1, ?2)",
                    params![code.code_hash, unit.as_bytes()],
                )?;
            }
            Ok(())
        })
        .await
    }

    async fn is_code_good(&self, code_hash: [u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        self.read("looking at an enrolment code", move |tx| {
            let good = tx
                .query_row(
                    "SELECT 1 FROM enrolment_code
                     WHERE code_hash = ?1 AND uses_left > 0 AND expires_at > ?2",
                    params![code_hash, at.as_millis()],
                    |_| Ok(()),
                )
                .optional()?;
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
        let device = device.clone();
        self.write("enrolling a device", move |tx| {
            let used = tx.execute(
                "UPDATE enrolment_code SET uses_left = uses_left - 1
                 WHERE code_hash = ?1 AND uses_left > 0 AND expires_at > ?2",
                params![code_hash, at.as_millis()],
            )?;
            if used == 0 {
                return Ok(Enrolled::CodeRefused);
            }
            tx.execute(
                "INSERT INTO device (id, name, certificate, enrolled_at) VALUES (?1, ?2, ?3, ?4)",
                params![
                    device.id.as_bytes(),
                    device.name,
                    device.certificate.to_bytes(),
                    at.as_millis()
                ],
            )?;
            tx.execute(
                "INSERT INTO device_unit (device, unit)
                 SELECT ?1, unit FROM enrolment_code_unit WHERE code_hash = ?2",
                params![device.id.as_bytes(), code_hash],
            )?;
            Ok(Enrolled::Yes)
        })
        .await
    }
}
