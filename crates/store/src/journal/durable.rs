//! What no restore of central can lose, as far as central said. Until then this may be the last copy.

use charthold_domain::ChartId;
use rusqlite::{Connection, params};

use crate::column::{begin, find, id, list, run};
use crate::{Journal, StoreError};

impl Journal {
    /// The number of the last backup central told of; 0 when it told of none in this epoch.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn known_backup(&self) -> Result<u64, StoreError> {
        let sql = "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?1";
        Ok(find(&self.connection, sql, [BACKUP], |row| row.get(0))?.unwrap_or(0))
    }

    /// Notes what backup number `backup` has of each chart; of those not named, nothing.
    ///
    /// # Errors
    /// Those of the file system; what was noted before stays then.
    pub fn save_durable(
        &mut self,
        backup: u64,
        charts: &[(ChartId, u64)],
    ) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        forget(&transaction)?;
        for (chart, seq) in charts {
            let sql = "UPDATE chain_head SET durable_seq = ?2 WHERE chart = ?1";
            run(&transaction, sql, params![chart.as_bytes(), seq])?;
        }
        let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
        run(&transaction, sql, params![BACKUP, backup.to_string()])?;
        Ok(transaction.commit()?)
    }

    /// The number of the last entry of `chart` that the last backup has; 0 when it has none.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn durable_seq(&self, chart: ChartId) -> Result<u64, StoreError> {
        let sql = "SELECT durable_seq FROM chain_head WHERE chart = ?1";
        let found = find(&self.connection, sql, [chart.as_bytes()], |row| row.get(0))?;
        Ok(found.unwrap_or(0))
    }

    /// Charts held although they are not in scope, at most `limit`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn charts_out_of_scope(&self, limit: usize) -> Result<Vec<ChartId>, StoreError> {
        let sql = "SELECT chart FROM chain_head WHERE chart NOT IN (SELECT chart FROM scope)
                   ORDER BY chart LIMIT ?1";
        list(&self.connection, sql, [limit], |row| {
            id(row, 0, ChartId::from_bytes)
        })
    }
}

/// Takes nothing for durable any more.
pub(super) fn forget(transaction: &Connection) -> Result<(), StoreError> {
    let sql = "UPDATE chain_head SET durable_seq = 0 WHERE durable_seq > 0";
    run(transaction, sql, [])?;
    run(transaction, "DELETE FROM setting WHERE name = ?1", [BACKUP])?;
    Ok(())
}

/// The setting that holds the number of the last backup.
const BACKUP: &str = "backup";
