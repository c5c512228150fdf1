//! What people are shown in the end: the same everywhere, and nothing hidden that nobody replaced.
//! The second is worked out here from the parents alone, not by the fold it judges.

use std::collections::{BTreeMap, BTreeSet};

use charthold_chartlog::{
    Class, Content, FoldInput, Folded, HeaderCore, Patch, RawJson, fold, standing_drafts,
};
use charthold_domain::{ChartId, OpId, PersonId, RecordId};

use crate::mutation::Mutation;
use crate::station::Station;
use crate::world::{Violation, World};
use crate::writing::{input, open};

type Records = BTreeMap<RecordId, Vec<FoldInput>>;

/// What a reader of `schema` makes of central's chain, drafts of others left out.
fn records(world: &World, chart: ChartId, schema: u16, person: Option<PersonId>) -> Records {
    let mut records = Records::new();
    let log = world.server.logs.get(&chart);
    for entry in log.iter().flat_map(|log| &log.entries) {
        let core = entry.operation.core();
        let is_foreign = core.class == Class::Draft && person.is_some_and(|it| it != core.person);
        let content = if entry.link.void.is_some() || is_foreign {
            Content::Silent
        } else {
            open(&entry.operation, schema)
        };
        let inputs = records.entry(core.record).or_default();
        inputs.push(input(&entry.operation, content));
    }
    records
}

/// I3 and I10: a station's view, folded in the order it got things, is that of central's order.
pub(crate) fn agrees(world: &World, station: &Station, chart: ChartId) -> Result<(), Violation> {
    let mut own = Records::new();
    for held in &station.held {
        let core = held.operation.core();
        if core.chart == chart && !held.state.is_unsent() {
            let inputs = own.entry(core.record).or_default();
            inputs.push(input(&held.operation, station.content(held)));
        }
    }
    let all = records(world, chart, station.schema, Some(station.person));
    for (record, inputs) in &all {
        let mine = own.get(record).and_then(|inputs| fold(inputs));
        if mine != fold(inputs) {
            return Err("I3: two stations show a record differently".to_owned());
        }
    }
    Ok(())
}

/// I4: each value that somebody wrote is shown, or somebody who saw it wrote another.
pub(crate) fn nothing_is_hidden(world: &World) -> Result<(), Violation> {
    for chart in world.server.logs.keys() {
        for inputs in records(world, *chart, crate::cast::NEW_SCHEMA, None).values() {
            let shown = shown(world, inputs);
            let Some(shown) = shown else { continue };
            for input in inputs {
                let Content::Patch(patch) = &input.content else {
                    continue;
                };
                for (name, value) in &patch.set {
                    check(inputs, &shown, (input, patch), (&name.0, value))?;
                }
            }
            let heads = inputs.iter().filter(|input| {
                matches!(input.content, Content::Patch(_))
                    && !inputs
                        .iter()
                        .any(|later| is_visible(later) && descends(inputs, later.op, input.op))
            });
            let heads: BTreeSet<OpId> = heads.map(|input| input.op).collect();
            if shown.heads.iter().copied().collect::<BTreeSet<_>>() != heads {
                return Err("I4: the heads of a record are not what nobody continued".to_owned());
            }
        }
    }
    Ok(())
}

/// I4 of notes in progress: each text stands until its author wrote on from it, threw it away or signed what they saw, and no
/// longer; by headers alone, in whatever order they came.
pub(crate) fn drafts_stand(world: &World) -> Result<(), Violation> {
    let logs = world.server.logs.values();
    let chains = logs.map(|log| {
        log.entries
            .iter()
            .map(|entry| entry.operation.core())
            .collect()
    });
    let held = world.stations.iter().map(|station| {
        let held = station.held.iter();
        held.map(|held| held.operation.core()).collect()
    });
    for cores in chains.chain(held) {
        let cores: Vec<&HeaderCore> = cores;
        let drafts = cores.iter().filter(|core| core.class == Class::Draft);
        let notes: BTreeSet<(ChartId, RecordId, PersonId)> = drafts
            .map(|core| (core.chart, core.record, core.person))
            .collect();
        for (chart, record, author) in notes {
            let of_note = cores
                .iter()
                .rev()
                .filter(|core| core.chart == chart && core.record == record);
            let note: Vec<HeaderCore> = of_note.map(|core| (*core).clone()).collect();
            if standing_drafts(&note, author) != stands(&note, author) {
                return Err("I4: a draft stands that was replaced, or goes unseen".to_owned());
            }
        }
    }
    Ok(())
}

