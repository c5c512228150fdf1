//! The tables `backup` and `quarantine_extent`, `chart.durable_seq` and `audit_head.durable_seq`.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId, Timestamp};
use charthold_protocol::Durable;
use deadpool_postgres::{GenericClient, Transaction};
use uuid::Uuid;

use super::fault::{Fault, during};
use super::{PostgresStore, hospital, one_moment, row};
use crate::{Backups, Extent, Kept, StoreError};

pub(super) const DURABLE: &str =
    "SELECT id, durable_seq FROM chart WHERE id = ANY($1) AND durable_seq > 0";
/// Asked by withdrawn devices alone.
pub(super) const ASIDE: &str = "SELECT asked FROM unnest($1::uuid[]) AS asked
    WHERE (SELECT count(*) FROM quarantine WHERE quarantine.chart = asked)
        = coalesce((SELECT durable FROM quarantine_extent WHERE quarantine_extent.chart = asked), 0)";
pub(super) const AUDIT: &str = "SELECT durable_seq FROM audit_head WHERE device = $1";
pub(super) const LAST: &str = "SELECT coalesce(max(number), 0) FROM backup";

#[async_trait]
impl Backups for PostgresStore {
    async fn measure(&self) -> Result<Extent, StoreError> {
        during("measuring the logs", async {
            let mut link = self.link().await?;
            // One moment: an entry that is counted is there for whatever backup begins now.
            let tx = one_moment(&mut link).await?;
            let charts = lengths(&tx, "SELECT id, seq FROM chart WHERE seq > 0").await?;
            let aside = "SELECT chart, count(*) FROM quarantine GROUP BY chart";
            let aside = lengths(&tx, aside).await?;
            let audit = lengths(&tx, "SELECT device, seq FROM audit_head WHERE seq > 0").await?;
            let of_chart = |(id, seq)| (ChartId::from_bytes(id), seq);
            let of_device = |(id, seq)| (DeviceId::from_bytes(id), seq);
            Ok(Extent {
                epoch: hospital::epoch(&tx).await?,
                charts: charts.into_iter().map(of_chart).collect(),
                aside: aside.into_iter().map(of_chart).collect(),
                audit: audit.into_iter().map(of_device).collect(),
            })
        })
        .await
    }

    async fn note_backup(&self, extent: &Extent, at: Timestamp) -> Result<u64, StoreError> {
        during("noting a backup", note(self, extent, at)).await
    }

    async fn durable(&self, charts: &[ChartId]) -> Result<Durable, StoreError> {
        during("reading what is durable", async {
            let link = self.link().await?;
            let find = link.prepare_cached(DURABLE).await?;
            let ids = uuids(charts.iter().map(ChartId::as_bytes));
            let rows = link.query(&find, &[&ids]).await?;
            let charts = rows.iter().map(length);
            let charts = charts.map(|found| found.map(|(id, seq)| (ChartId::from_bytes(id), seq)));
            Ok(Durable {
                backup: last(&link).await?,
                charts: charts.collect::<Result<_, Fault>>()?,
            })
        })
        .await
    }

    async fn kept(&self, device: DeviceId, charts: &[ChartId]) -> Result<Kept, StoreError> {
        during("reading what is durable of a device", async {
            let mut link = self.link().await?;
            let tx = one_moment(&mut link).await?;
            let whole = tx.prepare_cached(ASIDE).await?;
            let ids = uuids(charts.iter().map(ChartId::as_bytes));
            let aside = tx.query(&whole, &[&ids]).await?;
            let find = tx.prepare_cached(AUDIT).await?;
            let device = row::uuid(device.as_bytes());
            let audit = tx.query_opt(&find, &[&device]).await?;
            let audit = audit.map(|found| row::nat(&found, 0, "audit_head.durable_seq"));
            let aside = aside
                .iter()
                .map(|found| Ok(ChartId::from_bytes(row::id(found, 0)?)));
            Ok(Kept {
                aside: aside.collect::<Result<_, Fault>>()?,
                audit: audit.transpose()?.unwrap_or(0),
            })
        })
        .await
    }

