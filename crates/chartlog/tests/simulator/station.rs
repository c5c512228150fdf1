//! A workstation as `store` and `sync` are: a journal of operations with what became of each, heads,
//! an outbox that is derived, and what it does with central's replies. What people write is in
//! `writing`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use charthold_chartlog::{
    Arrival, ChainEntry, Contact, DeviceTip, Head, HeldCopy, OpHash, OpState, Operation,
    Safekeeping, contact, extend, may_purge, receive, shorter,
};
use charthold_domain::{ChartId, DeviceId, OpId, PersonId};

use crate::mutation::Mutation;
use crate::wire::{Answer, Answered, Asked, Reply, Request};

/// An operation that is held.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) operation: Rc<Operation>,
    pub(crate) state: OpState,
}

#[derive(Clone)]
pub(crate) struct Station {
    pub(crate) device: DeviceId,
    pub(crate) person: PersonId,
    pub(crate) schema: u16,
    pub(crate) is_gone: bool,
    /// It shares its device with a copy, or is one.
    pub(crate) is_cloned: bool,
    epoch: u64,
    /// Charts whose chain is not proven in the new epoch yet; lost in a crash, and begun again.
    proving: Option<(u64, BTreeSet<ChartId>)>,
    pub(crate) revoked: bool,
    pub(crate) scope: BTreeSet<ChartId>,
    pub(crate) keys: BTreeSet<(ChartId, u32)>,
    /// In the order they came, which is causal.
    pub(crate) held: Vec<Held>,
    pub(crate) chains: BTreeMap<ChartId, Vec<ChainEntry>>,
    pub(crate) tips: BTreeMap<ChartId, DeviceTip>,
    /// Charts it let go of: its own operations are to come back with their content.
    whole: BTreeSet<ChartId>,
    pub(crate) purged: Vec<OpHash>,
    /// Central's chain was another within an epoch.
    pub(crate) alarm: bool,
    /// An entry did not fit.
    pub(crate) broken: bool,
    pub(crate) mutation: Option<Mutation>,
    /// Only where an acknowledgement is believed.
    final_acks: BTreeSet<OpId>,
}

impl Station {
    pub(crate) fn new(n: usize, schema: u16, mutation: Option<Mutation>) -> Self {
        Self {
            device: crate::cast::device(n),
            person: crate::cast::person(n),
            schema,
            is_gone: false,
            is_cloned: false,
            epoch: 0,
            proving: None,
            revoked: false,
            scope: BTreeSet::new(),
            keys: BTreeSet::new(),
            held: Vec::new(),
            chains: BTreeMap::new(),
            tips: BTreeMap::new(),
            whole: BTreeSet::new(),
            purged: Vec::new(),
            alarm: false,
            broken: false,
            mutation,
            final_acks: BTreeSet::new(),
        }
    }

    pub(crate) fn crash(&mut self) {
        self.proving = None;
    }

    pub(crate) fn head(&self, chart: ChartId) -> Head {
        self.head_at(chart, u64::MAX)
    }

    /// The head of what is held of the chart's chain, up to number `seq`.
    fn head_at(&self, chart: ChartId, seq: u64) -> Head {
        let entries = self.chains.get(&chart).into_iter().flatten();
        entries
            .take_while(|entry| entry.seq <= seq)
            .fold(Head::EMPTY, |head, entry| {
                extend(&head, entry).expect("it was received")
            })
    }

    /// The epoch its requests name.
    fn working_epoch(&self) -> u64 {
        self.proving
            .as_ref()
            .map_or(self.epoch, |(epoch, _)| *epoch)
    }

    pub(crate) fn is_proving(&self) -> bool {
        self.proving.is_some()
    }

    pub(crate) fn outbox(&self) -> impl Iterator<Item = &Rc<Operation>> {
        self.held
            .iter()
            .filter(|held| held.state.is_to_send())
            .map(|held| &held.operation)
            .filter(|operation| {
                let core = operation.core();
                !self.final_acks.contains(&core.op)
                    && (core.device == self.device || self.mutation != Some(Mutation::NoDonation))
            })
    }

