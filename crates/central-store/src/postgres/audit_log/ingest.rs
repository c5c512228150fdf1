//! Taking a push of one device's events: what the store knows about them is looked up with two
//! queries, each gets its place in memory, and what is new is written with one.

use std::collections::{HashMap, HashSet};

use charthold_audit::{
    AuditChainError, AuditEvent, AuditHash, AuditHead, SealedEvent, verify_link,
};
use charthold_domain::AuditEventId;
use charthold_protocol::AuditRefusal;
use deadpool_postgres::Transaction;
use uuid::Uuid;

use super::{code, head};
use crate::postgres::fault::Fault;
use crate::postgres::{incidents, row};
use crate::{Incident, IncidentKind, Ingested, Ingesting};

pub(in crate::postgres) const HELD: &str = "SELECT audit_event.seq, audit_event.hash
    FROM unnest($2::bigint[]) AS asked (seq)
    JOIN audit_event ON audit_event.device = $1 AND audit_event.seq = asked.seq";
pub(in crate::postgres) const TAKEN: &str = "SELECT audit_event.id
    FROM unnest($2::uuid[]) AS asked (id)
    JOIN audit_event ON audit_event.device = $1 AND audit_event.id = asked.id";

pub(super) async fn ingest(tx: &Transaction<'_>, ingesting: &Ingesting) -> Result<Ingested, Fault> {
    let mut chain = Chain::load(tx, ingesting).await?;
    let mut refusal = None;
    for event in &ingesting.events {
        refusal = chain.take(event, ingesting);
        if refusal.is_some() {
            break;
        }
    }
    chain.write(tx, ingesting).await?;
    let kind = match refusal {
        Some(AuditRefusal::Fork) => Some(IncidentKind::AuditFork),
        Some(AuditRefusal::Damaged) => Some(IncidentKind::AuditDamaged),
        Some(AuditRefusal::Gap) | None => None,
    };
    if let Some(kind) = kind {
        let (at, device) = (ingesting.at, Some(ingesting.device));
        let incident = Incident {
            at,
            kind,
            device,
            chart: None,
        };
        incidents::record(tx, &incident).await?;
    }
    let head = chain.head;
    Ok(Ingested { head, refusal })
}

/// A device's chain while events are added to it.
struct Chain<'a> {
    head: AuditHead,
    /// Of the places these events claim.
    held: HashMap<u64, AuditHash>,
    /// Of the ids these events have.
    taken: HashSet<AuditEventId>,
    new: Vec<(&'a SealedEvent, AuditEvent)>,
}

impl<'a> Chain<'a> {
    async fn load(tx: &Transaction<'_>, ingesting: &Ingesting) -> Result<Self, Fault> {
        let device = row::uuid(ingesting.device.as_bytes());
        // Held to the commit: of two pushes of one device the second sees all of the first.
        let lock = tx
            .prepare_cached("SELECT 1 FROM device WHERE id = $1 FOR NO KEY UPDATE")
            .await?;
        tx.query_opt(&lock, &[&device])
            .await?
            .ok_or(Fault::Absent)?;
        let seqs: Vec<i64> = ingesting
            .events
            .iter()
            .map(|event| row::int(event.seq))
            .collect();
        let ids: Vec<Uuid> = ingesting
            .events
            .iter()
            .filter_map(|event| Some(row::uuid(event.read().ok()?.id.as_bytes())))
            .collect();
        let held = tx.prepare_cached(HELD).await?;
        let taken = tx.prepare_cached(TAKEN).await?;
        let held = tx.query(&held, &[&device, &seqs]).await?;
        let taken = tx.query(&taken, &[&device, &ids]).await?;
        let held = held.iter().map(|found| {
            let hash = AuditHash(row::bytes(found, 1, "audit_event.hash")?);
            Ok((row::nat(found, 0, "audit_event.seq")?, hash))
        });
        let taken = taken
            .iter()
            .map(|found| Ok(AuditEventId::from_bytes(row::id(found, 0)?)));
        Ok(Self {
            head: head(tx, ingesting.device).await?,
            held: held.collect::<Result<_, Fault>>()?,
            taken: taken.collect::<Result<_, Fault>>()?,
            new: Vec::new(),
        })
    }

