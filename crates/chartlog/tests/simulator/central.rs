//! What central answers in a run: who asks, whether the epoch is the right one, and then the server's
//! own decisions. Scopes, revocations and keys are known outside of its database.

use charthold_chartlog::{Envelope, OpHash, Operation};
use charthold_domain::{ChartId, OpId};

use crate::cast::signing;
use crate::mutation::Mutation;
use crate::server::Donor;
use crate::wire::{Answer, Asked, Reply, Request, bytes, read};
use crate::world::World;

impl World {
    /// Central's reply to what came; `None` when it cannot be read.
    pub(crate) fn answer(&mut self, station: usize, request: &[u8]) -> Option<Vec<u8>> {
        let request: Request = read(request)?;
        let epoch = self.server.epoch;
        let checks_epoch = self.mutation != Some(Mutation::NoEpoch);
        let reply = match request {
            Request::Hello => self.hello(station),
            Request::Push { epoch: named, .. }
            | Request::Pull { epoch: named, .. }
            | Request::AskKept { epoch: named, .. }
                if named != epoch && checks_epoch =>
            {
                Reply::StaleEpoch
            }
            Request::Push { epoch, operations } => {
                let answers = operations
                    .into_iter()
                    .filter_map(|op| self.take(station, op));
                let results = answers.collect();
                Reply::Push { epoch, results }
            }
            Request::Pull {
                epoch,
                asked,
                max_entries,
            } => self.pull(station, (epoch, max_entries), &asked),
            Request::AskKept { epoch, hashes } => {
                let oldest = self.copies.first().unwrap_or(&self.server);
                let (durable, rest): (Vec<OpHash>, Vec<OpHash>) = hashes
                    .into_iter()
                    .partition(|hash| oldest.has(*hash) && self.server.has(*hash));
                let accepted = rest
                    .into_iter()
                    .filter(|hash| self.server.has(*hash))
                    .collect();
                Reply::Kept {
                    epoch,
                    durable,
                    accepted,
                }
            }
        };
        Some(bytes(&reply))
    }

    fn donor(&self, station: usize) -> Donor {
        let device = self.stations[station].device;
        Donor {
            revoked: self.is_revoked(station),
            scope: self.scope.get(&device).cloned().unwrap_or_default(),
        }
    }

    fn hello(&self, station: usize) -> Reply {
        let donor = self.donor(station);
        let scope: Vec<ChartId> = if donor.revoked {
            Vec::new()
        } else {
            donor.scope.into_iter().collect()
        };
        let keys = scope
            .iter()
            .flat_map(|chart| (1..=self.generations[chart]).map(|generation| (*chart, generation)));
        Reply::Hello {
            epoch: self.server.epoch,
            revoked: donor.revoked,
            keys: keys.collect(),
            scope,
        }
    }

    fn pull(&self, station: usize, (epoch, max_entries): (u64, u32), asked: &[Asked]) -> Reply {
        let donor = self.donor(station);
        let mut room = usize::try_from(max_entries).expect("few");
        let device = self.stations[station].device;
        let allowed = asked
            .iter()
            .filter(|asked| !donor.revoked && donor.scope.contains(&asked.chart));
        let answered: Vec<_> = allowed
            .map(|asked| self.server.answer(device, asked, &mut room))
            .collect();
        Reply::Pull {
            epoch,
            more: room == 0,
            answered,
        }
    }

    pub(crate) fn take(&mut self, station: usize, envelope: Envelope) -> Option<(OpId, Answer)> {
        let operation = Operation::parse(envelope).ok()?;
        let op = operation.core().op;
        let holds = self.is_signed(&operation);
        let donor = self.donor(station);
        let (chart, epoch) = (operation.core().chart, self.server.epoch);
        let answer = self.server.take(operation, holds, &donor, self.mutation);
        if let Some(last) = self
            .server
            .logs
            .get(&chart)
            .and_then(|log| log.entries.last())
        {
            let link = last.link;
            self.number(epoch, chart, link.seq, link.op_hash);
        }
        Some((op, answer))
    }

    /// Signatures hold for what was written, whose hash names header and signature both; anything
    /// else is verified.
    pub(crate) fn is_signed(&self, operation: &Operation) -> bool {
        self.written.contains_key(&operation.hash())
            || signing(operation.core().device)
                .is_some_and(|key| operation.verify(&key.public()).is_ok())
    }

    pub(crate) fn number(&mut self, epoch: u64, chart: ChartId, seq: u64, hash: OpHash) {
        let known = *self.numbered.entry((epoch, chart, seq)).or_insert(hash);
        self.demand(
            known == hash,
            "I6: a number stands for two operations within an epoch",
        );
    }
}