    pub(crate) fn push(&self, skip: usize, count: usize) -> Request {
        let operations = self.outbox().skip(skip).take(count);
        Request::Push {
            epoch: self.working_epoch(),
            operations: operations.map(|op| op.envelope().clone()).collect(),
        }
    }

    pub(crate) fn pull(&self, max_entries: u32) -> Request {
        let asked = self.scope.iter().map(|chart| Asked {
            chart: *chart,
            head: self.head(*chart),
            whole: self.whole.contains(chart),
        });
        Request::Pull {
            epoch: self.working_epoch(),
            asked: asked.collect(),
            max_entries,
        }
    }

    pub(crate) fn ask_kept(&self) -> Request {
        let is_out = |held: &&Held| !self.scope.contains(&held.operation.core().chart);
        Request::AskKept {
            epoch: self.working_epoch(),
            hashes: self
                .held
                .iter()
                .filter(is_out)
                .map(|held| held.operation.hash())
                .collect(),
        }
    }

    /// `new` are the operations of the reply, read and with their signatures checked.
    pub(crate) fn hear(&mut self, reply: Reply, new: &BTreeMap<OpHash, Rc<Operation>>) {
        match reply {
            Reply::StaleEpoch => {}
            Reply::Hello {
                epoch,
                revoked,
                scope,
                keys,
            } => self.greeted(epoch, revoked, scope.into_iter().collect(), keys),
            Reply::Push { epoch, results } if epoch == self.working_epoch() => {
                for (op, answer) in results {
                    self.hint(op, answer);
                }
            }
            Reply::Pull {
                epoch, answered, ..
            } if epoch == self.working_epoch() => {
                for chart in answered {
                    self.pulled(&chart, new);
                }
                self.finish_proof();
            }
            Reply::Kept {
                epoch,
                durable,
                accepted,
            } if epoch == self.working_epoch() => self.let_go(&durable, &accepted),
            Reply::Push { .. } | Reply::Pull { .. } | Reply::Kept { .. } => {}
        }
    }

    fn greeted(
        &mut self,
        epoch: u64,
        revoked: bool,
        scope: BTreeSet<ChartId>,
        keys: Vec<(ChartId, u32)>,
    ) {
        self.revoked = revoked;
        self.scope = scope;
        self.keys.extend(keys);
        if self.mutation == Some(Mutation::NoEpoch) {
            self.epoch = epoch;
        }
        if contact(self.epoch, epoch) == Contact::NewEpoch {
            let held: Vec<ChartId> = self.chains.keys().copied().collect();
            for chart in held {
                // Nothing proves a chart that is not pulled any more.
                if self.scope.contains(&chart) {
                    self.shorten(chart, u64::MAX);
                } else {
                    self.shorten(chart, 0);
                }
            }
            for held in &mut self.held {
                let is_aside = matches!(held.state, OpState::Quarantined { .. });
                if is_aside {
                    held.state = held.state.in_new_epoch(0);
                }
            }
            self.proving = Some((epoch, self.scope.clone()));
            self.finish_proof();
        } else {
            self.proving = None;
        }
        if self.mutation != Some(Mutation::QuarantineOutlivesScopeLoss) {
            for held in &mut self.held {
                if self.scope.contains(&held.operation.core().chart) {
                    held.state = held.state.in_scope();
                }
            }
        }
    }

    /// Keeps the chain up to `proven`; what was confirmed beyond it is to be sent again.
    fn shorten(&mut self, chart: ChartId, proven: u64) {
        if let Some(chain) = self.chains.get_mut(&chart) {
            chain.retain(|entry| entry.seq <= proven);
        }
        for held in &mut self.held {
            if held.operation.core().chart == chart {
                held.state = held.state.in_new_epoch(proven);
            }
        }
    }

    fn finish_proof(&mut self) {
        if let Some((epoch, left)) = &self.proving
            && left.is_empty()
        {
            self.epoch = *epoch;
            self.proving = None;
        }
    }

    fn hint(&mut self, op: OpId, answer: Answer) {
        match answer {
            Answer::Quarantined(reason) => {
                for held in &mut self.held {
                    if held.operation.core().op == op {
                        held.state = held.state.hinted(reason);
                    }
                }
            }
            Answer::InChain if self.mutation == Some(Mutation::AckIsFinal) => {
                self.final_acks.insert(op);
            }
            Answer::InChain | Answer::NotTaken => {}
        }
    }

