//! What is given back to a central that was put back from a copy: its own word for charts, the key service's for devices. The
//! bytes are kept as they came; who signed them was checked by who saves them.

use charthold_domain::ChartId;
use rusqlite::{Connection, params};

use crate::column::{list, run};
use crate::{Journal, StoreError};

impl Journal {
    /// Keeps central's word that it has `chart`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save_chart_registration(
        &mut self,
        chart: ChartId,
        signed: &[u8],
    ) -> Result<(), StoreError> {
        save_chart_registration(&self.connection, chart, signed)
    }

    /// Central's word for every chart held that is not in scope.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn registrations_out_of_scope(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        list(
            &self.connection,
            "SELECT registration FROM chart_registration
             WHERE chart NOT IN (SELECT chart FROM scope) ORDER BY chart",
            [],
            |row| row.get(0),
        )
    }

    /// The certificate of every device whose operations are held.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn device_certificates(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let sql = "SELECT certificate FROM device_certificate ORDER BY device";
        list(&self.connection, sql, [], |row| row.get(0))
    }
}

/// As [`Journal::save_chart_registration`], within a transaction.
pub(super) fn save_chart_registration(
    connection: &Connection,
    chart: ChartId,
    signed: &[u8],
) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO chart_registration (chart, registration) VALUES (?1, ?2)";
    run(connection, sql, params![chart.as_bytes(), signed])?;
    Ok(())
}
