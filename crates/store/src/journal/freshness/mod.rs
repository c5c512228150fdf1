//! Whether the journal is what was last written. SQLCipher's page MACs say that a page was written here, not that it is the
//! page's last state: one that is put back from a copy passes them. So a digest of all rows is kept in the journal and changes
//! with each of them, in the same transaction; who checks it reads every row again.
//!
//! The digest is the XOR, over all rows, of SHA-256 over a key and the row: a row that comes or goes is one XOR, whatever the order.
//! Temporary triggers do it, made for every table there is when a connection opens, so that no statement and no later table is
//! forgotten. All of the file put back at once agrees with itself: against that stands [`Freshness::changes`], which the workstation
//! keeps in the OS keyring too.
//!
//! Not covered: the bodies of operations, which their signatures bind; and what no row depends on, as free pages.

mod row;
mod scan;
mod triggers;

use charthold_audit::AuditHead;
use rusqlite::{Connection, params};

use crate::column::{begin, find, run};
use crate::{Journal, StoreError};

use row::Digest;

/// How much was written, and to what effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// Rows added, changed and removed since the journal was made; only ever grows.
    pub changes: u64,
    /// Of all rows.
    pub digest: [u8; 32],
}

impl Journal {
    /// What the journal says of itself.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn freshness(&self) -> Result<Freshness, StoreError> {
        Ok(load(&self.connection)?.freshness)
    }

    /// Whether this journal has been where `head` and `fresh` say one was: at a later moment of it, or at that one.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn has_come_to(&self, head: &AuditHead, fresh: &Freshness) -> Result<bool, StoreError> {
        let now = self.freshness()?;
        let is_after = now.changes > fresh.changes || now == *fresh;
        Ok(is_after && self.has_audit_head(head)?)
    }

    /// Reads every row, and every index, and compares them with the digest.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when they are not what was last written; [`StoreError::Damaged`] when a page does not pass its MAC.
    pub fn verify_rows(&mut self) -> Result<Freshness, StoreError> {
        self.verify_rows_while(&|| true)
    }

    /// As [`Self::verify_rows`], until `goes_on` says no: it is asked at each row.
    ///
    /// # Errors
    /// As there; [`StoreError::Mismatch`] when it was ended, which says nothing of the rows.
    pub fn verify_rows_while(
        &mut self,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Freshness, StoreError> {
        // One state of the file throughout, whoever writes meanwhile.
        let snapshot = self.connection.transaction()?;
        let kept = load(&snapshot)?;
        let found = scan::all_rows(&snapshot, &kept.key, goes_on)?;
        if found == Digest(kept.freshness.digest) {
            Ok(kept.freshness)
        } else {
            Err(StoreError::Stale)
        }
    }
}

/// From here on the digest follows every change made through `connection`; one that was of other columns is made anew.
pub(super) fn follow(connection: &mut Connection) -> Result<(), StoreError> {
    triggers::create(connection)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let sql = "SELECT 1 FROM freshness WHERE schema_version = ?1";
    if find(connection, sql, [version], |_| Ok(()))?.is_some() {
        return Ok(());
    }
    let transaction = begin(connection)?;
    // Random to SQLite is random enough: who can write rows of their choice cannot see digests.
    run(
        &transaction,
        "INSERT INTO freshness (id, digest_key, schema_version, changes, digest)
         VALUES (1, randomblob(32), ?1, 0, zeroblob(32)) ON CONFLICT DO NOTHING",
        [version],
    )?;
    let key = load(&transaction)?.key;
    let Digest(digest) = scan::all_rows(&transaction, &key, &|| true)?;
    run(
        &transaction,
        "UPDATE freshness SET schema_version = ?1, digest = ?2, changes = changes + 1",
        params![version, digest],
    )?;
    Ok(transaction.commit()?)
}

/// The row of `freshness`.
struct Kept {
    key: [u8; 32],
    freshness: Freshness,
}

fn load(connection: &Connection) -> Result<Kept, StoreError> {
    let sql = "SELECT digest_key, changes, digest FROM freshness";
    let kept = find(connection, sql, [], |row| {
        Ok(Kept {
            key: row.get(0)?,
            freshness: Freshness {
                changes: row.get(1)?,
                digest: row.get(2)?,
            },
        })
    })?;
    kept.ok_or(StoreError::Stale)
}
