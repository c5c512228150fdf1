//! The table `unit`.

use async_trait::async_trait;
use charthold_domain::{Unit, UnitId};

use super::fault::during;
use super::{PostgresStore, row};
use crate::{StoreError, Units};

#[async_trait]
impl Units for PostgresStore {
    async fn add_unit(&self, unit: &Unit) -> Result<(), StoreError> {
        during("adding a unit", async {
            let link = self.link().await?;
            let add = link
                .prepare_cached("INSERT INTO unit (id, name) VALUES ($1, $2)")
                .await?;
            link.execute(&add, &[&row::uuid(unit.id.as_bytes()), &unit.name])
                .await?;
            Ok(())
        })
        .await
    }

    async fn list_units(&self) -> Result<Vec<Unit>, StoreError> {
        during("listing the units", async {
            let link = self.link().await?;
            let list = link
                .prepare_cached("SELECT id, name FROM unit ORDER BY name")
                .await?;
            let rows = link.query(&list, &[]).await?;
            rows.iter()
                .map(|found| {
                    Ok(Unit {
                        id: UnitId::from_bytes(row::id(found, 0)?),
                        name: found.try_get(1)?,
                    })
                })
                .collect()
        })
        .await
    }
}
