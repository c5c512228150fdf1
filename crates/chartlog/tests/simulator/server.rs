//! Central as `central-store` is: facts looked up, `decide` asked, the outcome written. What a copy
//! of it holds is this value; what is known outside of it survives a restore.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use charthold_chartlog::{
    ChainEntry, Class, Decision, DeviceTip, Facts, Head, OpHash, Operation, Place,
    QuarantineReason, VoidReason, decide, extend, place,
};
use charthold_domain::{ChartId, DeviceId, OpId, RecordId};

use crate::mutation::Mutation;
use crate::wire::{Answer, Answered, Asked};

/// One log.
#[derive(Clone, Default)]
pub(crate) struct Log {
    pub(crate) entries: Vec<Entry>,
    tips: BTreeMap<DeviceId, DeviceTip>,
    pub(crate) signed: BTreeMap<RecordId, OpId>,
}

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) link: ChainEntry,
    pub(crate) head: Head,
    pub(crate) operation: Rc<Operation>,
}

impl Log {
    pub(crate) fn head(&self) -> Head {
        self.entries.last().map_or(Head::EMPTY, |entry| entry.head)
    }

    fn find(&self, op: OpId) -> Option<&Entry> {
        let is_it = |entry: &&Entry| entry.operation.core().op == op;
        self.entries.iter().find(is_it)
    }
}

/// Kept for review.
#[derive(Clone)]
pub(crate) struct Aside {
    pub(crate) operation: Rc<Operation>,
    pub(crate) reason: QuarantineReason,
    pub(crate) accepted: bool,
}

/// Who brings operations.
#[derive(Clone)]
pub(crate) struct Donor {
    pub(crate) revoked: bool,
    pub(crate) scope: BTreeSet<ChartId>,
}

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) epoch: u64,
    pub(crate) logs: BTreeMap<ChartId, Log>,
    pub(crate) quarantine: BTreeMap<OpHash, Aside>,
}

impl Server {
    pub(crate) fn new() -> Self {
        Self {
            epoch: 1,
            logs: BTreeMap::new(),
            quarantine: BTreeMap::new(),
        }
    }

    pub(crate) fn take(
        &mut self,
        operation: Operation,
        signature_holds: bool,
        donor: &Donor,
        mutation: Option<Mutation>,
    ) -> Answer {
        let operation = Rc::new(operation);
        let mut facts = self.facts(&operation, signature_holds, donor);
        match mutation {
            Some(Mutation::NoDedupe) => facts.known = None,
            Some(Mutation::AcceptChainGap) => {
                let core = operation.core();
                facts.device_tip = Some(DeviceTip {
                    seq: core.device_seq - 1,
                    hash: core.previous,
                });
            }
            Some(Mutation::GapOfAForkWaits) => facts.device_forked = false,
            Some(Mutation::ParentKeptAsideIsMissing) => {
                facts.missing_parent = self.missing_parent(&operation, |_| false);
            }
            _ => {}
        }
        match decide(operation.core(), operation.hash(), &facts) {
            Decision::Append(void) => {
                if void.is_none() || mutation != Some(Mutation::DropVoid) {
                    self.append(&operation, void);
                }
                Answer::InChain
            }
            Decision::Duplicate => Answer::InChain,
            Decision::Quarantine(reason) => {
                let is_refused = mutation == Some(Mutation::RefuseOnScopeLoss)
                    && reason == QuarantineReason::OutOfScope;
                if !is_refused {
                    self.quarantine.entry(operation.hash()).or_insert(Aside {
                        operation,
                        reason,
                        accepted: false,
                    });
                }
                Answer::Quarantined(reason)
            }
            Decision::Gap { .. } | Decision::MissingParent(_) | Decision::IdReused => {
                Answer::NotTaken
            }
        }
    }

