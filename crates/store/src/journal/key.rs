//! Chart keys, wrapped for one person each. Wrapping and unwrapping is the vault's work.

use charthold_domain::{ChartId, Compartment, PersonId};
use rusqlite::{Row, params};

use crate::column::{Code, begin, id, list, run};
use crate::{Journal, StoreError};

/// A wrapped key: of which part of the chart, its generation, the key.
type WrappedKey = (Compartment, u32, Vec<u8>);

impl Journal {
    /// Keeps chart keys wrapped for `person`, each in place of the same generation's: all of them or, when it fails, none.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save_chart_keys(
        &mut self,
        person: PersonId,
        keys: &[(ChartId, WrappedKey)],
    ) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        for (chart, (compartment, generation, wrapped)) in keys {
            run(
                &transaction,
                "INSERT OR REPLACE INTO chart_key (person, chart, compartment, generation, wrapped)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    person.as_bytes(),
                    chart.as_bytes(),
                    compartment.number(),
                    generation,
                    wrapped,
                ],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// The wrapped keys `person` has for `chart`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn chart_keys(
        &self,
        person: PersonId,
        chart: ChartId,
    ) -> Result<Vec<WrappedKey>, StoreError> {
        let sql = "SELECT compartment, generation, wrapped FROM chart_key
                   WHERE person = ?1 AND chart = ?2";
        let params = [person.as_bytes(), chart.as_bytes()];
        list(&self.connection, sql, params, |row| read(row, 0))?
            .into_iter()
            .collect()
    }

    /// Every wrapped key `person` has, with its chart.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn all_chart_keys(
        &self,
        person: PersonId,
    ) -> Result<Vec<(ChartId, WrappedKey)>, StoreError> {
        let sql = "SELECT chart, compartment, generation, wrapped FROM chart_key WHERE person = ?1";
        let keys = list(&self.connection, sql, [person.as_bytes()], |row| {
            let chart = id(row, 0, ChartId::from_bytes)?;
            Ok(read(row, 1)?.map(|key| (chart, key)))
        })?;
        keys.into_iter().collect()
    }

    /// The logs in scope for which `person` has no key at all.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn charts_without_keys(&self, person: PersonId) -> Result<Vec<ChartId>, StoreError> {
        let sql = "SELECT chart FROM scope WHERE NOT EXISTS
                       (SELECT 1 FROM chart_key k WHERE k.person = ?1 AND k.chart = scope.chart)";
        let person = [person.as_bytes()];
        list(&self.connection, sql, person, |row| {
            id(row, 0, ChartId::from_bytes)
        })
    }
}

/// The key in three columns. The outer result is SQLite's, the inner one says whether it makes sense.
fn read(row: &Row<'_>, index: usize) -> rusqlite::Result<Result<WrappedKey, StoreError>> {
    let (generation, wrapped) = (row.get(index + 1)?, row.get(index + 2)?);
    let compartment = Compartment::of_number(row.get(index)?, "chart_key", 0);
    Ok(compartment.map(|compartment| (compartment, generation, wrapped)))
}
