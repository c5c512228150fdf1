//! Brings a file's schema up to date. Migrations are files; the number of the last one applied is
//! the file's `user_version`. Forward only.

use rusqlite::{Connection, TransactionBehavior};

use super::OPENING;
use super::fault::Fault;
use crate::StoreError;

/// In order; the first is number 1.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/central-sqlite/0001_hospital.sql"),
    include_str!("../../../../migrations/central-sqlite/0002_logs.sql"),
    include_str!("../../../../migrations/central-sqlite/0003_person_keys.sql"),
    include_str!("../../../../migrations/central-sqlite/0004_backups.sql"),
    include_str!("../../../../migrations/central-sqlite/0005_indexes.sql"),
    include_str!("../../../../migrations/central-sqlite/0006_blobs.sql"),
    include_str!("../../../../migrations/central-sqlite/0007_withdrawals.sql"),
    include_str!("../../../../migrations/central-sqlite/0008_second_factors.sql"),
];

/// Applies what is missing, all of it or nothing.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found = apply_missing(connection).map_err(|fault| fault.during(OPENING))?;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    Ok(())
}

/// Answers the version the file had; a newer one is left alone.
fn apply_missing(connection: &mut Connection) -> Result<u32, Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (number, sql) in (1_u32..).zip(MIGRATIONS) {
        if number > found {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", number)?;
        }
    }
    transaction.commit()?;
    Ok(found)
}
