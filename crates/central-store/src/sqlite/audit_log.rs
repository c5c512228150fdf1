//! The tables `audit_event` and `audit_head`.

use async_trait::async_trait;
use charthold_audit::{
    AuditChainError, AuditEvent, AuditHash, AuditHead, SealedEvent, Subtype, verify_link,
};
use charthold_crypto::Signature;
use charthold_domain::{AuditEventId, ChartId, DeviceId, PersonId, Timestamp};
use charthold_protocol::AuditRefusal;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::fault::Fault;
use super::{SqliteStore, incidents, value};
use crate::number::wire_code;
use crate::{
    AuditLog, AuditPage, Explanation, Incident, IncidentKind, Ingested, Ingesting, StoreError,
    StoredEvent,
};

#[async_trait]
impl AuditLog for SqliteStore {
    async fn ingest(&self, events: &Ingesting) -> Result<Ingested, StoreError> {
        let events = events.clone();
        self.write("taking audit events", move |tx| ingest(tx, &events))
            .await
    }

    async fn load_audit_head(&self, device: DeviceId) -> Result<AuditHead, StoreError> {
        self.read("reading an audit head", move |tx| head(tx, device))
            .await
    }

    async fn find_explanation(
        &self,
        device: DeviceId,
        event: AuditEventId,
    ) -> Result<Option<Explanation>, StoreError> {
        self.read("finding an audit event", move |tx| {
            let mut statement = tx.prepare_cached(EXPLANATION)?;
            let found = statement
                .query_row(params![device.as_bytes(), event.as_bytes()], |row| {
                    Ok(Explanation {
                        id: event,
                        person: row.get::<_, Option<[u8; 16]>>(0)?.map(PersonId::from_bytes),
                        chart: row.get::<_, Option<[u8; 16]>>(1)?.map(ChartId::from_bytes),
                        at: Timestamp::from_millis(row.get(2)?),
                    })
                })
                .optional()?;
            Ok(found)
        })
        .await
    }

    async fn count_events(&self, device: DeviceId, subtype: Subtype) -> Result<u64, StoreError> {
        self.read("counting audit events", move |tx| {
            let mut statement = tx.prepare_cached(COUNT)?;
            let mut rows = statement.query(params![device.as_bytes(), code(&subtype)?])?;
            let row = rows.next()?.ok_or(Fault::Damaged("audit_event"))?;
            value::nat(row, 0, "audit_event")
        })
        .await
    }

    async fn read_audit(
        &self,
        device: DeviceId,
        after: u64,
        limit: u32,
    ) -> Result<AuditPage, StoreError> {
        self.read("reading the audit log", move |tx| {
            let mut statement = tx.prepare_cached(READ)?;
            let mut rows = statement.query(params![device.as_bytes(), value::int(after), limit])?;
            let mut events = Vec::new();
            while let Some(row) = rows.next()? {
                events.push(stored(row)?);
            }
            Ok(AuditPage {
                events,
                head: head(tx, device)?,
            })
        })
        .await
    }
}

fn stored(row: &Row<'_>) -> Result<StoredEvent, Fault> {
    let event = SealedEvent {
        seq: value::nat(row, 0, "audit_event.seq")?,
        previous: AuditHash(row.get(1)?),
        event: row.get(2)?,
        mac: row.get(3)?,
        signature: Signature(row.get(4)?),
    };
    Ok(StoredEvent {
        event,
        hash: AuditHash(row.get(5)?),
    })
}

fn head(tx: &Transaction<'_>, device: DeviceId) -> Result<AuditHead, Fault> {
    let mut statement = tx.prepare_cached(HEAD)?;
    let mut rows = statement.query([device.as_bytes()])?;
    let Some(row) = rows.next()? else {
        return Ok(AuditHead::EMPTY);
    };
    Ok(AuditHead {
        seq: value::nat(row, 0, "audit_head.seq")?,
        hash: AuditHash(row.get(1)?),
    })
}

