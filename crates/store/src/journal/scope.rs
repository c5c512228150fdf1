//! Which logs this workstation is to hold, and whose operations may be in them.

use std::collections::BTreeMap;

use charthold_chartlog::Head;
use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, DeviceId, UnitId};
use rusqlite::{Connection, params};

use crate::column::{begin, find, head, id, list, optional_id, run};
use crate::{Journal, StoreError};

/// What a log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogKind {
    /// A patient's chart.
    Patient,
    /// The facility's log of patients.
    Facility,
}

impl Journal {
    /// Keeps the scope in place of the one before. Operations of logs that left it stay.
    ///
    /// # Errors
    /// Those of the file system; the old scope stays then.
    pub fn save_scope(
        &mut self,
        scope: &[(ChartId, LogKind, Option<UnitId>)],
    ) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        forget_validator(&transaction)?;
        run(&transaction, "DELETE FROM scope", [])?;
        for log in scope {
            save(&transaction, log)?;
        }
        Ok(transaction.commit()?)
    }

    /// Adds a patient's chart to the scope: one admitted here is in it before central says so.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn add_to_scope(&mut self, chart: ChartId, unit: UnitId) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        forget_validator(&transaction)?;
        save(&transaction, &(chart, LogKind::Patient, Some(unit)))?;
        Ok(transaction.commit()?)
    }

    /// What stands for everything the last whole hello told; nothing when the scope was changed since.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn hello_validator(&self) -> Result<Option<[u8; 32]>, StoreError> {
        let sql = "SELECT unhex(value) FROM setting WHERE name = ?1";
        find(&self.connection, sql, [VALIDATOR], |row| row.get(0))
    }

    /// Keeps what stands for everything a hello told, when all of it is kept.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn set_hello_validator(&mut self, validator: &[u8; 32]) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, hex(?2))";
        run(&self.connection, sql, params![VALIDATOR, validator])?;
        Ok(())
    }

    /// What is held of every log in scope.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn heads_in_scope(&self) -> Result<BTreeMap<ChartId, Head>, StoreError> {
        let held = list(
            &self.connection,
            "SELECT scope.chart, coalesce(seq, 0), coalesce(hash, zeroblob(32))
             FROM scope LEFT JOIN chain_head USING (chart)",
            [],
            |row| Ok((id(row, 0, ChartId::from_bytes)?, head(row, 1)?)),
        )?;
        Ok(held.into_iter().collect())
    }

    /// The logs in scope: which, what each is, and the unit the patient is in.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn scope(&self) -> Result<Vec<(ChartId, LogKind, Option<UnitId>)>, StoreError> {
        list(
            &self.connection,
            "SELECT chart, kind, unit FROM scope ORDER BY chart",
            [],
            |row| {
                let kind = match row.get::<_, u8>(1)? {
                    FACILITY => LogKind::Facility,
                    _ => LogKind::Patient,
                };
                let unit = optional_id(row, 2, UnitId::from_bytes)?;
                Ok((id(row, 0, ChartId::from_bytes)?, kind, unit))
            },
        )
    }

    /// The unit the patient of `chart` is in, as far as known.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn unit_of(&self, chart: ChartId) -> Result<Option<UnitId>, StoreError> {
        let sql = "SELECT unit FROM scope WHERE chart = ?1";
        let unit = find(&self.connection, sql, [chart.as_bytes()], |row| {
            optional_id(row, 0, UnitId::from_bytes)
        })?;
        Ok(unit.flatten())
    }

    /// Keeps a device's key with the certificate it was taken from, which the caller has checked.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] when the device is known with another key: a key never changes.
    pub fn save_device_certificate(
        &mut self,
        device: DeviceId,
        key: &VerifyingKey,
        certificate: &[u8],
    ) -> Result<(), StoreError> {
        let saved = run(
            &self.connection,
            "INSERT INTO device_certificate (device, verifying_key, certificate)
             VALUES (?1, ?2, ?3)
             ON CONFLICT (device) DO UPDATE SET certificate = excluded.certificate
                 WHERE verifying_key = excluded.verifying_key",
            params![device.as_bytes(), key.as_bytes(), certificate],
        )?;
        match saved {
            0 => Err(StoreError::Mismatch {
                what: "a device's key and the one it had before",
            }),
            _ => Ok(()),
        }
    }

    /// A device's certificate as it was kept.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_device_certificate(&self, device: DeviceId) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT certificate FROM device_certificate WHERE device = ?1";
        find(&self.connection, sql, [device.as_bytes()], |row| row.get(0))
    }

    /// The key a device signs its operations with.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_device_key(&self, device: DeviceId) -> Result<Option<VerifyingKey>, StoreError> {
        let sql = "SELECT verifying_key FROM device_certificate WHERE device = ?1";
        find(&self.connection, sql, [device.as_bytes()], |row| {
            row.get(0).map(VerifyingKey)
        })
    }
}

fn forget_validator(transaction: &Connection) -> Result<(), StoreError> {
    // The one of before, too: a program of before that is put back must not believe it.
    let sql = "DELETE FROM setting WHERE name IN (?1, 'hello_validator')";
    run(transaction, sql, [VALIDATOR])?;
    Ok(())
}

/// The setting with the validator of the last hello. Its number grows when more of a hello is kept: then everything is told again.
const VALIDATOR: &str = "hello_validator_2";

fn save(
    connection: &Connection,
    (chart, kind, unit): &(ChartId, LogKind, Option<UnitId>),
) -> Result<(), StoreError> {
    let kind = match kind {
        LogKind::Patient => PATIENT,
        LogKind::Facility => FACILITY,
    };
    let sql = "INSERT OR REPLACE INTO scope (chart, kind, unit) VALUES (?1, ?2, ?3)";
    let unit = unit.as_ref().map(UnitId::as_bytes);
    run(connection, sql, params![chart.as_bytes(), kind, unit])?;
    Ok(())
}

const PATIENT: u8 = 1;
const FACILITY: u8 = 2;
