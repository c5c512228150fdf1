//! A hospital's stations, its central and the line between them, and what each event does to them.
//! What is checked while it happens is here; what must hold in the end is in `invariant`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use charthold_chartlog::{OpHash, Operation, heads_digest, next_epoch};
use charthold_domain::{ChartId, DeviceId};

use crate::cast::{CHARTS, GENERATIONS, NEW_SCHEMA, STATIONS, chart, device};
use crate::event::Event;
use crate::mutation::Mutation;
use crate::server::{Log, Server};
use crate::station::Station;
use crate::wire::{Reply, Request, bytes, read};

/// What is wrong, in a line.
pub(crate) type Violation = String;

struct Packet {
    station: usize,
    is_request: bool,
    bytes: Vec<u8>,
}

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) stations: Vec<Station>,
    /// Who wrote what: the station that did, not only its device.
    pub(crate) written: BTreeMap<OpHash, usize>,
    pub(crate) mutation: Option<Mutation>,
    packets: Vec<Packet>,
    /// Copies central could be put back from, the oldest first.
    pub(crate) copies: Vec<Server>,
    /// Outside of central's database, so that a restore does not undo them.
    served_epoch: u64,
    revoked: BTreeSet<DeviceId>,
    pub(crate) scope: BTreeMap<DeviceId, BTreeSet<ChartId>>,
    pub(crate) generations: BTreeMap<ChartId, u32>,
    /// What stood at a number of a chart in an epoch.
    pub(crate) numbered: BTreeMap<(u64, ChartId, u64), OpHash>,
    pub(crate) violation: Option<Violation>,
}

const COPIES_KEPT: usize = 3;

impl World {
    pub(crate) fn new(mutation: Option<Mutation>) -> Self {
        let all: BTreeSet<ChartId> = (0..CHARTS).map(chart).collect();
        // The first two stations hold everything, the others a part.
        let scope = (0..STATIONS).map(|n| {
            let part = all
                .iter()
                .copied()
                .filter(|c| n < 2 || usize::from(c.as_bytes()[0]) != n - 1);
            (device(n), part.collect())
        });
        let stations = (0..STATIONS).map(|n| {
            let schema = if n % 2 == 0 {
                NEW_SCHEMA
            } else {
                charthold_chartlog::SCHEMA_VERSION
            };
            Station::new(n, schema, mutation)
        });
        let mut world = Self {
            server: Server::new(),
            stations: stations.collect(),
            written: BTreeMap::new(),
            mutation,
            packets: Vec::new(),
            copies: vec![Server::new()],
            served_epoch: 1,
            revoked: BTreeSet::new(),
            scope: scope.collect(),
            generations: all.into_iter().map(|chart| (chart, 1)).collect(),
            numbered: BTreeMap::new(),
            violation: None,
        };
        for station in 0..STATIONS {
            world.exchange(station);
        }
        world
    }

    pub(crate) fn happen(&mut self, event: Event) {
        match event {
            Event::Write {
                station,
                chart,
                nonce,
            } => {
                let station = self.station(station);
                let wrote = self.stations[station].write(pick(chart), nonce);
                if let Some(operation) = wrote {
                    self.written.insert(operation.hash(), station);
                }
            }
            Event::Hello { station } => self.send(self.station(station), |_| Request::Hello),
            Event::Push {
                station,
                skip,
                count,
            } => self.send(self.station(station), |it| {
                it.push(usize::from(skip), usize::from(count))
            }),
            Event::Pull { station, count } => {
                self.send(self.station(station), |it| it.pull(u32::from(count)));
            }
            Event::AskKept { station } => self.send(self.station(station), Station::ask_kept),
            Event::Exchange { station } => {
                let station = self.station(station);
                if !self.stations[station].is_gone {
                    self.exchange(station);
                }
            }
            Event::Deliver { packet } => self.arrive(packet, false, None),
            Event::Duplicate { packet } => self.arrive(packet, true, None),
            Event::Truncate { packet, keep } => self.arrive(packet, false, Some(keep)),
            Event::Lose { packet } => drop(self.take_packet(packet)),
            Event::Tamper { station, bit } => self.tamper(self.station(station), bit),
            Event::Crash { station } => {
                let station = self.station(station);
                self.stations[station].crash();
            }
            _ => self.befall(event),
        }
    }

