//! Taking operations. Facts are looked up, `chartlog` decides, the outcome is written: all within
//! the one write transaction, so numbers are dense and what is acknowledged is whole.

use std::collections::HashMap;

use charthold_chartlog::{
    ChainEntry, Class, Decision, DeviceTip, Facts, Head, Link, OpHash, Operation, QuarantineReason,
    VoidReason, decide, extend,
};
use charthold_domain::{ChartId, DeviceId, OpId, RecordId, Timestamp};
use charthold_protocol::{DeviceStatus, OpOutcome, OpResult};
use rusqlite::{OptionalExtension, Transaction, params};

use super::{reason_code, value};
use crate::sqlite::fault::Fault;
use crate::sqlite::incidents;
use crate::{Incident, IncidentKind, Offer, OfferedOperation, SignatureCheck};

/// Head of a chart and whether it is in the donor's scope; `?1` chart, `?2` donor.
pub(in crate::sqlite) const CHART: &str = "SELECT seq, chain_hash, kind = 2 OR EXISTS (
        SELECT 1 FROM device_unit WHERE device = ?2 AND unit = chart.unit
        UNION ALL
        SELECT 1 FROM device_person
            JOIN person ON person.id = device_person.person AND person.disabled_at IS NULL
            JOIN person_unit ON person_unit.person = person.id
        WHERE device_person.device = ?2 AND person_unit.unit = chart.unit)
    FROM chart WHERE id = ?1";

pub(super) fn push(tx: &Transaction<'_>, offer: Offer) -> Result<Vec<OpResult>, Fault> {
    let mut results = Vec::new();
    let bringing = Bringing {
        donor: offer.donor,
        standing: offer.standing,
        at: offer.at,
    };
    for group in offer.groups {
        let mut chart = OpenChart::load(tx, group.chart, &bringing)?;
        for offered in group.operations {
            let op = offered.operation.core().op;
            let outcome = chart.take(tx, &bringing, offered)?;
            results.push(OpResult { op, outcome });
        }
        chart.write_head(tx)?;
    }
    Ok(results)
}

/// Who brings operations, and when.
struct Bringing {
    donor: DeviceId,
    standing: DeviceStatus,
    at: Timestamp,
}

/// One chart while operations are added to it.
struct OpenChart {
    id: ChartId,
    head: Head,
    written: Head,
    in_scope: bool,
    /// Last operation of each device seen so far: looked up once.
    tips: HashMap<DeviceId, Option<DeviceTip>>,
}

