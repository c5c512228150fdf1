//! The table `unit`.

use async_trait::async_trait;
use charthold_domain::{Unit, UnitId};
use rusqlite::params;

use super::SqliteStore;
use crate::{StoreError, Units};

#[async_trait]
impl Units for SqliteStore {
    async fn add_unit(&self, unit: &Unit) -> Result<(), StoreError> {
        let unit = unit.clone();
        self.write("adding a unit", move |tx| {
            tx.execute(
                "INSERT INTO unit (id, name) VALUES (?1, ?2)",
                params![unit.id.as_bytes(), unit.name],
            )?;
            Ok(())
        })
        .await
    }

    async fn list_units(&self) -> Result<Vec<Unit>, StoreError> {
        self.read("listing the units", |tx| {
            let mut statement = tx.prepare_cached("SELECT id, name FROM unit ORDER BY name")?;
            let units = statement.query_map([], |row| {
                Ok(Unit {
                    id: UnitId::from_bytes(row.get(0)?),
                    name: row.get(1)?,
                })
            })?;
            Ok(units.collect::<Result<_, _>>()?)
        })
        .await
    }
}
