//! The tables `audit_event` and `audit_head`. A device's events are taken one push at a time: its
//! row is locked meanwhile. A whole push is looked up at once, placed in memory, and written at once.

mod ingest;

use async_trait::async_trait;
use charthold_audit::{AuditHash, AuditHead, SealedEvent, Subtype};
use charthold_crypto::Signature;
use charthold_domain::{AuditEventId, ChartId, DeviceId, PersonId};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::fault::{Fault, during};
use super::{PostgresStore, one_moment, row};
use crate::number::wire_code;
use crate::{AuditLog, AuditPage, Explanation, Ingested, Ingesting, StoreError, StoredEvent};

pub(super) use ingest::{HELD, TAKEN};

pub(super) const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE device = $1";
/// Asked with every request that shows something of a chart.
pub(super) const EXPLANATION: &str =
    "SELECT person, chart, at FROM audit_event WHERE device = $1 AND id = $2";
pub(super) const COUNT: &str =
    "SELECT count(*) FROM audit_event WHERE device = $1 AND subtype = $2";
pub(super) const READ: &str = "SELECT seq, previous, event, mac, signature, hash FROM audit_event
    WHERE device = $1 AND seq > $2 ORDER BY seq LIMIT $3";

#[async_trait]
impl AuditLog for PostgresStore {
    async fn ingest(&self, events: &Ingesting) -> Result<Ingested, StoreError> {
        during("taking audit events", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let ingested = ingest::ingest(&tx, events).await?;
            tx.commit().await?;
            Ok(ingested)
        })
        .await
    }

    async fn load_audit_head(&self, device: DeviceId) -> Result<AuditHead, StoreError> {
        during("reading an audit head", async {
            let link = self.link().await?;
            head(&link, device).await
        })
        .await
    }

    async fn find_explanation(
        &self,
        device: DeviceId,
        event: AuditEventId,
    ) -> Result<Option<Explanation>, StoreError> {
        during("finding an audit event", async {
            let link = self.link().await?;
            let find = link.prepare_cached(EXPLANATION).await?;
            let (device, id) = (row::uuid(device.as_bytes()), row::uuid(event.as_bytes()));
            let found = link.query_opt(&find, &[&device, &id]).await?;
            found
                .map(|found| {
                    Ok(Explanation {
                        id: event,
                        person: row::id_or_none(&found, 0)?.map(PersonId::from_bytes),
                        chart: row::id_or_none(&found, 1)?.map(ChartId::from_bytes),
                        at: row::time(&found, 2)?,
                    })
                })
                .transpose()
        })
        .await
    }

    async fn count_events(&self, device: DeviceId, subtype: Subtype) -> Result<u64, StoreError> {
        during("counting audit events", async {
            let link = self.link().await?;
            let count = link.prepare_cached(COUNT).await?;
            let device = row::uuid(device.as_bytes());
            let counted = link.query_one(&count, &[&device, &code(&subtype)?]).await?;
            row::nat(&counted, 0, "audit_event")
        })
        .await
    }

    async fn read_audit(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> Result<AuditPage, StoreError> {
        during("reading the audit log", async {
            let mut link = self.link().await?;
            let tx = one_moment(&mut link).await?;
            let read = tx.prepare_cached(READ).await?;
            let id = row::uuid(device.as_bytes());
            let rows = tx
                .query(&read, &[&id, &row::int(after), &i64::from(limit)])
                .await?;
            let page = AuditPage {
                events: rows.iter().map(stored).collect::<Result<_, _>>()?,
                head: head(&tx, device).await?,
            };
            tx.commit().await?;
            Ok(page)
        })
        .await
    }
}

fn stored(found: &Row) -> Result<StoredEvent, Fault> {
    let event = SealedEvent {
        seq: row::nat(found, 0, "audit_event.seq")?,
        previous: AuditHash(row::bytes(found, 1, "audit_event.previous")?),
        event: found.try_get(2)?,
        mac: row::bytes(found, 3, "audit_event.mac")?,
        signature: Signature(row::bytes(found, 4, "audit_event.signature")?),
    };
    Ok(StoredEvent {
        event,
        hash: AuditHash(row::bytes(found, 5, "audit_event.hash")?),
    })
}

async fn head(db: &impl GenericClient, device: DeviceId) -> Result<AuditHead, Fault> {
    let find = db.prepare_cached(HEAD).await?;
    let found = db
        .query_opt(&find, &[&row::uuid(device.as_bytes())])
        .await?;
    let Some(found) = found else {
        return Ok(AuditHead::EMPTY);
    };
    Ok(AuditHead {
        seq: row::nat(&found, 0, "audit_head.seq")?,
        hash: AuditHash(row::bytes(&found, 1, "audit_head.hash")?),
    })
}

/// As `audit_event` has it.
fn code<T: minicbor::Encode<()>>(value: &T) -> Result<i32, Fault> {
    wire_code(value)
        .and_then(|code| i32::try_from(code).ok())
        .ok_or(Fault::Damaged("audit_event"))
}