    fn facts(&self, operation: &Operation, signature_holds: bool, donor: &Donor) -> Facts {
        let core = operation.core();
        let log = self.logs.get(&core.chart);
        let is_fork = |aside: &Aside| {
            let aside_core = aside.operation.core();
            !aside.accepted
                && aside.reason == QuarantineReason::ForkedDevice
                && (aside_core.chart, aside_core.device) == (core.chart, core.device)
        };
        Facts {
            known: log
                .and_then(|log| log.find(core.op))
                .map(|entry| entry.link.op_hash),
            device_tip: log.and_then(|log| log.tips.get(&core.device)).copied(),
            device_forked: self.quarantine.values().any(is_fork),
            missing_parent: self.missing_parent(operation, |aside| {
                aside.reason != QuarantineReason::BadSignature
            }),
            signed_by: log.and_then(|log| log.signed.get(&core.record)).copied(),
            signature_holds,
            device_revoked: donor.revoked,
            out_of_scope: !donor.scope.contains(&core.chart),
        }
    }

    fn missing_parent(
        &self,
        operation: &Operation,
        counts: impl Fn(&Aside) -> bool,
    ) -> Option<OpId> {
        let core = operation.core();
        let is_here = |parent: &OpId| {
            let is_aside = |aside: &Aside| {
                let aside_core = aside.operation.core();
                counts(aside) && (aside_core.chart, aside_core.op) == (core.chart, *parent)
            };
            self.logs
                .get(&core.chart)
                .is_some_and(|log| log.find(*parent).is_some())
                || self.quarantine.values().any(is_aside)
        };
        core.parents.iter().copied().find(|parent| !is_here(parent))
    }

    fn append(&mut self, operation: &Rc<Operation>, void: Option<VoidReason>) {
        let core = operation.core();
        let log = self.logs.entry(core.chart).or_default();
        let head = log.head();
        let link = ChainEntry {
            seq: head.seq + 1,
            op_hash: operation.hash(),
            void,
        };
        let head = extend(&head, &link).expect("it is the next");
        log.entries.push(Entry {
            link,
            head,
            operation: Rc::clone(operation),
        });
        let tip = DeviceTip {
            seq: core.device_seq,
            hash: operation.hash(),
        };
        log.tips.insert(core.device, tip);
        if core.class == Class::Signed && void.is_none() {
            log.signed.insert(core.record, core.op);
        }
        if let Some(aside) = self.quarantine.get_mut(&operation.hash()) {
            aside.accepted = true;
        }
    }

    /// Entries after the head asked with, at most `room` of all charts together.
    pub(crate) fn answer(&self, asking: DeviceId, asked: &Asked, room: &mut usize) -> Answered {
        let empty = Log::default();
        let log = self.logs.get(&asked.chart).unwrap_or(&empty);
        let at = usize::try_from(asked.head.seq).expect("short");
        let held = at.checked_sub(1).and_then(|index| log.entries.get(index));
        let standing = place(&asked.head, &log.head(), held.map(|entry| entry.head.hash));
        let entries = match standing {
            Place::Current | Place::Diverged => Vec::new(),
            Place::Behind => log.entries[at..]
                .iter()
                .take(*room)
                .map(|entry| {
                    let is_own = entry.operation.core().device == asking && !asked.whole;
                    let envelope = (!is_own).then(|| entry.operation.envelope().clone());
                    (entry.link, envelope)
                })
                .collect(),
        };
        *room -= entries.len();
        Answered {
            chart: asked.chart,
            head: asked.head,
            diverged: standing == Place::Diverged,
            entries,
        }
    }

    /// Whether the operation is in the chain or kept aside.
    pub(crate) fn has(&self, hash: OpHash) -> bool {
        self.chain_count(hash) > 0
            || self
                .quarantine
                .get(&hash)
                .is_some_and(|aside| !aside.accepted)
    }

    pub(crate) fn chain_count(&self, hash: OpHash) -> usize {
        let entries = self.logs.values().flat_map(|log| &log.entries);
        entries.filter(|entry| entry.link.op_hash == hash).count()
    }

    /// Names everything it holds: equal when nothing changed.
    pub(crate) fn digest(&self) -> (u64, Vec<Head>, Vec<(OpHash, bool)>) {
        let heads = self.logs.values().map(Log::head).collect();
        let aside = self.quarantine.iter();
        let aside = aside.map(|(hash, aside)| (*hash, aside.accepted)).collect();
        (self.epoch, heads, aside)
    }
}
