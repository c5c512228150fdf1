//! The logs, in the tables `chart` (heads), `entry`, `effective_signature` and `quarantine`.

pub(super) mod pull;
pub(super) mod push;

use std::collections::BTreeMap;

use async_trait::async_trait;
use charthold_chartlog::{ChainEntry, Envelope, Head, OpHash, VoidReason};
use charthold_crypto::Signature;
use charthold_domain::{ChartId, DeviceId, OpId};
use charthold_protocol::OpResult;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::fault::Fault;
use super::{SqliteStore, value};
use crate::number::{self, reason, reason_code};
use crate::{Log, LogEntry, LogPage, Offer, Pulled, Quarantined, StoreError, Wanted};

#[async_trait]
impl Log for SqliteStore {
    async fn push(&self, offer: Offer) -> Result<Vec<OpResult>, StoreError> {
        self.write("taking operations", move |tx| push::push(tx, offer))
            .await
    }

    async fn heads(&self, charts: &[ChartId]) -> Result<BTreeMap<ChartId, Head>, StoreError> {
        let charts = charts.to_vec();
        self.read("reading heads", move |tx| {
            let head = |chart| Ok((chart, head(tx, chart)?.ok_or(Fault::Absent)?));
            charts.into_iter().map(head).collect()
        })
        .await
    }

    async fn pull(&self, wanted: &Wanted) -> Result<Pulled, StoreError> {
        let wanted = wanted.clone();
        self.read("giving out entries", move |tx| pull::pull(tx, &wanted))
            .await
    }

    async fn read_log(
        &self,
        chart: ChartId,
        after: u64,
        limit: u32,
    ) -> Result<LogPage, StoreError> {
        self.read("reading a log", move |tx| {
            let head = head(tx, chart)?.ok_or(Fault::Absent)?;
            let mut statement = tx.prepare_cached(READ)?;
            let mut rows = statement.query(params![chart.as_bytes(), value::int(after), limit])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                entries.push(entry(row)?);
            }
            Ok(LogPage { entries, head })
        })
        .await
    }

    async fn list_quarantine(&self, limit: u32) -> Result<Vec<Quarantined>, StoreError> {
        self.read("listing the quarantine", move |tx| {
            let mut statement = tx.prepare_cached(WAITING)?;
            let mut rows = statement.query([limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(quarantined(row)?);
            }
            Ok(found)
        })
        .await
    }
}

fn entry(row: &Row<'_>) -> Result<LogEntry, Fault> {
    Ok(LogEntry {
        entry: ChainEntry {
            seq: value::nat(row, 0, "entry.seq")?,
            op_hash: OpHash(row.get(1)?),
            void: void(row.get(2)?)?,
        },
        chain_hash: row.get(3)?,
        operation: Envelope {
            header: row.get(4)?,
            body: row.get(5)?,
            signature: Signature(row.get(6)?),
        },
    })
}

fn quarantined(row: &Row<'_>) -> Result<Quarantined, Fault> {
    Ok(Quarantined {
        chart: ChartId::from_bytes(row.get(0)?),
        op: OpId::from_bytes(row.get(1)?),
        device: DeviceId::from_bytes(row.get(2)?),
        donor: DeviceId::from_bytes(row.get(3)?),
        reason: reason(row.get(4)?).ok_or(Fault::Damaged("quarantine.reason"))?,
        received_at: value::time(row, 5)?,
    })
}

/// The head of a chart's chain; `None` when there is no such chart.
fn head(tx: &Transaction<'_>, chart: ChartId) -> Result<Option<Head>, Fault> {
    let mut statement = tx.prepare_cached(HEAD)?;
    let head = statement
        .query_row([chart.as_bytes()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?))
        })
        .optional()?;
    head.map(|(seq, hash)| {
        let seq = u64::try_from(seq).map_err(|_| Fault::Damaged("chart.seq"))?;
        Ok(Head { seq, hash })
    })
    .transpose()
}

fn void(code: u16) -> Result<Option<VoidReason>, Fault> {
    number::void(code).ok_or(Fault::Damaged("entry.void"))
}

pub(super) const READ: &str =
    "SELECT seq, op_hash, void, chain_hash, header, body, signature FROM entry
    WHERE chart = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";

pub(super) const WAITING: &str =
    "SELECT chart, op, device, donor, reason, received_at FROM quarantine
    WHERE accepted_at IS NULL ORDER BY received_at DESC LIMIT ?1";

pub(super) const HEAD: &str = "SELECT seq, chain_hash FROM chart WHERE id = ?1";
