//! The table `backup`, and `chart.durable_seq`.

use async_trait::async_trait;
use charthold_domain::{ChartId, Timestamp};
use charthold_protocol::Durable;
use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::fault::{Fault, during};
use super::{PostgresStore, hospital, row};
use crate::{Backups, Extent, StoreError};

pub(super) const DURABLE: &str =
    "SELECT id, durable_seq FROM chart WHERE id = ANY($1) AND durable_seq > 0";
pub(super) const LAST: &str = "SELECT coalesce(max(number), 0) FROM backup";

#[async_trait]
impl Backups for PostgresStore {
    async fn measure(&self) -> Result<Extent, StoreError> {
        during("measuring the logs", async {
            let mut link = self.link().await?;
            // One moment: an entry that is counted is there for whatever backup begins now.
            let tx = link
                .build_transaction()
                .isolation_level(tokio_postgres::IsolationLevel::RepeatableRead)
                .read_only(true)
                .start()
                .await?;
            let epoch = hospital::epoch(&tx).await?;
            let rows = tx
                .query("SELECT id, seq FROM chart WHERE seq > 0", &[])
                .await?;
            let charts = rows.iter().map(length).collect::<Result<_, Fault>>()?;
            Ok(Extent { epoch, charts })
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
            let ids = uuids(charts.iter());
            let rows = link.query(&find, &[&ids]).await?;
            Ok(Durable {
                backup: last(&link).await?,
                charts: rows.iter().map(length).collect::<Result<_, Fault>>()?,
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
    tx.execute(
        "UPDATE chart SET durable_seq = 0 WHERE durable_seq > 0",
        &[],
    )
    .await?;
    let ids = uuids(extent.charts.iter().map(|(chart, _)| chart));
    let lengths: Vec<i64> = extent
        .charts
        .iter()
        .map(|(_, seq)| i64::try_from(*seq).map_err(|_| Fault::Absent))
        .collect::<Result<_, _>>()?;
    let noted = tx
        .execute(
            "UPDATE chart SET durable_seq = backed_up.seq
             FROM unnest($1::uuid[], $2::bigint[]) AS backed_up (id, seq)
             WHERE chart.id = backed_up.id AND chart.seq >= backed_up.seq",
            &[&ids, &lengths],
        )
        .await?;
    if noted != u64::try_from(ids.len()).unwrap_or(u64::MAX) {
        return Err(Fault::Absent);
    }
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

async fn last(db: &impl GenericClient) -> Result<u64, Fault> {
    let number: i64 = db.query_one(LAST, &[]).await?.try_get(0)?;
    u64::try_from(number).map_err(|_| Fault::Damaged("backup.number"))
}

fn length(found: &tokio_postgres::Row) -> Result<(ChartId, u64), Fault> {
    let seq: i64 = found.try_get(1)?;
    Ok((
        ChartId::from_bytes(row::id(found, 0)?),
        u64::try_from(seq).map_err(|_| Fault::Damaged("chart.seq"))?,
    ))
}

fn uuids<'a>(charts: impl Iterator<Item = &'a ChartId>) -> Vec<Uuid> {
    charts.map(|chart| row::uuid(chart.as_bytes())).collect()
}
