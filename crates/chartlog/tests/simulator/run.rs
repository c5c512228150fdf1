//! One run from a schedule, what came of it, and the shortest schedule that still goes wrong.

use crate::event::{Event, schedule};
use crate::invariant::check;
use crate::mutation::Mutation;
use crate::world::{Violation, World};
use crate::writing::forget_opened;

/// Rounds within which everybody must agree.
const ROUNDS: usize = 12;

/// Runs the schedule of `seed`.
pub(crate) fn run_seed(seed: u64, mutation: Option<Mutation>) -> Result<usize, Violation> {
    run(&schedule(seed), mutation)
}

/// Runs a schedule; answers how many operations were written.
pub(crate) fn run(events: &[Event], mutation: Option<Mutation>) -> Result<usize, Violation> {
    forget_opened();
    let mut world = World::new(mutation);
    for event in events {
        world.happen(*event);
        if let Some(violation) = world.violation.take() {
            return Err(violation);
        }
    }
    come_to_rest(&mut world)?;
    check(&world)?;
    Ok(world.written.len())
}

/// What is under way arrives or is lost, then everybody exchanges until nothing changes.
fn come_to_rest(world: &mut World) -> Result<(), Violation> {
    for n in 0..world.packets_under_way() {
        if n % 2 == 0 {
            world.happen(Event::Deliver { packet: 0 });
        } else {
            world.happen(Event::Lose { packet: 0 });
        }
    }
    world.lose_all();
    let mut before = None;
    for _ in 0..ROUNDS {
        for station in 0..world.stations.len() {
            if !world.stations[station].is_gone {
                world.stations[station].broken = false;
                world.exchange(station);
                world.ask_kept(station);
                let it = &world.stations[station];
                let is_stuck = it.broken && !it.is_cloned;
                world.demand(!is_stuck, "I2: an entry of central's chain does not fit");
            }
        }
        if let Some(violation) = world.violation.take() {
            return Err(violation);
        }
        let now = Some(world.server.digest());
        if now == before {
            return Ok(());
        }
        before = now;
    }
    Err("the stations and central do not come to rest".to_owned())
}

/// The shortest schedule found by taking events out while something is still wrong.
pub(crate) fn shrink(mut events: Vec<Event>, mutation: Option<Mutation>) -> Vec<Event> {
    let mut chunk = events.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < events.len() {
            let end = (at + chunk).min(events.len());
            let mut fewer = events.clone();
            fewer.drain(at..end);
            if run(&fewer, mutation).is_err() {
                events = fewer;
            } else {
                at = end;
            }
        }
        chunk /= 2;
    }
    events
}
