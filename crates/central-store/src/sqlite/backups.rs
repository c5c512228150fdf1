//! The tables `backup` and `quarantine_extent`, `chart.durable_seq` and `audit_head.durable_seq`.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId, Timestamp};
use charthold_protocol::Durable;
use rusqlite::{OptionalExtension, Transaction, params};

use super::fault::{Fault, there};
use super::{SqliteStore, hospital, value};
use crate::{Backups, Extent, Kept, StoreError};

#[async_trait]
impl Backups for SqliteStore {
    async fn measure(&self) -> Result<Extent, StoreError> {
        self.read("measuring the logs", |tx| {
            let charts = lengths(tx, "SELECT id, seq FROM chart WHERE seq > 0")?;
            let aside = lengths(tx, "SELECT chart, count(*) FROM quarantine GROUP BY chart")?;
            let audit = lengths(tx, "SELECT device, seq FROM audit_head WHERE seq > 0")?;
            let of_chart = |(id, seq)| (ChartId::from_bytes(id), seq);
            let of_device = |(id, seq)| (DeviceId::from_bytes(id), seq);
            Ok(Extent {
                epoch: hospital::epoch(tx)?,
                charts: charts.into_iter().map(of_chart).collect(),
                aside: aside.into_iter().map(of_chart).collect(),
                audit: audit.into_iter().map(of_device).collect(),
            })
        })
        .await
    }

    async fn note_backup(&self, extent: &Extent, at: Timestamp) -> Result<u64, StoreError> {
        let extent = extent.clone();
        self.write("noting a backup", move |tx| {
            if hospital::epoch(tx)? != extent.epoch {
                return Err(Fault::Absent);
            }
            note(tx, &extent)?;
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

    async fn kept(&self, device: DeviceId, charts: &[ChartId]) -> Result<Kept, StoreError> {
        let charts = charts.to_vec();
        self.read("reading what is durable of a device", move |tx| {
            let mut whole = tx.prepare_cached(ASIDE)?;
            let mut aside = Vec::new();
            for chart in charts {
                if whole.query_row([chart.as_bytes()], |row| row.get(0))? {
                    aside.push(chart);
                }
            }
            let mut find = tx.prepare_cached(AUDIT)?;
            let mut rows = find.query([device.as_bytes()])?;
            let audit = match rows.next()? {
                Some(row) => value::nat(row, 0, "audit_head.durable_seq")?,
                None => 0,
            };
            Ok(Kept { aside, audit })
        })
        .await
    }

    async fn last_backup(&self) -> Result<u64, StoreError> {
        self.read("finding the last backup", last).await
    }
}

/// Ids with a length each.
fn lengths(tx: &Transaction<'_>, sql: &str) -> Result<Vec<([u8; 16], u64)>, Fault> {
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(0)?, value::nat(row, 1, "a length")?));
    }
    Ok(found)
}

/// Takes the place of what was noted before; refuses what is longer than what is there.
fn note(tx: &Transaction<'_>, extent: &Extent) -> Result<(), Fault> {
    tx.execute("UPDATE chart SET durable_seq = 0 WHERE durable_seq > 0", [])?;
    tx.execute(
        "UPDATE audit_head SET durable_seq = 0 WHERE durable_seq > 0",
        [],
    )?;
    tx.execute("DELETE FROM quarantine_extent", [])?;
    let mut of_chart =
        tx.prepare_cached("UPDATE chart SET durable_seq = ?2 WHERE id = ?1 AND seq >= ?2")?;
    for (chart, seq) in &extent.charts {
        there(of_chart.execute(params![chart.as_bytes(), value::int(*seq)])?)?;
    }
    let mut of_device = tx
        .prepare_cached("UPDATE audit_head SET durable_seq = ?2 WHERE device = ?1 AND seq >= ?2")?;
    for (device, seq) in &extent.audit {
        there(of_device.execute(params![device.as_bytes(), value::int(*seq)])?)?;
    }
    let mut of_aside = tx.prepare_cached(
        "INSERT INTO quarantine_extent (chart, durable)
         SELECT ?1, ?2 WHERE (SELECT count(*) FROM quarantine WHERE chart = ?1) >= ?2",
    )?;
    for (chart, count) in &extent.aside {
        there(of_aside.execute(params![chart.as_bytes(), value::int(*count)])?)?;
    }
    Ok(())
}

fn last(tx: &Transaction<'_>) -> Result<u64, Fault> {
    let number: i64 = tx.prepare_cached(LAST)?.query_row([], |row| row.get(0))?;
    u64::try_from(number).map_err(|_| Fault::Damaged("backup.number"))
}

pub(super) const DURABLE: &str = "SELECT durable_seq FROM chart WHERE id = ?1 AND durable_seq > 0";

/// Asked by withdrawn devices alone.
pub(super) const ASIDE: &str =
    "SELECT count(*) = coalesce((SELECT durable FROM quarantine_extent WHERE chart = ?1), 0)
    FROM quarantine WHERE chart = ?1";

pub(super) const AUDIT: &str = "SELECT durable_seq FROM audit_head WHERE device = ?1";

pub(super) const LAST: &str = "SELECT coalesce(max(number), 0) FROM backup";