    /// What happens to the hospital rather than on the line.
    fn befall(&mut self, event: Event) {
        match event {
            Event::Backup => {
                self.copies.push(self.server.clone());
                if self.copies.len() > COPIES_KEPT {
                    self.copies.remove(0);
                }
            }
            Event::Restore { copy } => self.restore(usize::from(copy) % self.copies.len()),
            Event::Revoke { station } => self.revoke(self.station(station)),
            Event::LoseScope { station, chart } => {
                let device = self.stations[self.station(station)].device;
                self.scope.entry(device).or_default().remove(&pick(chart));
            }
            Event::GainScope { station, chart } => {
                let device = self.stations[self.station(station)].device;
                self.scope.entry(device).or_default().insert(pick(chart));
            }
            Event::Destroy { station } => self.destroy(self.station(station)),
            Event::Clone { station } => self.clone_station(self.station(station)),
            Event::Rotate { chart } => {
                let generation = self.generations.entry(pick(chart)).or_insert(1);
                *generation = (*generation + 1).min(GENERATIONS);
            }
            _ => {}
        }
    }

    pub(crate) fn is_revoked(&self, station: usize) -> bool {
        self.revoked.contains(&self.stations[station].device)
    }

    /// Everything under way is lost.
    pub(crate) fn lose_all(&mut self) {
        self.packets.clear();
    }

    pub(crate) fn packets_under_way(&self) -> usize {
        self.packets.len()
    }

    /// Hello, push, pull, as `sync` does it on a good line.
    pub(crate) fn exchange(&mut self, station: usize) {
        self.ask(station, |_| Request::Hello);
        for _ in 0..64 {
            if self.stations[station].revoked || !self.stations[station].is_proving() {
                break;
            }
            self.ask(station, |it| it.pull(64));
        }
        let count = self.stations[station].outbox().count();
        for from in (0..count).step_by(8) {
            // What is kept aside leaves the outbox, so that the same place may hold another.
            let left = self.stations[station].outbox().count();
            self.ask(station, |it| it.push(from.saturating_sub(count - left), 8));
        }
        if self.is_level(station) {
            return;
        }
        for _ in 0..64 {
            if self.stations[station].revoked || !self.ask(station, |it| it.pull(32)) {
                break;
            }
        }
    }

    /// One digest stands for every head, as in a hello: there is nothing to pull then.
    fn is_level(&self, station: usize) -> bool {
        let station = &self.stations[station];
        let empty = Log::default();
        let central = |chart: &ChartId| self.server.logs.get(chart).unwrap_or(&empty).head();
        let here = station.scope.iter().map(|it| (*it, station.head(*it)));
        let there = station.scope.iter().map(|it| (*it, central(it)));
        heads_digest(&here.collect()) == heads_digest(&there.collect())
    }

    pub(crate) fn ask_kept(&mut self, station: usize) {
        self.ask(station, Station::ask_kept);
    }

    /// A request and its reply at once; whether there is more.
    fn ask(&mut self, station: usize, request: impl FnOnce(&Station) -> Request) -> bool {
        let request = request(&self.stations[station]);
        let reply = self
            .answer(station, &bytes(&request))
            .expect("it came whole");
        let more = matches!(read(&reply), Some(Reply::Pull { more: true, .. }));
        self.hear(station, &reply);
        more
    }

    fn station(&self, n: u8) -> usize {
        usize::from(n) % self.stations.len()
    }

    fn send(&mut self, station: usize, request: impl FnOnce(&Station) -> Request) {
        if !self.stations[station].is_gone {
            self.packets.push(Packet {
                station,
                is_request: true,
                bytes: bytes(&request(&self.stations[station])),
            });
        }
    }

    fn take_packet(&mut self, packet: u8) -> Option<Packet> {
        let index = usize::from(packet).checked_rem(self.packets.len())?;
        Some(self.packets.remove(index))
    }

