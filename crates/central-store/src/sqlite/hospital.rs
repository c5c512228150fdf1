//! The tables `hospital` and `epoch`.

use async_trait::async_trait;
use charthold_chartlog::Head;
use charthold_chartlog::next_epoch;
use charthold_domain::{ChartId, TenantId, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};

use super::fault::Fault;
use super::{SqliteStore, charts, value};
use crate::{Hospital, HospitalFacts, StoreError};

#[async_trait]
impl Hospital for SqliteStore {
    async fn found(&self, facts: &HospitalFacts, at: Timestamp) -> Result<(), StoreError> {
        let facts = facts.clone();
        self.write("founding a hospital", move |tx| {
            let HospitalFacts {
                tenant,
                name,
                facility_chart,
            } = &facts;
            tx.execute(
                "INSERT INTO hospital (one, tenant, name, facility_chart, founded_at)
                 VALUES (1, ?1, ?2, ?3, ?4)",
                params![
                    tenant.as_bytes(),
                    name,
                    facility_chart.as_bytes(),
                    at.as_millis()
                ],
            )?;
            tx.execute(
                "INSERT INTO chart (id, kind, registered_at, chain_hash) VALUES (?1, ?2, ?3, ?4)",
                params![
                    facility_chart.as_bytes(),
                    charts::FACILITY,
                    at.as_millis(),
                    Head::EMPTY.hash
                ],
            )?;
            tx.execute(
                "INSERT INTO epoch (epoch, began_at) VALUES (1, ?1)",
                [at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn find_hospital(&self) -> Result<Option<HospitalFacts>, StoreError> {
        self.read("finding the hospital", |tx| {
            let facts = tx
                .query_row(
                    "SELECT tenant, name, facility_chart FROM hospital",
                    [],
                    |row| {
                        Ok(HospitalFacts {
                            tenant: TenantId::from_bytes(row.get(0)?),
                            name: row.get(1)?,
                            facility_chart: ChartId::from_bytes(row.get(2)?),
                        })
                    },
                )
                .optional()?;
            Ok(facts)
        })
        .await
    }

    async fn load_epoch(&self) -> Result<u64, StoreError> {
        self.read("reading the epoch", epoch).await
    }

    async fn begin_epoch(&self, at: Timestamp, served: u64) -> Result<u64, StoreError> {
        self.write("beginning an epoch", move |tx| {
            let next = next_epoch(epoch(tx)?, served);
            tx.execute(
                "INSERT INTO epoch (epoch, began_at) VALUES (?1, ?2)",
                params![value::int(next), at.as_millis()],
            )?;
            Ok(next)
        })
        .await
    }
}

pub(super) fn epoch(tx: &Transaction<'_>) -> Result<u64, Fault> {
    let last: Option<i64> = tx.query_row(EPOCH, [], |row| row.get(0))?;
    let last = last.ok_or(Fault::Absent)?;
    u64::try_from(last).map_err(|_| Fault::Damaged("epoch.epoch"))
}

pub(super) const EPOCH: &str = "SELECT max(epoch) FROM epoch";
