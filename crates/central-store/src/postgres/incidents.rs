//! The table `incident`.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId};
use deadpool_postgres::GenericClient;

use super::fault::{Fault, during};
use super::{PostgresStore, row};
use crate::{Incident, IncidentKind, Incidents, StoreError};

#[async_trait]
impl Incidents for PostgresStore {
    async fn record_incident(&self, incident: Incident) -> Result<(), StoreError> {
        during("recording an incident", async {
            let link = self.link().await?;
            record(&link, &incident).await
        })
        .await
    }

    async fn list_incidents(&self, limit: u32) -> Result<Vec<Incident>, StoreError> {
        during("listing incidents", async {
            let link = self.link().await?;
            let list = link
                .prepare_cached(
                    "SELECT at, kind, device, chart FROM incident ORDER BY id DESC LIMIT $1",
                )
                .await?;
            let rows = link.query(&list, &[&i64::from(limit)]).await?;
            rows.iter()
                .map(|found| {
                    let code: &str = found.try_get(1)?;
                    let kind = IncidentKind::ALL
                        .into_iter()
                        .find(|kind| kind.code() == code);
                    Ok(Incident {
                        at: row::time(found, 0)?,
                        kind: kind.ok_or(Fault::Damaged("incident.kind"))?,
                        device: row::id_or_none(found, 2)?.map(DeviceId::from_bytes),
                        chart: row::id_or_none(found, 3)?.map(ChartId::from_bytes),
                    })
                })
                .collect()
        })
        .await
    }
}

/// Adds an incident, within the transaction that found it where there is one.
pub(super) async fn record(db: &impl GenericClient, incident: &Incident) -> Result<(), Fault> {
    let add = db
        .prepare_cached("INSERT INTO incident (at, kind, device, chart) VALUES ($1, $2, $3, $4)")
        .await?;
    db.execute(
        &add,
        &[
            &incident.at.as_millis(),
            &incident.kind.code(),
            &incident.device.map(|device| row::uuid(device.as_bytes())),
            &incident.chart.map(|chart| row::uuid(chart.as_bytes())),
        ],
    )
    .await?;
    Ok(())
}
