//! The logs, in the tables `chart` (heads), `entry`, `effective_signature` and `quarantine`.

mod draft;
mod facts;
mod pull;
mod push;

use std::collections::BTreeMap;

use async_trait::async_trait;
use charthold_chartlog::{ChainEntry, Envelope, Head, OpHash, VoidReason};
use charthold_crypto::Signature;
use charthold_domain::{ChartId, DeviceId, OpId};
use charthold_protocol::OpResult;
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::fault::{Fault, during};
use super::{PostgresStore, one_moment, row};
use crate::number;
use crate::{Log, LogEntry, LogPage, Offer, Pulled, Quarantined, StoreError, Wanted};

pub(super) use draft::{ACCEPTED, WRITE_HEADS};
pub(super) use facts::{ASIDE, FORKED, HEADS, KNOWN, SIGNED, TIPS};
pub(super) use pull::{ENTRIES, PLACES};

pub(super) const HEAD: &str = "SELECT seq, chain_hash FROM chart WHERE id = $1";
pub(super) const HEADS_OF: &str =
    "SELECT seq, chain_hash, id FROM chart WHERE id = ANY($1::uuid[])";
pub(super) const READ: &str =
    "SELECT seq, op_hash, void, chain_hash, header, body, signature FROM entry
    WHERE chart = $1 AND seq > $2 ORDER BY seq LIMIT $3";
pub(super) const WAITING: &str =
    "SELECT chart, op, device, donor, reason, received_at FROM quarantine
    WHERE accepted_at IS NULL ORDER BY received_at DESC LIMIT $1";

#[async_trait]
impl Log for PostgresStore {
    async fn push(&self, offer: Offer) -> Result<Vec<OpResult>, StoreError> {
        during("taking operations", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let results = push::push(&tx, offer).await?;
            tx.commit().await?;
            Ok(results)
        })
        .await
    }

    async fn heads(&self, charts: &[ChartId]) -> Result<BTreeMap<ChartId, Head>, StoreError> {
        during("reading heads", async {
            let link = self.link().await?;
            let find = link.prepare_cached(HEADS_OF).await?;
            let asked: Vec<_> = charts
                .iter()
                .map(|chart| row::uuid(chart.as_bytes()))
                .collect();
            let rows = link.query(&find, &[&asked]).await?;
            let heads: BTreeMap<ChartId, Head> = rows
                .iter()
                .map(|found| Ok((ChartId::from_bytes(row::id(found, 2)?), head_in(found)?)))
                .collect::<Result<_, Fault>>()?;
            match charts.iter().all(|chart| heads.contains_key(chart)) {
                true => Ok(heads),
                false => Err(Fault::Absent),
            }
        })
        .await
    }

    async fn pull(&self, wanted: &Wanted) -> Result<Pulled, StoreError> {
        during("giving out entries", async {
            let mut link = self.link().await?;
            let tx = one_moment(&mut link).await?;
            let pulled = pull::pull(&tx, wanted).await?;
            tx.commit().await?;
            Ok(pulled)
        })
        .await
    }

    async fn read_log(
        &self,
        chart: ChartId,
        after: u64,
        limit: u32,
    ) -> Result<LogPage, StoreError> {
        during("reading a log", async {
            let mut link = self.link().await?;
            let tx = one_moment(&mut link).await?;
            let head = head(&tx, chart).await?.ok_or(Fault::Absent)?;
            let read = tx.prepare_cached(READ).await?;
            let chart = row::uuid(chart.as_bytes());
            let rows = tx
                .query(&read, &[&chart, &row::int(after), &i64::from(limit)])
                .await?;
            tx.commit().await?;
            let entries = rows.iter().map(entry).collect::<Result<_, _>>()?;
            Ok(LogPage { entries, head })
        })
        .await
    }

    async fn list_quarantine(&self, limit: u32) -> Result<Vec<Quarantined>, StoreError> {
        during("listing the quarantine", async {
            let link = self.link().await?;
            let list = link.prepare_cached(WAITING).await?;
            let rows = link.query(&list, &[&i64::from(limit)]).await?;
            rows.iter().map(quarantined).collect()
        })
        .await
    }
}

fn entry(found: &Row) -> Result<LogEntry, Fault> {
    Ok(LogEntry {
        entry: ChainEntry {
            seq: row::nat(found, 0, "entry.seq")?,
            op_hash: OpHash(row::bytes(found, 1, "entry.op_hash")?),
            void: void(found, 2)?,
        },
        chain_hash: row::bytes(found, 3, "entry.chain_hash")?,
        operation: envelope(found, 4)?,
    })
}

/// Header, body and signature, in three columns from `first` on.
fn envelope(found: &Row, first: usize) -> Result<Envelope, Fault> {
    Ok(Envelope {
        header: found.try_get(first)?,
        body: found.try_get(first + 1)?,
        signature: Signature(row::bytes(found, first + 2, "entry.signature")?),
    })
}

fn void(found: &Row, column: usize) -> Result<Option<VoidReason>, Fault> {
    u16::try_from(found.try_get::<_, i16>(column)?)
        .ok()
        .and_then(number::void)
        .ok_or(Fault::Damaged("entry.void"))
}

fn quarantined(found: &Row) -> Result<Quarantined, Fault> {
    let reason = u8::try_from(found.try_get::<_, i16>(4)?).ok();
    Ok(Quarantined {
        chart: ChartId::from_bytes(row::id(found, 0)?),
        op: OpId::from_bytes(row::id(found, 1)?),
        device: DeviceId::from_bytes(row::id(found, 2)?),
        donor: DeviceId::from_bytes(row::id(found, 3)?),
        reason: reason
            .and_then(number::reason)
            .ok_or(Fault::Damaged("quarantine.reason"))?,
        received_at: row::time(found, 5)?,
    })
}

/// The head of a chart's chain; `None` when there is no such chart.
async fn head(db: &impl GenericClient, chart: ChartId) -> Result<Option<Head>, Fault> {
    let find = db.prepare_cached(HEAD).await?;
    let found = db.query_opt(&find, &[&row::uuid(chart.as_bytes())]).await?;
    found.as_ref().map(head_in).transpose()
}

fn head_in(found: &Row) -> Result<Head, Fault> {
    Ok(Head {
        seq: row::nat(found, 0, "chart.seq")?,
        hash: row::bytes(found, 1, "chart.chain_hash")?,
    })
}