impl OpenChart {
    fn load(tx: &Transaction<'_>, id: ChartId, bringing: &Bringing) -> Result<Self, Fault> {
        let mut statement = tx.prepare_cached(CHART)?;
        let found: Option<(i64, [u8; 32], bool)> = statement
            .query_row(params![id.as_bytes(), bringing.donor.as_bytes()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        // A chart nobody registered is as far out of scope as one of another unit.
        let (seq, hash, in_scope) = found.unwrap_or((0, Head::EMPTY.hash, false));
        let seq = u64::try_from(seq).map_err(|_| Fault::Damaged("chart.seq"))?;
        let head = Head { seq, hash };
        Ok(Self {
            id,
            head,
            written: head,
            in_scope,
            tips: HashMap::new(),
        })
    }

    fn take(
        &mut self,
        tx: &Transaction<'_>,
        bringing: &Bringing,
        offered: OfferedOperation,
    ) -> Result<OpOutcome, Fault> {
        let operation = offered.operation;
        let known = self.find(tx, operation.core().op)?;
        let tip = self.tip(tx, operation.core().device)?;
        // The quarantine is small and looked through only when it matters.
        let is_gap = tip.unwrap_or(DeviceTip::NONE).link(operation.core()) == Link::Gap;
        let facts = Facts {
            known: known.map(|(_, hash)| hash),
            device_tip: tip,
            device_forked: is_gap && self.is_forked(tx, operation.core().device)?,
            missing_parent: self.missing_parent(tx, &operation)?,
            signed_by: self.signed_by(tx, &operation)?,
            signature_holds: offered.signature == SignatureCheck::Holds,
            device_revoked: bringing.standing == DeviceStatus::Revoked,
            out_of_scope: !self.in_scope,
        };
        let decision = decide(operation.core(), operation.hash(), &facts);
        let outcome = match (decision, known) {
            (Decision::Append(void), _) => self.append(tx, &operation, void, bringing.at)?,
            (Decision::Duplicate, Some((seq, _))) => OpOutcome::Duplicate { seq },
            // `decide` answers this only when the operation is known.
            (Decision::Duplicate, None) => return Err(Fault::Damaged("entry.op")),
            (Decision::Quarantine(reason), _) => {
                self.quarantine(tx, bringing, &operation, reason)?;
                OpOutcome::Quarantined { reason }
            }
            (Decision::Gap { expected }, _) => OpOutcome::Gap { expected },
            (Decision::MissingParent(parent), _) => OpOutcome::MissingParent { parent },
            (Decision::IdReused, _) => {
                self.record(tx, bringing, IncidentKind::OpIdReused)?;
                OpOutcome::IdReused
            }
        };
        Ok(outcome)
    }

    fn append(
        &mut self,
        tx: &Transaction<'_>,
        operation: &Operation,
        void: Option<VoidReason>,
        at: Timestamp,
    ) -> Result<OpOutcome, Fault> {
        let entry = ChainEntry {
            seq: self.head.seq + 1,
            op_hash: operation.hash(),
            void,
        };
        let next = extend(&self.head, &entry).ok_or(Fault::Damaged("chart.seq"))?;
        insert(tx, self.id, operation, &entry, &next, at)?;
        let core = operation.core();
        if core.class == Class::Signed && void.is_none() {
            sign(tx, self.id, core.record, core.op)?;
        }
        tx.prepare_cached(ACCEPTED)?
            .execute(params![entry.op_hash.0, at.as_millis()])?;
        self.head = next;
        let tip = DeviceTip {
            seq: core.device_seq,
            hash: entry.op_hash,
        };
        self.tips.insert(core.device, Some(tip));
        Ok(match void {
            None => OpOutcome::Accepted { seq: entry.seq },
            Some(reason) => OpOutcome::Void {
                seq: entry.seq,
                reason,
            },
        })
    }

    fn quarantine(
        &self,
        tx: &Transaction<'_>,
        bringing: &Bringing,
        operation: &Operation,
        reason: QuarantineReason,
    ) -> Result<(), Fault> {
        let core = operation.core();
        let envelope = operation.envelope();
        let added = tx
            .prepare_cached(
                "INSERT OR IGNORE INTO quarantine (op_hash, chart, op, device, donor, reason,
                    received_at, header, body, signature)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                operation.hash().0,
                self.id.as_bytes(),
                core.op.as_bytes(),
                core.device.as_bytes(),
                bringing.donor.as_bytes(),
                reason_code(reason),
                bringing.at.as_millis(),
                envelope.header,
                envelope.body,
                envelope.signature.as_bytes(),
            ])?;
        match reason {
            // Told once: a device brings what is kept aside again at every contact.
            QuarantineReason::ForkedDevice if added == 1 => {
                self.record(tx, bringing, IncidentKind::ForkedDevice)
            }
            QuarantineReason::BadSignature if added == 1 => {
                self.record(tx, bringing, IncidentKind::BadSignature)
            }
            _ => Ok(()),
        }
    }

    fn record(
        &self,
        tx: &Transaction<'_>,
        bringing: &Bringing,
        kind: IncidentKind,
    ) -> Result<(), Fault> {
        let Bringing { donor, at, .. } = bringing;
        let incident = Incident {
            at: *at,
            kind,
            device: Some(*donor),
            chart: Some(self.id),
        };
        incidents::record(tx, &incident)
    }