    /// Gives an event its place, unless it is there; answers why it cannot be taken.
    fn take(&mut self, event: &'a SealedEvent, ingesting: &Ingesting) -> Option<AuditRefusal> {
        if event.seq == 0 {
            return Some(AuditRefusal::Damaged);
        }
        if event.seq <= self.head.seq {
            let is_same = self.held.get(&event.seq) == Some(&event.hash());
            return (!is_same).then_some(AuditRefusal::Fork);
        }
        if event.seq > self.head.seq + 1 {
            return Some(AuditRefusal::Gap);
        }
        let next = match verify_link(&self.head, event, &ingesting.key) {
            Ok(next) => next,
            // The place is right, so what came before it is another past than the one held here.
            Err(AuditChainError::Broken { .. }) => return Some(AuditRefusal::Fork),
            Err(_) => return Some(AuditRefusal::Damaged),
        };
        let Ok(read) = event.read() else {
            return Some(AuditRefusal::Damaged);
        };
        let is_ours = read.device == ingesting.device && read.tenant == ingesting.tenant;
        if !is_ours || !self.taken.insert(read.id) {
            return Some(AuditRefusal::Damaged);
        }
        self.held.insert(event.seq, event.hash());
        self.head = next;
        self.new.push((event, read));
        None
    }

    async fn write(&self, tx: &Transaction<'_>, ingesting: &Ingesting) -> Result<(), Fault> {
        if self.new.is_empty() {
            return Ok(());
        }
        let device = row::uuid(ingesting.device.as_bytes());
        let columns = Columns::of(&self.new)?;
        let insert = tx.prepare_cached(INSERT).await?;
        tx.execute(
            &insert,
            &[
                &device,
                &ingesting.at.as_millis(),
                &columns.seqs,
                &columns.ids,
                &columns.hashes,
                &columns.previous,
                &columns.events,
                &columns.macs,
                &columns.signatures,
                &columns.ats,
                &columns.people,
                &columns.charts,
                &columns.subtypes,
                &columns.outcomes,
            ],
        )
        .await?;
        let head = tx.prepare_cached(WRITE_HEAD).await?;
        let hash = self.head.hash.0.as_slice();
        tx.execute(&head, &[&device, &row::int(self.head.seq), &hash])
            .await?;
        Ok(())
    }
}

const INSERT: &str = "INSERT INTO audit_event (device, received_at, seq, id, hash, previous, event,
        mac, signature, at, person, chart, subtype, outcome)
    SELECT $1::uuid, $2::bigint, added.* FROM unnest($3::bigint[], $4::uuid[], $5::bytea[],
        $6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bigint[], $11::uuid[],
        $12::uuid[], $13::integer[], $14::integer[]) AS added";
const WRITE_HEAD: &str = "INSERT INTO audit_head (device, seq, hash) VALUES ($1, $2, $3)
    ON CONFLICT (device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";

/// Events by column, as one statement takes them.
struct Columns<'a> {
    seqs: Vec<i64>,
    ids: Vec<Uuid>,
    hashes: Vec<Vec<u8>>,
    previous: Vec<&'a [u8]>,
    events: Vec<&'a [u8]>,
    macs: Vec<&'a [u8]>,
    signatures: Vec<&'a [u8]>,
    ats: Vec<i64>,
    people: Vec<Option<Uuid>>,
    charts: Vec<Option<Uuid>>,
    subtypes: Vec<i32>,
    outcomes: Vec<i32>,
}

impl<'a> Columns<'a> {
    fn of(events: &'a [(&SealedEvent, AuditEvent)]) -> Result<Self, Fault> {
        let sealed = || events.iter().map(|(sealed, _)| *sealed);
        let read = || events.iter().map(|(_, read)| read);
        Ok(Self {
            seqs: sealed().map(|event| row::int(event.seq)).collect(),
            ids: read().map(|event| row::uuid(event.id.as_bytes())).collect(),
            hashes: sealed().map(|event| event.hash().0.to_vec()).collect(),
            previous: sealed().map(|event| event.previous.0.as_slice()).collect(),
            events: sealed().map(|event| event.event.as_slice()).collect(),
            macs: sealed().map(|event| event.mac.as_slice()).collect(),
            signatures: sealed()
                .map(|event| event.signature.as_bytes().as_slice())
                .collect(),
            ats: read().map(|event| event.at.as_millis()).collect(),
            people: read()
                .map(|event| event.person.map(|person| row::uuid(person.as_bytes())))
                .collect(),
            charts: read()
                .map(|event| event.chart.map(|chart| row::uuid(chart.as_bytes())))
                .collect(),
            subtypes: read()
                .map(|event| code(&event.subtype))
                .collect::<Result<_, _>>()?,
            outcomes: read()
                .map(|event| code(&event.outcome))
                .collect::<Result<_, _>>()?,
        })
    }
}
