//! The register of charts, in the table `chart`.

use async_trait::async_trait;
use charthold_chartlog::Head;
use charthold_domain::{ChartId, DeviceId, Timestamp, UnitId};
use charthold_protocol::{ChartKind, ScopedChart};
use deadpool_postgres::Object;
use tokio_postgres::Row;
use uuid::Uuid;

use super::fault::{Fault, during};
use super::{PostgresStore, row};
use crate::{Charts, Registered, RegisteredChart, Registration, StoreError};

/// `chart.kind` of a patient's chart.
const PATIENT: i16 = 1;
/// `chart.kind` of the facility log.
pub(super) const FACILITY: i16 = 2;

/// Charts in a device's scope; asked with every exchange.
pub(super) const SCOPE: &str = "SELECT id, kind, unit FROM chart WHERE kind = 2
    UNION ALL
    SELECT id, kind, unit FROM chart WHERE kind = 1 AND unit IN (
        SELECT unit FROM device_unit WHERE device = $1
        UNION
        SELECT person_unit.unit FROM device_person
            JOIN person ON person.id = device_person.person AND person.disabled_at IS NULL
            JOIN person_unit ON person_unit.person = person.id
        WHERE device_person.device = $1)";
pub(super) const FIND: &str =
    "SELECT id, kind, unit, blind_index, registered_at FROM chart WHERE id = ANY($1)";
pub(super) const BY_BLIND_INDEX: &str = "SELECT id FROM chart WHERE blind_index = $1";

#[async_trait]
impl Charts for PostgresStore {
    async fn register(&self, registration: &Registration) -> Result<Registered, StoreError> {
        during("registering a chart", register(self, registration)).await
    }

    async fn list_charts(&self, charts: &[ChartId]) -> Result<Vec<RegisteredChart>, StoreError> {
        during("finding charts", async {
            let link = self.link().await?;
            let find = link.prepare_cached(FIND).await?;
            let ids: Vec<Uuid> = charts
                .iter()
                .map(|chart| row::uuid(chart.as_bytes()))
                .collect();
            let rows = link.query(&find, &[&ids]).await?;
            rows.iter().map(registered).collect()
        })
        .await
    }

    async fn list_all_charts(&self) -> Result<Vec<RegisteredChart>, StoreError> {
        during("listing charts", async {
            let link = self.link().await?;
            let rows = link
                .query(
                    "SELECT id, kind, unit, blind_index, registered_at FROM chart",
                    &[],
                )
                .await?;
            rows.iter().map(registered).collect()
        })
        .await
    }

    async fn list_scope(&self, device: DeviceId) -> Result<Vec<ScopedChart>, StoreError> {
        during("listing a device's scope", async {
            let link = self.link().await?;
            let list = link.prepare_cached(SCOPE).await?;
            let rows = link.query(&list, &[&row::uuid(device.as_bytes())]).await?;
            rows.iter().map(scoped).collect()
        })
        .await
    }
}

async fn register(store: &PostgresStore, wanted: &Registration) -> Result<Registered, Fault> {
    let link = store.link().await?;
    if let Some(known) = known(&link, wanted).await? {
        return Ok(known);
    }
    let add = link
        .prepare_cached(
            "INSERT INTO chart (id, kind, blind_index, unit, registered_at, chain_hash)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .await?;
    let added = link
        .execute(
            &add,
            &[
                &row::uuid(wanted.chart.as_bytes()),
                &PATIENT,
                &wanted.blind_index.as_slice(),
                &row::uuid(wanted.unit.as_bytes()),
                &wanted.at.as_millis(),
                &Head::EMPTY.hash.as_slice(),
            ],
        )
        .await?;
    if added == 1 {
        let chart = wanted.chart;
        return Ok(Registered {
            chart,
            created: true,
        });
    }
    // Another central registered it in between, or the id is another patient's.
    known(&link, wanted).await?.ok_or(Fault::Absent)
}

async fn known(link: &Object, wanted: &Registration) -> Result<Option<Registered>, Fault> {
    let find = link.prepare_cached(BY_BLIND_INDEX).await?;
    let blind_index = wanted.blind_index.as_slice();
    let known = link.query_opt(&find, &[&blind_index]).await?;
    known
        .map(|found| {
            Ok(Registered {
                chart: ChartId::from_bytes(row::id(&found, 0)?),
                created: false,
            })
        })
        .transpose()
}

fn registered(found: &Row) -> Result<RegisteredChart, Fault> {
    let ScopedChart { chart, kind, unit } = scoped(found)?;
    let blind_index: Option<&[u8]> = found.try_get(3)?;
    let damaged = |_| Fault::Damaged("chart.blind_index");
    Ok(RegisteredChart {
        chart,
        kind,
        unit,
        blind_index: blind_index
            .map(|index| index.try_into().map_err(damaged))
            .transpose()?,
        at: Timestamp::from_millis(found.try_get(4)?),
    })
}

fn scoped(found: &Row) -> Result<ScopedChart, Fault> {
    let kind = match found.try_get(1)? {
        PATIENT => ChartKind::Patient,
        FACILITY => ChartKind::Facility,
        _ => return Err(Fault::Damaged("chart.kind")),
    };
    Ok(ScopedChart {
        chart: ChartId::from_bytes(row::id(found, 0)?),
        kind,
        unit: row::id_or_none(found, 2)?.map(UnitId::from_bytes),
    })
}
