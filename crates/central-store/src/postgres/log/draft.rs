//! What a push comes to, before it is written: collected by table, so that each table is written
//! with one statement, however many operations came.

use std::collections::BTreeMap;

use charthold_chartlog::{ChainEntry, Operation, QuarantineReason, VoidReason};
use charthold_domain::{ChartId, DeviceId, OpId, RecordId, Timestamp};
use deadpool_postgres::Transaction;
use uuid::Uuid;

use super::facts::Known;
use super::row;
use crate::number::reason_code;
use crate::postgres::fault::Fault;
use crate::postgres::incidents;
use crate::{Incident, IncidentKind};

/// An entry about to be written.
pub(super) struct NewEntry {
    pub(super) entry: ChainEntry,
    pub(super) chain_hash: [u8; 32],
    pub(super) operation: Operation,
}

/// An operation about to be kept aside.
pub(super) struct SetAside {
    pub(super) operation: Operation,
    pub(super) reason: QuarantineReason,
}

/// All of it.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) entries: Vec<NewEntry>,
    pub(super) signatures: Vec<(ChartId, RecordId, OpId)>,
    pub(super) aside: Vec<SetAside>,
    pub(super) incidents: Vec<Incident>,
}

impl Draft {
    pub(super) async fn write(
        mut self,
        tx: &Transaction<'_>,
        known: &Known,
        donor: DeviceId,
        at: Timestamp,
    ) -> Result<(), Fault> {
        self.write_aside(tx, donor, at).await?;
        if !self.entries.is_empty() {
            self.write_entries(tx, at).await?;
            self.write_signatures(tx).await?;
            self.mark_accepted(tx, at).await?;
            self.write_heads(tx, known).await?;
        }
        for incident in &self.incidents {
            incidents::record(tx, incident).await?;
        }
        Ok(())
    }

    async fn write_entries(&self, tx: &Transaction<'_>, at: Timestamp) -> Result<(), Fault> {
        let columns = Columns::of(self.entries.iter().map(|new| &new.operation));
        let seqs: Vec<i64> = self
            .entries
            .iter()
            .map(|new| row::int(new.entry.seq))
            .collect();
        let voids: Vec<i16> = self
            .entries
            .iter()
            .map(|new| new.entry.void.map_or(0, VoidReason::code))
            .map(|code| i16::try_from(code).unwrap_or(i16::MAX))
            .collect();
        let chain: Vec<&[u8]> = self
            .entries
            .iter()
            .map(|new| new.chain_hash.as_slice())
            .collect();
        let insert = tx.prepare_cached(INSERT).await?;
        tx.execute(
            &insert,
            &[
                &at.as_millis(),
                &columns.charts,
                &seqs,
                &columns.ops,
                &columns.hashes,
                &voids,
                &chain,
                &columns.devices,
                &columns.device_seqs,
                &columns.headers,
                &columns.bodies,
                &columns.signatures,
            ],
        )
        .await?;
        Ok(())
    }

    async fn write_signatures(&self, tx: &Transaction<'_>) -> Result<(), Fault> {
        if self.signatures.is_empty() {
            return Ok(());
        }
        let charts: Vec<Uuid> = self
            .signatures
            .iter()
            .map(|(chart, ..)| row::uuid(chart.as_bytes()))
            .collect();
        let records: Vec<Uuid> = self
            .signatures
            .iter()
            .map(|(_, record, _)| row::uuid(record.as_bytes()))
            .collect();
        let ops: Vec<Uuid> = self
            .signatures
            .iter()
            .map(|(.., op)| row::uuid(op.as_bytes()))
            .collect();
        let sign = tx.prepare_cached(SIGN).await?;
        tx.execute(&sign, &[&charts, &records, &ops]).await?;
        Ok(())
    }

    /// What was brought before and kept aside, and is in its chain now.
    async fn mark_accepted(&self, tx: &Transaction<'_>, at: Timestamp) -> Result<(), Fault> {
        let columns = Columns::of(self.entries.iter().map(|new| &new.operation));
        let mark = tx.prepare_cached(ACCEPTED).await?;
        tx.execute(&mark, &[&columns.charts, &columns.hashes, &at.as_millis()])
            .await?;
        Ok(())
    }

    async fn write_heads(&self, tx: &Transaction<'_>, known: &Known) -> Result<(), Fault> {
        let changed: BTreeMap<ChartId, _> = self
            .entries
            .iter()
            .filter_map(|new| {
                let chart = new.operation.core().chart;
                Some((chart, known.charts.get(&chart)?.head))
            })
            .collect();
        let charts: Vec<Uuid> = changed
            .keys()
            .map(|chart| row::uuid(chart.as_bytes()))
            .collect();
        let seqs: Vec<i64> = changed.values().map(|head| row::int(head.seq)).collect();
        let hashes: Vec<&[u8]> = changed.values().map(|head| head.hash.as_slice()).collect();
        let write = tx.prepare_cached(WRITE_HEADS).await?;
        tx.execute(&write, &[&charts, &seqs, &hashes]).await?;
        Ok(())
    }