    fn arrive(&mut self, packet: u8, stays: bool, cut: Option<u8>) {
        let Some(mut packet) = self.take_packet(packet) else {
            return;
        };
        if let Some(keep) = cut {
            packet
                .bytes
                .truncate(packet.bytes.len() * usize::from(keep) / 256);
        }
        if packet.is_request {
            let reply = self.answer(packet.station, &packet.bytes);
            if stays {
                let before = self.server.digest();
                self.answer(packet.station, &packet.bytes);
                self.demand(
                    before == self.server.digest(),
                    "I7: a request that came twice changed something",
                );
            }
            if let Some(bytes) = reply {
                self.packets.push(Packet {
                    station: packet.station,
                    is_request: false,
                    bytes,
                });
            }
        } else {
            self.hear(packet.station, &packet.bytes);
        }
        if stays {
            self.packets.push(packet);
        }
    }

    fn hear(&mut self, station: usize, reply: &[u8]) {
        if self.stations[station].is_gone {
            return;
        }
        let Some(reply) = read::<Reply>(reply) else {
            return;
        };
        let mut new = BTreeMap::new();
        if let Reply::Pull {
            epoch, answered, ..
        } = &reply
        {
            for (link, envelope) in answered.iter().flat_map(|chart| &chart.entries) {
                let Some(operation) = envelope.clone().and_then(|it| Operation::parse(it).ok())
                else {
                    continue;
                };
                let (chart, signed) = (operation.core().chart, self.is_signed(&operation));
                self.demand(signed, "I13: central gave out what its author did not sign");
                self.number(*epoch, chart, link.seq, link.op_hash);
                new.insert(operation.hash(), Rc::new(operation));
            }
        }
        self.stations[station].hear(reply, &new);
    }

    /// I13: what was changed on the way never gets into a chain.
    fn tamper(&mut self, station: usize, bit: u32) {
        let waiting = self.stations[station]
            .outbox()
            .next()
            .map(|op| op.envelope().clone());
        let Some(mut envelope) = waiting else {
            return;
        };
        let at = usize::try_from(bit / 8).expect("small");
        let flipped = 1 << (bit % 8);
        match bit % 3 {
            0 => {
                let at = at % envelope.header.len();
                envelope.header[at] ^= flipped;
            }
            1 => {
                let at = at % envelope.body.len();
                envelope.body[at] ^= flipped;
            }
            _ => envelope.signature.0[at % 64] ^= flipped,
        }
        let before = self.server.digest().1;
        self.take(station, envelope);
        self.demand(
            before == self.server.digest().1,
            "I13: a changed operation got into a chain",
        );
    }

    fn restore(&mut self, copy: usize) {
        self.server = self.copies[copy].clone();
        self.copies.truncate(copy + 1);
        self.server.epoch = if self.mutation == Some(Mutation::RestoreWithoutEpoch) {
            self.served_epoch
        } else {
            next_epoch(self.server.epoch, self.served_epoch)
        };
        self.served_epoch = self.server.epoch;
    }

    fn revoke(&mut self, station: usize) {
        // One stays, or nothing is left to agree.
        if self.revoked.is_empty() {
            self.revoked.insert(self.stations[station].device);
        }
    }

    fn destroy(&mut self, station: usize) {
        let left = self.stations.iter().filter(|it| !it.is_gone).count();
        if left > 2 {
            self.stations[station].is_gone = true;
        }
    }

    fn clone_station(&mut self, station: usize) {
        let is_one_already = self.stations.len() > STATIONS;
        if !is_one_already && !self.stations[station].is_gone {
            self.stations[station].is_cloned = true;
            self.stations.push(self.stations[station].clone());
        }
    }

    pub(crate) fn demand(&mut self, holds: bool, what: &str) {
        if !holds && self.violation.is_none() {
            self.violation = Some(what.to_owned());
        }
    }
}

fn pick(n: u8) -> ChartId {
    chart(usize::from(n) % CHARTS)
}
