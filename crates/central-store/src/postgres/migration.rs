//! Brings a database's schema up to date. Migrations are files; the number of the last one applied
//! is the schema's version, and what each one said is written down beside it. Forward only.

use charthold_crypto::sha256;
use tokio_postgres::{Client, Transaction};

use super::OPENING;
use super::fault::Fault;
use crate::StoreError;

/// In order; the first is number 1.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/central-postgres/0001_hospital.sql"),
    include_str!("../../../../migrations/central-postgres/0002_logs.sql"),
    include_str!("../../../../migrations/central-postgres/0003_append_only.sql"),
    include_str!("../../../../migrations/central-postgres/0004_backups.sql"),
    include_str!("../../../../migrations/central-postgres/0005_blobs.sql"),
    include_str!("../../../../migrations/central-postgres/0006_withdrawals.sql"),
    include_str!("../../../../migrations/central-postgres/0007_second_factors.sql"),
];

/// Applies what is missing, all of it or nothing. Several centrals may do so at once.
pub(super) async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    let known = i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX);
    let found = apply_missing(client)
        .await
        .map_err(|fault| fault.during(OPENING))?;
    if found > known {
        let unsigned = |number: i32| u32::try_from(number).unwrap_or_default();
        let (found, known) = (unsigned(found), unsigned(known));
        return Err(StoreError::NewerSchema { found, known });
    }
    Ok(())
}

/// Answers the version the database had; a newer one is left alone.
async fn apply_missing(client: &mut Client) -> Result<i32, Fault> {
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&ONE_AT_A_TIME])
        .await?;
    let applied = applied(&transaction).await?;
    let found = applied.len();
    for (index, sql) in MIGRATIONS.iter().enumerate() {
        let digest = sha256(&[sql.as_bytes()]);
        match applied.get(index) {
            Some(before) if *before == digest => {}
            // A released file is never changed: this database was made by another program.
            Some(_) => return Err(Fault::Damaged("schema_migration.sha256")),
            None => {
                transaction.batch_execute(sql).await?;
                let number =
                    i32::try_from(index + 1).map_err(|_| Fault::Damaged("schema_migration"))?;
                let write = "INSERT INTO schema_migration (number, sha256) VALUES ($1, $2)";
                transaction
                    .execute(write, &[&number, &digest.as_slice()])
                    .await?;
            }
        }
    }
    transaction.commit().await?;
    i32::try_from(found).map_err(|_| Fault::Damaged("schema_migration"))
}

/// Digests of what was applied, in order.
async fn applied(transaction: &Transaction<'_>) -> Result<Vec<Vec<u8>>, Fault> {
    let there = "SELECT to_regclass('schema_migration') IS NOT NULL";
    let is_there: bool = transaction.query_one(there, &[]).await?.try_get(0)?;
    if !is_there {
        transaction.batch_execute(TABLE).await?;
    }
    let rows = transaction
        .query("SELECT sha256 FROM schema_migration ORDER BY number", &[])
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Any number that no other program locks in this database.
const ONE_AT_A_TIME: i64 = 0x6368_6172_7468_6f6c;

const TABLE: &str = "CREATE TABLE schema_migration (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    sha256 BYTEA NOT NULL CHECK (octet_length(sha256) = 32),
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)";
