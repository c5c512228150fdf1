//! The table `backup`, and `chart.durable_seq`.

use async_trait::async_trait;
use charthold_domain::{ChartId, Timestamp};
use charthold_protocol::Durable;
use rusqlite::{OptionalExtension, Transaction, params};

use super::fault::Fault;
use super::{SqliteStore, hospital, value};
use crate::{Backups, Extent, StoreError};

#[async_trait]
impl Backups for SqliteStore {
    async fn measure(&self) -> Result<Extent, StoreError> {
        self.read("measuring the logs", |tx| {
            let mut statement = tx.prepare_cached("SELECT id, seq FROM chart WHERE seq > 0")?;
            let mut rows = statement.query([])?;
            let mut charts = Vec::new();
            while let Some(row) = rows.next()? {
                let chart = ChartId::from_bytes(row.get(0)?);
                charts.push((chart, value::nat(row, 1, "chart.seq")?));
            }
            let epoch = hospital::epoch(tx)?;
            Ok(Extent { epoch, charts })
        })
        .await
    }

    async fn note_backup(&self, extent: &Extent, at: Timestamp) -> Result<u64, StoreError> {
        let extent = extent.clone();
        self.write("noting a backup", move |tx| {
            if hospital::epoch(tx)? != extent.epoch {
                return Err(Fault::Absent);
            }
            tx.execute("UPDATE chart SET durable_seq = 0 WHERE durable_seq > 0", [])?;
            let mut note =
                tx.prepare_cached("UPDATE chart SET durable_seq = ?2 WHERE id = ?1 AND seq >= ?2")?;
            for (chart, seq) in &extent.charts {
                if note.execute(params![chart.as_bytes(), value::int(*seq)])? == 0 {
                    return Err(Fault::Absent);
                }
            }
            let number = last(tx)? + 1;
            tx.execute(
                "INSERT INTO backup (number, noted_at) VALUES (?1, ?2)",
                params![value::int(number), at.as_millis()],
            )?;
            Ok(number)
        })
        .await
    }

    async fn durable(&self, charts: &[ChartId]) -> Result<Durable, StoreError> {
        let asked = charts.to_vec();
        self.read("reading what is durable", move |tx| {
            let mut find = tx.prepare_cached(DURABLE)?;
            let mut charts = Vec::with_capacity(asked.len());
            for chart in asked {
                let kept = find
                    .query_row([chart.as_bytes()], |row| row.get::<_, i64>(0))
                    .optional()?;
                if let Some(seq) = kept {
                    let damaged = |_| Fault::Damaged("chart.durable_seq");
                    charts.push((chart, u64::try_from(seq).map_err(damaged)?));
                }
            }
            let backup = last(tx)?;
            Ok(Durable { backup, charts })
        })
        .await
    }

    async fn last_backup(&self) -> Result<u64, StoreError> {
        self.read("finding the last backup", last).await
    }
}

fn last(tx: &Transaction<'_>) -> Result<u64, Fault> {
    let number: i64 = tx.prepare_cached(LAST)?.query_row([], |row| row.get(0))?;
    u64::try_from(number).map_err(|_| Fault::Damaged("backup.number"))
}

pub(super) const DURABLE: &str = "SELECT durable_seq FROM chart WHERE id = ?1 AND durable_seq > 0";

pub(super) const LAST: &str = "SELECT coalesce(max(number), 0) FROM backup";
