//! What is known about a push before it is decided: heads, scope, operations and signatures that
//! are there. Every chart's row is locked, in the order of ids so that two pushes never wait for
//! each other, and stays locked to the commit; a few queries then answer for all operations.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use charthold_chartlog::{
    Class, DeviceTip, Facts, Head, HeaderCore, OpHash, Operation, QuarantineReason,
};
use charthold_domain::{ChartId, DeviceId, OpId, RecordId};
use charthold_protocol::DeviceStatus;
use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use uuid::Uuid;

use super::row;
use crate::number::reason_code;
use crate::postgres::fault::Fault;
use crate::{Offer, OfferedOperation, SignatureCheck};

/// Heads, and whether the donor `$2` has them in its scope; the charts `$1` are locked.
pub(in crate::postgres) const HEADS: &str = "SELECT id, seq, chain_hash, kind = 2 OR EXISTS (
        SELECT 1 FROM device_unit WHERE device = $2 AND unit = chart.unit
        UNION ALL
        SELECT 1 FROM device_person
            JOIN person ON person.id = device_person.person AND person.disabled_at IS NULL
            JOIN person_unit ON person_unit.person = person.id
        WHERE device_person.device = $2 AND person_unit.unit = chart.unit)
    FROM chart WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE OF chart";
/// Operations that are in their chains.
pub(in crate::postgres) const KNOWN: &str = "SELECT entry.chart, entry.op, entry.seq, entry.op_hash
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (chart, op)
    JOIN entry ON entry.chart = asked.chart AND entry.op = asked.op";
/// Operations that are kept aside, but for those with reason `$3`.
pub(in crate::postgres) const ASIDE: &str = "SELECT quarantine.chart, quarantine.op
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (chart, op)
    JOIN quarantine ON quarantine.chart = asked.chart AND quarantine.op = asked.op
    WHERE quarantine.reason <> $3";
/// Devices' last operations.
pub(in crate::postgres) const TIPS: &str =
    "SELECT asked.chart, asked.device, tip.device_seq, tip.op_hash
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (chart, device)
    CROSS JOIN LATERAL (SELECT device_seq, op_hash FROM entry
        WHERE entry.chart = asked.chart AND entry.device = asked.device
        ORDER BY device_seq DESC LIMIT 1) AS tip";
/// What devices wrote that is kept aside for reason `$3`. `OFFSET` keeps it a question about each.
pub(in crate::postgres) const FORKED: &str = "SELECT asked.chart, asked.device, fork.op_hash
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (chart, device)
    CROSS JOIN LATERAL (SELECT op_hash FROM quarantine
        WHERE quarantine.chart = asked.chart AND quarantine.device = asked.device
            AND quarantine.reason = $3 AND quarantine.accepted_at IS NULL OFFSET 0) AS fork";
/// Effective signatures.
pub(in crate::postgres) const SIGNED: &str = "SELECT signed.chart, signed.record, signed.op
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (chart, record)
    JOIN effective_signature AS signed ON signed.chart = asked.chart AND signed.record = asked.record";

/// One chart while operations are added to it.
pub(super) struct OpenChart {
    pub(super) head: Head,
    pub(super) in_scope: bool,
}

/// What is known; grows with what is decided.
pub(super) struct Known {
    pub(super) charts: BTreeMap<ChartId, OpenChart>,
    pub(super) entries: HashMap<(ChartId, OpId), (u64, OpHash)>,
    /// Kept aside, and signed by whom they name: anybody can claim an id.
    pub(super) aside: HashSet<(ChartId, OpId)>,
    pub(super) tips: HashMap<(ChartId, DeviceId), DeviceTip>,
    /// Operations kept aside because another has their place.
    pub(super) forks: HashMap<(ChartId, DeviceId), HashSet<OpHash>>,
    pub(super) signed: HashMap<(ChartId, RecordId), OpId>,
}

impl Known {
    pub(super) async fn load(tx: &Transaction<'_>, offer: &Offer) -> Result<Self, Fault> {
        let charts = lock(tx, offer).await?;
        let asked = Asked::of(offer);
        let (entries, aside, tips, forked, signed) = tokio::try_join!(
            find(tx, KNOWN, &asked.operations),
            find_aside(tx, ASIDE, &asked.parents, QuarantineReason::BadSignature),
            find(tx, TIPS, &asked.authors),
            find_aside(tx, FORKED, &asked.authors, QuarantineReason::ForkedDevice),
            find(tx, SIGNED, &asked.records),
        )?;
        let mut forks: HashMap<_, HashSet<OpHash>> = HashMap::new();
        for found in &forked {
            let hash = OpHash(row::bytes(found, 2, "quarantine.op_hash")?);
            forks.entry(device(found)?).or_default().insert(hash);
        }
        Ok(Self {
            charts,
            entries: each(&entries, |found| {
                let key = (chart(found)?, OpId::from_bytes(row::id(found, 1)?));
                let hash = OpHash(row::bytes(found, 3, "entry.op_hash")?);
                Ok((key, (row::nat(found, 2, "entry.seq")?, hash)))
            })?,
            aside: each(&aside, |found| {
                Ok((chart(found)?, OpId::from_bytes(row::id(found, 1)?)))
            })?,
            tips: each(&tips, |found| {
                let seq = row::nat(found, 2, "entry.device_seq")?;
                let hash = OpHash(row::bytes(found, 3, "entry.op_hash")?);
                Ok((device(found)?, DeviceTip { seq, hash }))
            })?,
            forks,
            signed: each(&signed, |found| {
                let key = (chart(found)?, RecordId::from_bytes(row::id(found, 1)?));
                Ok((key, OpId::from_bytes(row::id(found, 2)?)))
            })?,
        })
    }