    fn pulled(&mut self, answered: &Answered, new: &BTreeMap<OpHash, Rc<Operation>>) {
        let chart = answered.chart;
        if !self.scope.contains(&chart) {
            return;
        }
        let is_unproven = |(_, left): &(u64, BTreeSet<ChartId>)| left.contains(&chart);
        let proving = self.proving.as_ref().is_some_and(is_unproven);
        if answered.diverged {
            if self.head(chart) != answered.head {
                return;
            }
            if proving {
                self.shorten(chart, shorter(answered.head.seq));
            } else {
                self.alarm = true;
            }
            return;
        }
        if self.head_at(chart, answered.head.seq) != answered.head {
            return;
        }
        if proving && self.head(chart) != answered.head {
            return;
        }
        if let Some((_, left)) = &mut self.proving {
            left.remove(&chart);
        }
        let before = (self.held.clone(), self.chains.clone());
        if self.take(chart, &answered.entries, new).is_none() {
            (self.held, self.chains) = before;
            self.broken = true;
        }
    }

    fn take<T>(
        &mut self,
        chart: ChartId,
        entries: &[(ChainEntry, T)],
        new: &BTreeMap<OpHash, Rc<Operation>>,
    ) -> Option<()> {
        let mut head = self.head(chart);
        let from = head.seq;
        for (entry, _) in entries.iter().filter(|(entry, _)| entry.seq > from) {
            let offered = new.get(&entry.op_hash);
            let copy = self.copy_of(entry.op_hash, offered.map(|op| op.core().op));
            let offered_operation = offered.map(Rc::as_ref);
            let (next, arrival) = receive(chart, &head, entry, copy, offered_operation).ok()?;
            head = next;
            let state = match entry.void {
                None => OpState::Confirmed { seq: entry.seq },
                Some(reason) => OpState::Void {
                    seq: entry.seq,
                    reason,
                },
            };
            match arrival {
                Arrival::Brings => self.held.push(Held {
                    operation: Rc::clone(offered?),
                    state,
                }),
                Arrival::Confirms => {
                    let is_it = |held: &&mut Held| held.operation.hash() == entry.op_hash;
                    self.held.iter_mut().find(is_it)?.state = state;
                }
            }
            self.chains.entry(chart).or_default().push(*entry);
        }
        Some(())
    }

    fn copy_of(&self, hash: OpHash, id: Option<OpId>) -> HeldCopy {
        let find =
            |held: &&Held| held.operation.hash() == hash || Some(held.operation.core().op) == id;
        match self.held.iter().find(find) {
            None => HeldCopy::None,
            Some(held) if held.operation.hash() == hash && held.state.is_unsent() => {
                HeldCopy::Unconfirmed
            }
            Some(_) => HeldCopy::Taken,
        }
    }

    /// Lets go of charts it is not to hold, when all of what it holds of one is safe.
    fn let_go(&mut self, durable: &[OpHash], accepted: &[OpHash]) {
        let charts: BTreeSet<ChartId> = self
            .held
            .iter()
            .map(|held| held.operation.core().chart)
            .filter(|chart| !self.scope.contains(chart))
            .collect();
        for chart in charts {
            let may_go = |held: &Held| {
                let hash = held.operation.hash();
                let kept = if durable.contains(&hash) {
                    Safekeeping::Durable
                } else if accepted.contains(&hash) {
                    Safekeeping::Accepted
                } else {
                    Safekeeping::Missing
                };
                may_purge(kept)
                    || (self.mutation == Some(Mutation::PurgeBeforeDurable)
                        && kept == Safekeeping::Accepted)
            };
            let is_of_chart = |held: &&Held| held.operation.core().chart == chart;
            if self.held.iter().filter(is_of_chart).all(may_go) {
                let gone = self.held.iter().filter(is_of_chart);
                self.purged.extend(gone.map(|held| held.operation.hash()));
                self.held
                    .retain(|held| held.operation.core().chart != chart);
                self.chains.remove(&chart);
                self.whole.insert(chart);
            }
        }
    }
}
