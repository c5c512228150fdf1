//! Taking operations. Facts are looked up for the whole push, `chartlog` decides about one
//! operation after the other, and the outcome is written at once: all within the one transaction
//! that holds the charts' rows, so numbers are dense and come in the order of commits.

use charthold_chartlog::{
    ChainEntry, Class, Decision, DeviceTip, Operation, QuarantineReason, VoidReason, decide, extend,
};
use charthold_domain::{DeviceId, Timestamp};
use charthold_protocol::{DeviceStatus, OpOutcome, OpResult};
use deadpool_postgres::Transaction;

use super::draft::{Draft, NewEntry, SetAside};
use super::facts::Known;
use crate::postgres::fault::Fault;
use crate::{Incident, IncidentKind, Offer, OfferedOperation};

pub(super) async fn push(tx: &Transaction<'_>, offer: Offer) -> Result<Vec<OpResult>, Fault> {
    let known = Known::load(tx, &offer).await?;
    let mut taking = Taking {
        known,
        draft: Draft::default(),
        donor: offer.donor,
        standing: offer.standing,
        at: offer.at,
    };
    let mut results = Vec::new();
    for offered in offer.groups.into_iter().flat_map(|group| group.operations) {
        let op = offered.operation.core().op;
        let outcome = taking.take(offered)?;
        results.push(OpResult { op, outcome });
    }
    let Taking {
        known,
        draft,
        donor,
        at,
        ..
    } = taking;
    draft.write(tx, &known, donor, at).await?;
    Ok(results)
}

/// A push while its operations are decided about.
struct Taking {
    known: Known,
    draft: Draft,
    donor: DeviceId,
    standing: DeviceStatus,
    at: Timestamp,
}

impl Taking {
    fn take(&mut self, offered: OfferedOperation) -> Result<OpOutcome, Fault> {
        let facts = self.known.facts(&offered, self.standing);
        let operation = offered.operation;
        let core = operation.core();
        let there = self.known.entries.get(&(core.chart, core.op)).copied();
        Ok(match (decide(core, operation.hash(), &facts), there) {
            (Decision::Append(void), _) => self.append(operation, void)?,
            (Decision::Duplicate, Some((seq, _))) => OpOutcome::Duplicate { seq },
            // `decide` answers this only when the operation is known.
            (Decision::Duplicate, None) => return Err(Fault::Damaged("entry.op")),
            (Decision::Quarantine(reason), _) => {
                self.set_aside(operation, reason);
                OpOutcome::Quarantined { reason }
            }
            (Decision::Gap { expected }, _) => OpOutcome::Gap { expected },
            (Decision::MissingParent(parent), _) => OpOutcome::MissingParent { parent },
            (Decision::IdReused, _) => {
                let chart = Some(core.chart);
                self.draft.incidents.push(Incident {
                    at: self.at,
                    kind: IncidentKind::OpIdReused,
                    device: Some(self.donor),
                    chart,
                });
                OpOutcome::IdReused
            }
        })
    }

    fn append(
        &mut self,
        operation: Operation,
        void: Option<VoidReason>,
    ) -> Result<OpOutcome, Fault> {
        let core = operation.core();
        // `decide` appends only to charts in scope, and those were found.
        let chart = self
            .known
            .charts
            .get_mut(&core.chart)
            .ok_or(Fault::Absent)?;
        let entry = ChainEntry {
            seq: chart.head.seq + 1,
            op_hash: operation.hash(),
            void,
        };
        let next = extend(&chart.head, &entry).ok_or(Fault::Damaged("chart.seq"))?;
        chart.head = next;
        let hash = entry.op_hash;
        self.known
            .entries
            .insert((core.chart, core.op), (entry.seq, hash));
        let tip = DeviceTip {
            seq: core.device_seq,
            hash,
        };
        let author = (core.chart, core.device);
        self.known.tips.insert(author, tip);
        if let Some(forks) = self.known.forks.get_mut(&author) {
            forks.remove(&hash);
        }
        if core.class == Class::Signed && void.is_none() {
            self.known.signed.insert((core.chart, core.record), core.op);
            self.draft
                .signatures
                .push((core.chart, core.record, core.op));
        }
        self.draft.entries.push(NewEntry {
            entry,
            chain_hash: next.hash,
            operation,
        });
        let seq = entry.seq;
        Ok(match void {
            None => OpOutcome::Accepted { seq },
            Some(reason) => OpOutcome::Void { seq, reason },
        })
    }

    fn set_aside(&mut self, operation: Operation, reason: QuarantineReason) {
        let core = operation.core();
        if reason != QuarantineReason::BadSignature {
            self.known.aside.insert((core.chart, core.op));
        }
        if reason == QuarantineReason::ForkedDevice {
            let forks = self
                .known
                .forks
                .entry((core.chart, core.device))
                .or_default();
            forks.insert(operation.hash());
        }
        self.draft.aside.push(SetAside { operation, reason });
    }
}
