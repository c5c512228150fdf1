//! The table `incident`.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId};
use rusqlite::{Transaction, params};

use super::fault::Fault;
use super::{SqliteStore, value};
use crate::{Incident, IncidentKind, Incidents, StoreError};

#[async_trait]
impl Incidents for SqliteStore {
    async fn record_incident(&self, incident: Incident) -> Result<(), StoreError> {
        self.write("recording an incident", move |tx| record(tx, &incident))
            .await
    }

    async fn list_incidents(&self, limit: u32) -> Result<Vec<Incident>, StoreError> {
        self.read("listing incidents", move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT at, kind, device, chart FROM incident ORDER BY id DESC LIMIT ?1",
            )?;
            let mut rows = statement.query([limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let code: String = row.get(1)?;
                let kind = IncidentKind::ALL
                    .into_iter()
                    .find(|kind| kind.code() == code);
                found.push(Incident {
                    at: value::time(row, 0)?,
                    kind: kind.ok_or(Fault::Damaged("incident.kind"))?,
                    device: row.get::<_, Option<[u8; 16]>>(2)?.map(DeviceId::from_bytes),
                    chart: row.get::<_, Option<[u8; 16]>>(3)?.map(ChartId::from_bytes),
                });
            }
            Ok(found)
        })
        .await
    }
}

/// Adds an incident within a transaction that found it.
pub(super) fn record(tx: &Transaction<'_>, incident: &Incident) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO incident (at, kind, device, chart) VALUES (?1, ?2, ?3, ?4)",
        params![
            incident.at.as_millis(),
            incident.kind.code(),
            incident.device.map(|device| *device.as_bytes()),
            incident.chart.map(|chart| *chart.as_bytes())
        ],
    )?;
    Ok(())
}