/// Worked out from the parents alone.
fn stands(note: &[HeaderCore], author: PersonId) -> Vec<OpId> {
    let parents: Vec<FoldInput> = note
        .iter()
        .map(|core| FoldInput {
            op: core.op,
            parents: core.parents.clone(),
            entered_in_error: core.entered_in_error,
            content: Content::Silent,
        })
        .collect();
    let is_theirs = |core: &HeaderCore| core.class == Class::Draft && core.person == author;
    let mut standing: Vec<OpId> = note
        .iter()
        .filter(|core| is_theirs(core) && !core.entered_in_error)
        .filter(|core| {
            !note.iter().any(|later| {
                (is_theirs(later) || later.class == Class::Signed)
                    && descends(&parents, later.op, core.op)
            })
        })
        .map(|core| core.op)
        .collect();
    standing.sort_unstable();
    standing
}

/// The record as people see it; the mutation that lets the last writer win is here.
fn shown(world: &World, inputs: &[FoldInput]) -> Option<Folded> {
    let mut shown = fold(inputs)?;
    if world
        .stations
        .iter()
        .any(|it| it.mutation == Some(Mutation::LastWriterWins))
    {
        for field in &mut shown.fields {
            field.values = field.values.pop().into_iter().collect();
        }
    }
    Some(shown)
}

fn check(
    inputs: &[FoldInput],
    shown: &Folded,
    (input, patch): (&FoldInput, &Patch),
    (name, value): (&str, &RawJson),
) -> Result<(), Violation> {
    let field = shown.fields.iter().find(|field| field.name.0 == name);
    let field = field.ok_or("I4: a field that somebody wrote is not there")?;
    let later = || {
        inputs.iter().filter_map(|later| match &later.content {
            Content::Patch(patch) if descends(inputs, later.op, input.op) => Some(patch),
            _ => None,
        })
    };
    let value_in = |patch: &Patch| {
        let found = patch.set.iter().find(|(field, _)| field.0 == name);
        found.map(|(_, value)| value.clone())
    };
    if name == "reaction" && patch.kind == "AllergyIntolerance" {
        for element in elements(value) {
            let is_shown = field.values.iter().any(|(_, value)| {
                value
                    .as_ref()
                    .is_some_and(|value| elements(value).contains(&element))
            });
            let was_removed = later()
                .filter_map(&value_in)
                .any(|value| !elements(&value).contains(&element));
            // An element that was there before is another author's; somebody may have removed it
            // beside this one.
            let was_there = inputs.iter().any(|earlier| match &earlier.content {
                Content::Patch(patch) if descends(inputs, input.op, earlier.op) => {
                    value_in(patch).is_some_and(|value| elements(&value).contains(&element))
                }
                _ => false,
            });
            if !is_shown && !was_removed && !was_there {
                return Err("I4: an element that somebody added is not shown".to_owned());
            }
        }
        return Ok(());
    }
    let is_shown = field.values.iter().any(|(writer, _)| *writer == input.op);
    let is_replaced = later().any(|patch| value_in(patch).is_some());
    if is_shown == is_replaced {
        return Err(
            "I4: a value is hidden that nobody replaced, or shown though replaced".to_owned(),
        );
    }
    Ok(())
}

fn elements(list: &RawJson) -> Vec<String> {
    serde_json::from_str(&list.0).expect("a list of texts")
}

fn is_visible(input: &FoldInput) -> bool {
    matches!(input.content, Content::Patch(_))
}

/// Whether the author of `later` had seen `earlier`, by following parents.
fn descends(inputs: &[FoldInput], later: OpId, earlier: OpId) -> bool {
    let mut waiting = vec![later];
    let mut seen = BTreeSet::new();
    while let Some(op) = waiting.pop() {
        for input in inputs.iter().filter(|input| input.op == op) {
            for parent in &input.parents {
                if *parent == earlier {
                    return true;
                }
                if seen.insert(*parent) {
                    waiting.push(*parent);
                }
            }
        }
    }
    false
}