    /// What decides about one operation.
    pub(super) fn facts(&self, offered: &OfferedOperation, standing: DeviceStatus) -> Facts {
        let core = offered.operation.core();
        let author = (core.chart, core.device);
        let open = self.charts.get(&core.chart);
        Facts {
            known: self
                .entries
                .get(&(core.chart, core.op))
                .map(|(_, hash)| *hash),
            device_tip: self.tips.get(&author).copied(),
            device_forked: self
                .forks
                .get(&author)
                .is_some_and(|forks| !forks.is_empty()),
            missing_parent: self.missing_parent(core),
            signed_by: self.signed.get(&(core.chart, core.record)).copied(),
            signature_holds: offered.signature == SignatureCheck::Holds,
            device_revoked: standing == DeviceStatus::Revoked,
            // A chart nobody registered is as far out of scope as one of another unit.
            out_of_scope: !open.is_some_and(|chart| chart.in_scope),
        }
    }

    fn missing_parent(&self, core: &HeaderCore) -> Option<OpId> {
        let is_here = |op: OpId| {
            let key = (core.chart, op);
            self.entries.contains_key(&key) || self.aside.contains(&key)
        };
        core.parents
            .iter()
            .copied()
            .find(|parent| !is_here(*parent))
    }
}

async fn lock(tx: &Transaction<'_>, offer: &Offer) -> Result<BTreeMap<ChartId, OpenChart>, Fault> {
    let charts: BTreeSet<ChartId> = offer.groups.iter().map(|group| group.chart).collect();
    let charts: Vec<Uuid> = charts
        .iter()
        .map(|chart| row::uuid(chart.as_bytes()))
        .collect();
    let heads = tx.prepare_cached(HEADS).await?;
    let donor = row::uuid(offer.donor.as_bytes());
    let rows = tx.query(&heads, &[&charts, &donor]).await?;
    each(&rows, |found| {
        let seq = row::nat(found, 1, "chart.seq")?;
        let hash = row::bytes(found, 2, "chart.chain_hash")?;
        let open = OpenChart {
            head: Head { seq, hash },
            in_scope: found.try_get(3)?,
        };
        Ok((chart(found)?, open))
    })
}

/// What the operations of a push name, each once.
struct Asked {
    operations: Pairs,
    parents: Pairs,
    authors: Pairs,
    records: Pairs,
}

/// A chart, and something in it.
type Pairs = BTreeSet<(ChartId, [u8; 16])>;

impl Asked {
    fn of(offer: &Offer) -> Self {
        let cores = || {
            let groups = offer.groups.iter().flat_map(|group| &group.operations);
            groups.map(|offered| Operation::core(&offered.operation))
        };
        let parents = || {
            cores().flat_map(|core| {
                core.parents
                    .iter()
                    .map(move |op| (core.chart, *op.as_bytes()))
            })
        };
        Self {
            operations: cores()
                .map(|core| (core.chart, *core.op.as_bytes()))
                .chain(parents())
                .collect(),
            parents: parents().collect(),
            authors: cores()
                .map(|core| (core.chart, *core.device.as_bytes()))
                .collect(),
            records: cores()
                .filter(|core| core.class == Class::Signed)
                .map(|core| (core.chart, *core.record.as_bytes()))
                .collect(),
        }
    }
}

async fn find(tx: &Transaction<'_>, sql: &str, asked: &Pairs) -> Result<Vec<Row>, Fault> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let statement = tx.prepare_cached(sql).await?;
    let (charts, things) = columns(asked);
    Ok(tx.query(&statement, &[&charts, &things]).await?)
}

async fn find_aside(
    tx: &Transaction<'_>,
    sql: &str,
    asked: &Pairs,
    reason: QuarantineReason,
) -> Result<Vec<Row>, Fault> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let statement = tx.prepare_cached(sql).await?;
    let (charts, things) = columns(asked);
    let reason = i16::from(reason_code(reason));
    Ok(tx.query(&statement, &[&charts, &things, &reason]).await?)
}

fn columns(pairs: &Pairs) -> (Vec<Uuid>, Vec<Uuid>) {
    pairs
        .iter()
        .map(|(chart, thing)| (row::uuid(chart.as_bytes()), row::uuid(thing)))
        .unzip()
}

fn each<T, C: FromIterator<T>>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T, Fault>,
) -> Result<C, Fault> {
    rows.iter().map(read).collect()
}

fn chart(found: &Row) -> Result<ChartId, Fault> {
    Ok(ChartId::from_bytes(row::id(found, 0)?))
}

fn device(found: &Row) -> Result<(ChartId, DeviceId), Fault> {
    Ok((chart(found)?, DeviceId::from_bytes(row::id(found, 1)?)))
}
