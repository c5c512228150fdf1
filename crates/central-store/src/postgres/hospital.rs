//! The tables `hospital` and `epoch`.

use async_trait::async_trait;
use charthold_chartlog::Head;
use charthold_chartlog::next_epoch;
use charthold_domain::{ChartId, TenantId, Timestamp};
use deadpool_postgres::GenericClient;

use super::fault::{Fault, during};
use super::{PostgresStore, charts, row};
use crate::{Hospital, HospitalFacts, StoreError};

#[async_trait]
impl Hospital for PostgresStore {
    async fn found(&self, facts: &HospitalFacts, at: Timestamp) -> Result<(), StoreError> {
        during("founding a hospital", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let facility = row::uuid(facts.facility_chart.as_bytes());
            let at = at.as_millis();
            tx.execute(
                "INSERT INTO hospital (one, tenant, name, facility_chart, founded_at)
                 VALUES (1, $1, $2, $3, $4)",
                &[
                    &row::uuid(facts.tenant.as_bytes()),
                    &facts.name,
                    &facility,
                    &at,
                ],
            )
            .await?;
            tx.execute(
                "INSERT INTO chart (id, kind, registered_at, chain_hash) VALUES ($1, $2, $3, $4)",
                &[
                    &facility,
                    &charts::FACILITY,
                    &at,
                    &Head::EMPTY.hash.as_slice(),
                ],
            )
            .await?;
            tx.execute("INSERT INTO epoch (epoch, began_at) VALUES (1, $1)", &[&at])
                .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn find_hospital(&self) -> Result<Option<HospitalFacts>, StoreError> {
        during("finding the hospital", async {
            let link = self.link().await?;
            let find = "SELECT tenant, name, facility_chart FROM hospital";
            let found = link.query_opt(find, &[]).await?;
            found
                .map(|found| {
                    Ok(HospitalFacts {
                        tenant: TenantId::from_bytes(row::id(&found, 0)?),
                        name: found.try_get(1)?,
                        facility_chart: ChartId::from_bytes(row::id(&found, 2)?),
                    })
                })
                .transpose()
        })
        .await
    }

    async fn load_epoch(&self) -> Result<u64, StoreError> {
        during("reading the epoch", async {
            let link = self.link().await?;
            epoch(&link).await
        })
        .await
    }

    async fn begin_epoch(&self, at: Timestamp, served: u64) -> Result<u64, StoreError> {
        during("beginning an epoch", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let next = begin_epoch(&tx, at, served).await?;
            tx.commit().await?;
            Ok(next)
        })
        .await
    }
}

/// Begins the next epoch within a transaction. Of two at once, one finds the number taken.
pub(super) async fn begin_epoch(
    db: &impl GenericClient,
    at: Timestamp,
    served: u64,
) -> Result<u64, Fault> {
    let next = next_epoch(epoch(db).await?, served);
    let begin = db
        .prepare_cached("INSERT INTO epoch (epoch, began_at) VALUES ($1, $2)")
        .await?;
    db.execute(&begin, &[&row::int(next), &at.as_millis()])
        .await?;
    Ok(next)
}

pub(super) async fn epoch(db: &impl GenericClient) -> Result<u64, Fault> {
    let last = db.prepare_cached(EPOCH).await?;
    let found = db.query_opt(&last, &[]).await?.ok_or(Fault::Absent)?;
    row::nat(&found, 0, "epoch.epoch")
}

/// Asked with every push.
pub(super) const EPOCH: &str = "SELECT epoch FROM epoch ORDER BY epoch DESC LIMIT 1";
