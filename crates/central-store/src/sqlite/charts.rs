//! The register of charts, in the table `chart`.

use async_trait::async_trait;
use charthold_chartlog::Head;
use charthold_domain::{ChartId, DeviceId, Timestamp, UnitId};
use charthold_protocol::{ChartKind, ScopedChart};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::SqliteStore;
use super::fault::Fault;
use crate::{Charts, Registered, RegisteredChart, Registration, StoreError};

/// `chart.kind` of a patient's chart.
pub(super) const PATIENT: i64 = 1;
/// `chart.kind` of the facility log.
pub(super) const FACILITY: i64 = 2;

/// Charts in a device's scope; `?1` is the device.
pub(super) const SCOPE: &str = "SELECT id, kind, unit FROM chart WHERE kind = 2
    UNION ALL
    SELECT id, kind, unit FROM chart WHERE kind = 1 AND unit IN (
        SELECT unit FROM device_unit WHERE device = ?1
        UNION
        SELECT person_unit.unit FROM device_person
            JOIN person ON person.id = device_person.person AND person.disabled_at IS NULL
            JOIN person_unit ON person_unit.person = person.id
        WHERE device_person.device = ?1)";

#[async_trait]
impl Charts for SqliteStore {
    async fn register(&self, registration: &Registration) -> Result<Registered, StoreError> {
        let wanted = registration.clone();
        self.write("registering a chart", move |tx| {
            let known = tx
                .query_row(BY_BLIND_INDEX, [wanted.blind_index], |row| {
                    row.get(0).map(ChartId::from_bytes)
                })
                .optional()?;
            if let Some(chart) = known {
                return Ok(Registered {
                    chart,
                    created: false,
                });
            }
            let sql = "SELECT 1 FROM chart WHERE id = ?1";
            if tx.prepare_cached(sql)?.exists([wanted.chart.as_bytes()])? {
                return Err(Fault::Absent);
            }
            tx.execute(
                "INSERT INTO chart (id, kind, blind_index, unit, registered_at, chain_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    wanted.chart.as_bytes(),
                    PATIENT,
                    wanted.blind_index,
                    wanted.unit.as_bytes(),
                    wanted.at.as_millis(),
                    Head::EMPTY.hash
                ],
            )?;
            Ok(Registered {
                chart: wanted.chart,
                created: true,
            })
        })
        .await
    }

    async fn list_charts(&self, charts: &[ChartId]) -> Result<Vec<RegisteredChart>, StoreError> {
        let charts = charts.to_vec();
        self.read("finding charts", move |tx| {
            let mut statement = tx.prepare_cached(FIND)?;
            let mut found = Vec::with_capacity(charts.len());
            for chart in charts {
                let mut rows = statement.query([chart.as_bytes()])?;
                if let Some(row) = rows.next()? {
                    found.push(registered(row)?);
                }
            }
            Ok(found)
        })
        .await
    }

    async fn list_all_charts(&self) -> Result<Vec<RegisteredChart>, StoreError> {
        self.read("listing charts", |tx| {
            let mut statement =
                tx.prepare_cached("SELECT id, kind, unit, blind_index, registered_at FROM chart")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(registered(row)?);
            }
            Ok(found)
        })
        .await
    }

    async fn list_scope(&self, device: DeviceId) -> Result<Vec<ScopedChart>, StoreError> {
        self.read("listing a device's scope", move |tx| scope(tx, device))
            .await
    }
}

/// What the device should hold.
pub(super) fn scope(tx: &Transaction<'_>, device: DeviceId) -> Result<Vec<ScopedChart>, Fault> {
    let mut statement = tx.prepare_cached(SCOPE)?;
    let mut rows = statement.query([device.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(scoped(row)?);
    }
    Ok(found)
}

fn registered(row: &Row<'_>) -> Result<RegisteredChart, Fault> {
    let ScopedChart { chart, kind, unit } = scoped(row)?;
    Ok(RegisteredChart {
        chart,
        kind,
        unit,
        blind_index: row.get(3)?,
        at: Timestamp::from_millis(row.get(4)?),
    })
}

fn scoped(row: &Row<'_>) -> Result<ScopedChart, Fault> {
    let kind = match row.get(1)? {
        PATIENT => ChartKind::Patient,
        FACILITY => ChartKind::Facility,
        _ => return Err(Fault::Damaged("chart.kind")),
    };
    Ok(ScopedChart {
        chart: ChartId::from_bytes(row.get(0)?),
        kind,
        unit: row.get::<_, Option<[u8; 16]>>(2)?.map(UnitId::from_bytes),
    })
}

pub(super) const BY_BLIND_INDEX: &str = "SELECT id FROM chart WHERE blind_index = ?1";

pub(super) const FIND: &str =
    "SELECT id, kind, unit, blind_index, registered_at FROM chart WHERE id = ?1";
