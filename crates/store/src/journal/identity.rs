//! What this workstation is to the hospital, and small values by name.

use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, DeviceId, TenantId, Timestamp, Unit, UnitId};
use rusqlite::{Row, params};

use crate::column::{begin, find, id, list, moment, run};
use crate::{Journal, StoreError};

/// What enrolment made of this workstation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The device.
    pub device: DeviceId,
    /// The hospital.
    pub tenant: TenantId,
    /// The hospital's name.
    pub hospital: String,
    /// The workstation's name, as "WS-4B-03".
    pub name: String,
    /// Where central is.
    pub central_url: String,
    /// The certificate authority that central's certificate comes from, PEM.
    pub ca_pem: String,
    /// The device's certificate as central signed it.
    pub certificate: Vec<u8>,
    /// The key service's key.
    pub keys_verifying_key: VerifyingKey,
    /// Central's key.
    pub central_verifying_key: VerifyingKey,
    /// The facility's log of patients.
    pub facility_chart: ChartId,
    /// When.
    pub enrolled_at: Timestamp,
}

impl Journal {
    /// Keeps `identity` in place of the one before.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save_identity(&mut self, identity: &Identity) -> Result<(), StoreError> {
        run(
            &self.connection,
            "INSERT OR REPLACE INTO identity (id, device, tenant, hospital, name, central_url,
                 ca_pem, certificate, keys_verifying_key, central_verifying_key, facility_chart,
                 enrolled_at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                identity.device.as_bytes(),
                identity.tenant.as_bytes(),
                identity.hospital,
                identity.name,
                identity.central_url,
                identity.ca_pem,
                identity.certificate,
                identity.keys_verifying_key.as_bytes(),
                identity.central_verifying_key.as_bytes(),
                identity.facility_chart.as_bytes(),
                identity.enrolled_at.as_millis(),
            ],
        )?;
        Ok(())
    }

    /// The identity; `None` before enrolment.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_identity(&self) -> Result<Option<Identity>, StoreError> {
        let sql = "SELECT device, tenant, hospital, name, central_url, ca_pem, certificate,
                       keys_verifying_key, central_verifying_key, facility_chart, enrolled_at
                   FROM identity";
        find(&self.connection, sql, [], identity)
    }

    /// The server's epoch this workstation knows; 0 before the first exchange.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it cannot be read.
    pub fn epoch(&self) -> Result<u64, StoreError> {
        match self.setting(EPOCH)? {
            None => Ok(0),
            Some(text) => text.parse().map_err(|_| StoreError::Damaged {
                table: "setting",
                row: 0,
            }),
        }
    }

    /// Keeps the server's epoch, once what is held was compared with it: see
    /// [`Journal::doubt_chains`].
    ///
    /// # Errors
    /// Those of the file system.
    pub fn set_epoch(&mut self, epoch: u64) -> Result<(), StoreError> {
        self.set_setting(EPOCH, &epoch.to_string())
    }

    /// The value called `name`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        find(&self.connection, sql, [name], |row| row.get(0))
    }

    /// Keeps `value` under `name`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        run(&self.connection, sql, [name, value])?;
        Ok(())
    }

    /// Keeps the hospital's units in place of those before.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save_units(&mut self, units: &[Unit]) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        run(&transaction, "DELETE FROM unit", [])?;
        for unit in units {
            let sql = "INSERT OR REPLACE INTO unit (unit, name) VALUES (?1, ?2)";
            run(&transaction, sql, params![unit.id.as_bytes(), unit.name])?;
        }
        Ok(transaction.commit()?)
    }

    /// The hospital's units by name.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn list_units(&self) -> Result<Vec<Unit>, StoreError> {
        list(
            &self.connection,
            "SELECT unit, name FROM unit ORDER BY name",
            [],
            |row| {
                Ok(Unit {
                    id: id(row, 0, UnitId::from_bytes)?,
                    name: row.get(1)?,
                })
            },
        )
    }
}

fn identity(row: &Row<'_>) -> rusqlite::Result<Identity> {
    Ok(Identity {
        device: id(row, 0, DeviceId::from_bytes)?,
        tenant: id(row, 1, TenantId::from_bytes)?,
        hospital: row.get(2)?,
        name: row.get(3)?,
        central_url: row.get(4)?,
        ca_pem: row.get(5)?,
        certificate: row.get(6)?,
        keys_verifying_key: row.get(7).map(VerifyingKey)?,
        central_verifying_key: row.get(8).map(VerifyingKey)?,
        facility_chart: id(row, 9, ChartId::from_bytes)?,
        enrolled_at: moment(row, 10)?,
    })
}

const EPOCH: &str = "epoch";