    async fn last_backup(&self) -> Result<u64, StoreError> {
        during("finding the last backup", async {
            last(&self.link().await?).await
        })
        .await
    }
}

async fn note(store: &PostgresStore, extent: &Extent, at: Timestamp) -> Result<u64, Fault> {
    let mut link = store.link().await?;
    let tx = link.transaction().await?;
    if hospital::epoch(&tx).await? != extent.epoch {
        return Err(Fault::Absent);
    }
    tx.batch_execute(FORGET).await?;
    let charts = extent
        .charts
        .iter()
        .map(|(chart, seq)| (chart.as_bytes(), *seq));
    set(&tx, OF_CHARTS, charts).await?;
    let audit = extent
        .audit
        .iter()
        .map(|(device, seq)| (device.as_bytes(), *seq));
    set(&tx, OF_DEVICES, audit).await?;
    let aside = extent
        .aside
        .iter()
        .map(|(chart, count)| (chart.as_bytes(), *count));
    set(&tx, OF_ASIDE, aside).await?;
    let number = last(&tx).await? + 1;
    let signed = i64::try_from(number).map_err(|_| Fault::Damaged("backup.number"))?;
    // Of two at once one finds the number taken.
    tx.execute(
        "INSERT INTO backup (number, noted_at) VALUES ($1, $2)",
        &[&signed, &at.as_millis()],
    )
    .await?;
    tx.commit().await?;
    Ok(number)
}

/// A backup takes the place of the one before, also where it has less.
const FORGET: &str = "UPDATE chart SET durable_seq = 0 WHERE durable_seq > 0;
    UPDATE audit_head SET durable_seq = 0 WHERE durable_seq > 0;
    DELETE FROM quarantine_extent";
const OF_CHARTS: &str = "UPDATE chart SET durable_seq = backed_up.seq
    FROM unnest($1::uuid[], $2::bigint[]) AS backed_up (id, seq)
    WHERE chart.id = backed_up.id AND chart.seq >= backed_up.seq";
const OF_DEVICES: &str = "UPDATE audit_head SET durable_seq = backed_up.seq
    FROM unnest($1::uuid[], $2::bigint[]) AS backed_up (id, seq)
    WHERE audit_head.device = backed_up.id AND audit_head.seq >= backed_up.seq";
const OF_ASIDE: &str = "INSERT INTO quarantine_extent (chart, durable)
    SELECT id, kept FROM unnest($1::uuid[], $2::bigint[]) AS backed_up (id, kept)
    WHERE (SELECT count(*) FROM quarantine WHERE quarantine.chart = id) >= kept";

/// Writes down lengths; refuses one that is greater than what is there.
async fn set<'a>(
    tx: &Transaction<'_>,
    sql: &str,
    lengths: impl Iterator<Item = (&'a [u8; 16], u64)> + Clone + Send,
) -> Result<(), Fault> {
    let ids = uuids(lengths.clone().map(|(id, _)| id));
    let lengths: Vec<i64> = lengths
        .map(|(_, length)| i64::try_from(length).map_err(|_| Fault::Absent))
        .collect::<Result<_, _>>()?;
    let noted = tx.execute(sql, &[&ids, &lengths]).await?;
    if noted == u64::try_from(ids.len()).unwrap_or(u64::MAX) {
        Ok(())
    } else {
        Err(Fault::Absent)
    }
}

async fn last(db: &impl GenericClient) -> Result<u64, Fault> {
    let number: i64 = db.query_one(LAST, &[]).await?.try_get(0)?;
    u64::try_from(number).map_err(|_| Fault::Damaged("backup.number"))
}

/// Ids with a length each.
async fn lengths(db: &Transaction<'_>, sql: &str) -> Result<Vec<([u8; 16], u64)>, Fault> {
    let rows = db.query(sql, &[]).await?;
    rows.iter().map(length).collect()
}

fn length(found: &tokio_postgres::Row) -> Result<([u8; 16], u64), Fault> {
    Ok((row::id(found, 0)?, row::nat(found, 1, "a length")?))
}

fn uuids<'a>(ids: impl Iterator<Item = &'a [u8; 16]>) -> Vec<Uuid> {
    ids.map(row::uuid).collect()
}