    fn find(&self, tx: &Transaction<'_>, op: OpId) -> Result<Option<(u64, OpHash)>, Fault> {
        let mut statement = tx.prepare_cached(KNOWN)?;
        let mut rows = statement.query(params![self.id.as_bytes(), op.as_bytes()])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some((
            value::nat(row, 0, "entry.seq")?,
            OpHash(row.get(1)?),
        )))
    }

    fn tip(&mut self, tx: &Transaction<'_>, device: DeviceId) -> Result<Option<DeviceTip>, Fault> {
        if let Some(tip) = self.tips.get(&device) {
            return Ok(*tip);
        }
        let mut statement = tx.prepare_cached(TIP)?;
        let mut rows = statement.query(params![self.id.as_bytes(), device.as_bytes()])?;
        let tip = match rows.next()? {
            Some(row) => Some(DeviceTip {
                seq: value::nat(row, 0, "entry.device_seq")?,
                hash: OpHash(row.get(1)?),
            }),
            None => None,
        };
        self.tips.insert(device, tip);
        Ok(tip)
    }

    /// Whether another branch of the device's chain in this chart is kept aside.
    fn is_forked(&self, tx: &Transaction<'_>, device: DeviceId) -> Result<bool, Fault> {
        let mut statement = tx.prepare_cached(FORKED)?;
        let forked = reason_code(QuarantineReason::ForkedDevice);
        Ok(statement.exists(params![self.id.as_bytes(), device.as_bytes(), forked])?)
    }

    fn missing_parent(
        &self,
        tx: &Transaction<'_>,
        operation: &Operation,
    ) -> Result<Option<OpId>, Fault> {
        let mut statement = tx.prepare_cached(PARENT)?;
        // Kept aside is safe, too; but anybody can claim an id without being able to sign for it.
        let mut aside = tx.prepare_cached(ASIDE)?;
        let unsigned = reason_code(QuarantineReason::BadSignature);
        let chart = self.id.as_bytes();
        for parent in &operation.core().parents {
            if !statement.exists(params![chart, parent.as_bytes()])?
                && !aside.exists(params![chart, parent.as_bytes(), unsigned])?
            {
                return Ok(Some(*parent));
            }
        }
        Ok(None)
    }

    fn signed_by(
        &self,
        tx: &Transaction<'_>,
        operation: &Operation,
    ) -> Result<Option<OpId>, Fault> {
        if operation.core().class != Class::Signed {
            return Ok(None);
        }
        let mut statement = tx.prepare_cached(SIGNED)?;
        let found = statement
            .query_row(
                params![self.id.as_bytes(), operation.core().record.as_bytes()],
                |row| row.get(0).map(OpId::from_bytes),
            )
            .optional()?;
        Ok(found)
    }

    fn write_head(&self, tx: &Transaction<'_>) -> Result<(), Fault> {
        if self.head == self.written {
            return Ok(());
        }
        tx.prepare_cached(WRITE_HEAD)?.execute(params![
            self.id.as_bytes(),
            value::int(self.head.seq),
            self.head.hash
        ])?;
        Ok(())
    }
}

fn insert(
    tx: &Transaction<'_>,
    chart: ChartId,
    operation: &Operation,
    entry: &ChainEntry,
    next: &Head,
    at: Timestamp,
) -> Result<(), Fault> {
    let core = operation.core();
    let envelope = operation.envelope();
    tx.prepare_cached(
        "INSERT INTO entry (chart, seq, op, op_hash, void, chain_hash, device, device_seq,
            received_at, header, body, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        chart.as_bytes(),
        value::int(entry.seq),
        core.op.as_bytes(),
        entry.op_hash.0,
        entry.void.map_or(0, VoidReason::code),
        next.hash,
        core.device.as_bytes(),
        value::int(core.device_seq),
        at.as_millis(),
        envelope.header,
        envelope.body,
        envelope.signature.as_bytes(),
    ])?;
    Ok(())
}

fn sign(tx: &Transaction<'_>, chart: ChartId, record: RecordId, op: OpId) -> Result<(), Fault> {
    tx.prepare_cached("INSERT INTO effective_signature (chart, record, op) VALUES (?1, ?2, ?3)")?
        .execute(params![chart.as_bytes(), record.as_bytes(), op.as_bytes()])?;
    Ok(())
}

pub(in crate::sqlite) const KNOWN: &str =
    "SELECT seq, op_hash FROM entry WHERE chart = ?1 AND op = ?2";

pub(in crate::sqlite) const TIP: &str =
    "SELECT device_seq, op_hash FROM entry WHERE chart = ?1 AND device = ?2
    ORDER BY device_seq DESC LIMIT 1";

pub(in crate::sqlite) const FORKED: &str = "SELECT 1 FROM quarantine
    WHERE chart = ?1 AND device = ?2 AND reason = ?3 AND accepted_at IS NULL";

pub(in crate::sqlite) const PARENT: &str = "SELECT 1 FROM entry WHERE chart = ?1 AND op = ?2";

pub(in crate::sqlite) const ASIDE: &str =
    "SELECT 1 FROM quarantine WHERE chart = ?1 AND op = ?2 AND reason <> ?3";

pub(in crate::sqlite) const SIGNED: &str =
    "SELECT op FROM effective_signature WHERE chart = ?1 AND record = ?2";

pub(in crate::sqlite) const ACCEPTED: &str = "UPDATE quarantine SET accepted_at = ?2
    WHERE op_hash = ?1 AND accepted_at IS NULL";

pub(in crate::sqlite) const WRITE_HEAD: &str =
    "UPDATE chart SET seq = ?2, chain_hash = ?3 WHERE id = ?1";