    async fn write_aside(
        &mut self,
        tx: &Transaction<'_>,
        donor: DeviceId,
        at: Timestamp,
    ) -> Result<(), Fault> {
        if self.aside.is_empty() {
            return Ok(());
        }
        // No row of a chart nobody registered is locked: one order for all keeps pushes apart.
        let place = |one: &SetAside| (one.operation.core().chart, one.operation.hash().0);
        self.aside.sort_by_key(place);
        let columns = Columns::of(self.aside.iter().map(|one| &one.operation));
        let reasons: Vec<i16> = self
            .aside
            .iter()
            .map(|one| i16::from(reason_code(one.reason)))
            .collect();
        let keep = tx.prepare_cached(KEEP_ASIDE).await?;
        let kept = tx
            .query(
                &keep,
                &[
                    &row::uuid(donor.as_bytes()),
                    &at.as_millis(),
                    &columns.charts,
                    &columns.hashes,
                    &columns.ops,
                    &columns.devices,
                    &reasons,
                    &columns.headers,
                    &columns.bodies,
                    &columns.signatures,
                ],
            )
            .await?;
        for found in &kept {
            let chart = ChartId::from_bytes(row::id(found, 0)?);
            let kind = u8::try_from(found.try_get::<_, i16>(1)?).ok();
            // Told once: a device brings what is kept aside again at every contact.
            let kind = match kind.and_then(crate::number::reason) {
                Some(QuarantineReason::ForkedDevice) => IncidentKind::ForkedDevice,
                Some(QuarantineReason::BadSignature) => IncidentKind::BadSignature,
                _ => continue,
            };
            let (device, chart) = (Some(donor), Some(chart));
            self.incidents.push(Incident {
                at,
                kind,
                device,
                chart,
            });
        }
        Ok(())
    }
}

const INSERT: &str = "INSERT INTO entry (received_at, chart, seq, op, op_hash, void, chain_hash,
        device, device_seq, header, body, signature)
    SELECT $1::bigint, added.* FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::bytea[],
        $6::smallint[], $7::bytea[], $8::uuid[], $9::bigint[], $10::bytea[], $11::bytea[],
        $12::bytea[]) AS added";
const SIGN: &str = "INSERT INTO effective_signature (chart, record, op)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[])";
const KEEP_ASIDE: &str =
    "INSERT INTO quarantine (donor, received_at, chart, op_hash, op, device, reason,
        header, body, signature)
    SELECT $1::uuid, $2::bigint, added.* FROM unnest($3::uuid[], $4::bytea[], $5::uuid[],
        $6::uuid[], $7::smallint[], $8::bytea[], $9::bytea[], $10::bytea[]) AS added
    ON CONFLICT (chart, op_hash) DO NOTHING RETURNING chart, reason";
pub(in crate::postgres) const ACCEPTED: &str = "UPDATE quarantine SET accepted_at = $3
    FROM unnest($1::uuid[], $2::bytea[]) AS taken (chart, op_hash)
    WHERE quarantine.chart = taken.chart AND quarantine.op_hash = taken.op_hash
        AND quarantine.accepted_at IS NULL";
pub(in crate::postgres) const WRITE_HEADS: &str =
    "UPDATE chart SET seq = head.seq, chain_hash = head.hash
    FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS head (chart, seq, hash)
    WHERE chart.id = head.chart";

/// Operations by column, as one statement takes them.
struct Columns<'a> {
    charts: Vec<Uuid>,
    ops: Vec<Uuid>,
    hashes: Vec<Vec<u8>>,
    devices: Vec<Uuid>,
    device_seqs: Vec<i64>,
    headers: Vec<&'a [u8]>,
    bodies: Vec<&'a [u8]>,
    signatures: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    fn of(operations: impl Iterator<Item = &'a Operation> + Clone) -> Self {
        let cores = || operations.clone().map(Operation::core);
        let envelopes = || operations.clone().map(Operation::envelope);
        Self {
            charts: cores()
                .map(|core| row::uuid(core.chart.as_bytes()))
                .collect(),
            ops: cores().map(|core| row::uuid(core.op.as_bytes())).collect(),
            hashes: operations
                .clone()
                .map(|operation| operation.hash().0.to_vec())
                .collect(),
            devices: cores()
                .map(|core| row::uuid(core.device.as_bytes()))
                .collect(),
            device_seqs: cores().map(|core| row::int(core.device_seq)).collect(),
            headers: envelopes()
                .map(|envelope| envelope.header.as_slice())
                .collect(),
            bodies: envelopes()
                .map(|envelope| envelope.body.as_slice())
                .collect(),
            signatures: operations
                .map(Operation::envelope)
                .map(|envelope| envelope.signature.as_bytes().as_slice())
                .collect(),
        }
    }
}