fn ingest(tx: &Transaction<'_>, ingesting: &Ingesting) -> Result<Ingested, Fault> {
    let mut now = head(tx, ingesting.device)?;
    let mut refusal = None;
    for event in &ingesting.events {
        match place(tx, &now, event, ingesting)? {
            Place::Held => {}
            Place::Next(next, read) => {
                insert(tx, event, &read, ingesting)?;
                now = next;
            }
            Place::Refused(why) => {
                refusal = Some(why);
                break;
            }
        }
    }
    tx.execute(
        "INSERT INTO audit_head (device, seq, hash) VALUES (?1, ?2, ?3)
         ON CONFLICT (device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        params![ingesting.device.as_bytes(), value::int(now.seq), now.hash.0],
    )?;
    let kind = match refusal {
        Some(AuditRefusal::Fork) => Some(IncidentKind::AuditFork),
        Some(AuditRefusal::Damaged) => Some(IncidentKind::AuditDamaged),
        Some(AuditRefusal::Gap) | None => None,
    };
    if let Some(kind) = kind {
        let device = Some(ingesting.device);
        incidents::record(
            tx,
            &Incident {
                at: ingesting.at,
                kind,
                device,
                chart: None,
            },
        )?;
    }
    Ok(Ingested { head: now, refusal })
}

/// Where an event belongs.
enum Place {
    /// It is there already.
    Held,
    /// It is the next one.
    Next(AuditHead, Box<AuditEvent>),
    /// It cannot be taken.
    Refused(AuditRefusal),
}

fn place(
    tx: &Transaction<'_>,
    now: &AuditHead,
    event: &SealedEvent,
    ingesting: &Ingesting,
) -> Result<Place, Fault> {
    if event.seq == 0 {
        return Ok(Place::Refused(AuditRefusal::Damaged));
    }
    if event.seq <= now.seq {
        let held = hash_at(tx, ingesting.device, event.seq)?;
        let same = held == Some(event.hash());
        return Ok(if same {
            Place::Held
        } else {
            Place::Refused(AuditRefusal::Fork)
        });
    }
    if event.seq > now.seq + 1 {
        return Ok(Place::Refused(AuditRefusal::Gap));
    }
    let next = match verify_link(now, event, &ingesting.key) {
        Ok(next) => next,
        // The place is right, so what came before it is another past than the one held here.
        Err(AuditChainError::Broken { .. }) => return Ok(Place::Refused(AuditRefusal::Fork)),
        Err(_) => return Ok(Place::Refused(AuditRefusal::Damaged)),
    };
    let Ok(read) = event.read() else {
        return Ok(Place::Refused(AuditRefusal::Damaged));
    };
    let ours = read.device == ingesting.device && read.tenant == ingesting.tenant;
    if !ours || is_id_taken(tx, ingesting.device, read.id)? {
        return Ok(Place::Refused(AuditRefusal::Damaged));
    }
    Ok(Place::Next(next, Box::new(read)))
}

fn hash_at(tx: &Transaction<'_>, device: DeviceId, seq: u64) -> Result<Option<AuditHash>, Fault> {
    let mut statement = tx.prepare_cached(HELD)?;
    let hash = statement
        .query_row(params![device.as_bytes(), value::int(seq)], |row| {
            row.get(0).map(AuditHash)
        })
        .optional()?;
    Ok(hash)
}

fn is_id_taken(tx: &Transaction<'_>, device: DeviceId, id: AuditEventId) -> Result<bool, Fault> {
    let mut statement = tx.prepare_cached(TAKEN)?;
    Ok(statement.exists(params![device.as_bytes(), id.as_bytes()])?)
}

fn insert(
    tx: &Transaction<'_>,
    event: &SealedEvent,
    read: &AuditEvent,
    ingesting: &Ingesting,
) -> Result<(), Fault> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO audit_event (device, seq, id, hash, previous, event, mac, signature,
            received_at, at, person, chart, subtype, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    statement.execute(params![
        ingesting.device.as_bytes(),
        value::int(event.seq),
        read.id.as_bytes(),
        event.hash().0,
        event.previous.0,
        event.event,
        event.mac,
        event.signature.as_bytes(),
        ingesting.at.as_millis(),
        read.at.as_millis(),
        read.person.map(|person| *person.as_bytes()),
        read.chart.map(|chart| *chart.as_bytes()),
        code(&read.subtype)?,
        code(&read.outcome)?,
    ])?;
    Ok(())
}

/// As `audit_event` has it.
fn code<T: minicbor::Encode<()>>(value: &T) -> Result<u32, Fault> {
    wire_code(value).ok_or(Fault::Damaged("audit_event"))
}

pub(super) const EXPLANATION: &str =
    "SELECT person, chart, at FROM audit_event WHERE device = ?1 AND id = ?2";

pub(super) const COUNT: &str =
    "SELECT count(*) FROM audit_event WHERE device = ?1 AND subtype = ?2";

pub(super) const READ: &str = "SELECT seq, previous, event, mac, signature, hash FROM audit_event
    WHERE device = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";

pub(super) const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE device = ?1";

pub(super) const HELD: &str = "SELECT hash FROM audit_event WHERE device = ?1 AND seq = ?2";

pub(super) const TAKEN: &str = "SELECT 1 FROM audit_event WHERE device = ?1 AND id = ?2";
