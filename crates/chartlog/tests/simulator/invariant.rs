//! What must hold once everybody has spoken to central and nothing changes any more. The numbers
//! are those of docs/sync-protocol.md.

use std::collections::{BTreeMap, BTreeSet};

use charthold_chartlog::{Head, Link, OpHash, OpState, extend};
use charthold_domain::{DeviceId, RecordId};

use crate::view;
use crate::world::{Violation, World};

/// The first that does not hold.
pub(crate) fn check(world: &World) -> Result<(), Violation> {
    every_operation_is_kept_once(world)?;
    chains_are_dense_and_whole(world)?;
    signatures_are_single_and_told(world)?;
    stations_agree(world)?;
    view::drafts_stand(world)?;
    view::nothing_is_hidden(world)
}

fn demand(holds: bool, what: &str) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// I1, I9 and what purging promised.
fn every_operation_is_kept_once(world: &World) -> Result<(), Violation> {
    let server = &world.server;
    for (hash, author) in &world.written {
        let in_chain = server.chain_count(*hash);
        let aside = server.quarantine.get(hash).is_some_and(|it| !it.accepted);
        demand(
            in_chain + usize::from(aside) <= 1,
            "I1: an operation is at central twice",
        )?;
        let author = &world.stations[*author];
        demand(
            author.is_gone || in_chain == 1 || aside,
            "I1: an operation of a station that is there is not at central",
        )?;
    }
    for station in world.stations.iter() {
        let held = station.held.iter().map(|held| held.operation.hash());
        let held = held.filter(|_| !station.is_gone);
        for hash in held {
            demand(
                server.has(hash),
                "I9: an operation that somebody holds is not at central",
            )?;
        }
        for hash in &station.purged {
            demand(
                server.has(*hash),
                "I9: an operation was let go of and is lost",
            )?;
        }
    }
    Ok(())
}

/// I2.
fn chains_are_dense_and_whole(world: &World) -> Result<(), Violation> {
    for log in world.server.logs.values() {
        let mut head = Head::EMPTY;
        let mut tips = BTreeMap::new();
        for entry in &log.entries {
            head = extend(&head, &entry.link).ok_or("I2: a chart's numbers are not dense")?;
            demand(head == entry.head, "I2: a chart's chain does not verify")?;
            let core = entry.operation.core();
            let tip: &mut charthold_chartlog::DeviceTip = tips
                .entry(core.device)
                .or_insert(charthold_chartlog::DeviceTip::NONE);
            demand(
                tip.link(core) == Link::Next,
                "I2: a device's chain does not verify",
            )?;
            (tip.seq, tip.hash) = (core.device_seq, entry.link.op_hash);
        }
    }
    Ok(())
}

/// I5.
fn signatures_are_single_and_told(world: &World) -> Result<(), Violation> {
    for (chart, log) in &world.server.logs {
        let mut signed: BTreeSet<RecordId> = BTreeSet::new();
        for entry in &log.entries {
            let core = entry.operation.core();
            if core.class != charthold_chartlog::Class::Signed {
                continue;
            }
            if entry.link.void.is_none() {
                demand(
                    signed.insert(core.record),
                    "I5: a document has two effective signatures",
                )?;
                continue;
            }
            let author = world
                .written
                .get(&entry.link.op_hash)
                .map(|n| (*n, &world.stations[*n]));
            let Some((n, station)) = author else { continue };
            if station.scope.contains(chart) && takes_part(world, n) {
                let told = station.held.iter().any(|held| {
                    held.operation.hash() == entry.link.op_hash && held.state.attention().is_some()
                });
                demand(told, "I5: the author of a void signature is not told")?;
            }
        }
    }
    Ok(())
}

/// Whether the station is to agree with the others.
fn takes_part(world: &World, n: usize) -> bool {
    let station = &world.stations[n];
    !station.is_gone && !station.is_cloned && !world.is_revoked(n)
}

/// I3, and that only a copied device is stuck.
fn stations_agree(world: &World) -> Result<(), Violation> {
    for (n, station) in world.stations.iter().enumerate() {
        if !takes_part(world, n) {
            continue;
        }
        demand(!station.alarm, "I3: a chain changed within an epoch")?;
        demand(
            !station.is_proving(),
            "I3: a station does not come to the end of a new epoch",
        )?;
        for chart in scope_of(world, station.device) {
            let server = world.server.logs.get(&chart);
            let head = server.map_or(Head::EMPTY, crate::server::Log::head);
            demand(
                station.head(chart) == head,
                "I3: a station does not have all of its charts",
            )?;
            let confirmed: BTreeSet<OpHash> = station
                .held
                .iter()
                .filter(|held| held.operation.core().chart == chart && !held.state.is_unsent())
                .map(|held| held.operation.hash())
                .collect();
            let chain: BTreeSet<OpHash> = server
                .iter()
                .flat_map(|log| &log.entries)
                .map(|entry| entry.link.op_hash)
                .collect();
            demand(
                confirmed == chain,
                "I3: a station confirms another set than central has",
            )?;
            let states_agree = server.iter().flat_map(|log| &log.entries).all(|entry| {
                station.held.iter().any(|held| {
                    held.operation.hash() == entry.link.op_hash
                        && matches!(held.state, OpState::Void { .. }) == entry.link.void.is_some()
                })
            });
            demand(
                states_agree,
                "I3: a station takes a void operation for an effective one",
            )?;
            view::agrees(world, station, chart)?;
        }
    }
    Ok(())
}

fn scope_of(world: &World, device: DeviceId) -> BTreeSet<charthold_domain::ChartId> {
    world.scope.get(&device).cloned().unwrap_or_default()
}
