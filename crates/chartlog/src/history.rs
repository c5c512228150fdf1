//! Who saw what: the operations of one record in causal order, and for each the ones its author had
//! seen. Operations that cannot be read or have no effect keep their place in it, since headers are
//! clear: without them a later writer would seem not to have seen what it replaced.

use std::collections::{BTreeMap, BTreeSet};

use charthold_domain::OpId;

use crate::{Content, FoldInput, Patch};

pub(crate) struct History<'a> {
    inputs: BTreeMap<OpId, &'a FoldInput>,
    order: Vec<OpId>,
    ancestors: BTreeMap<OpId, BTreeSet<OpId>>,
}

impl<'a> History<'a> {
    pub(crate) fn of(operations: &'a [FoldInput]) -> Self {
        let inputs: BTreeMap<OpId, &FoldInput> =
            operations.iter().map(|input| (input.op, input)).collect();
        let order = causal_order(&inputs);
        let ancestors = ancestors(&inputs, &order);
        Self {
            inputs,
            order,
            ancestors,
        }
    }

    /// Every operation, by id.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &'a FoldInput> {
        self.inputs.values().copied()
    }

    /// What can be read and has effect, in causal order.
    pub(crate) fn visible(&self) -> impl Iterator<Item = (&'a FoldInput, &'a Patch)> {
        self.order.iter().filter_map(|op| {
            let input = *self.inputs.get(op)?;
            match &input.content {
                Content::Patch(patch) => Some((input, patch)),
                Content::Opaque | Content::Silent => None,
            }
        })
    }

    /// How many cannot be read here.
    pub(crate) fn opaque(&self) -> usize {
        let is_opaque = |input: &&&FoldInput| matches!(input.content, Content::Opaque);
        self.inputs.values().filter(is_opaque).count()
    }

    /// Whether the author of `later` had seen `earlier`.
    pub(crate) fn saw(&self, later: OpId, earlier: OpId) -> bool {
        self.ancestors
            .get(&later)
            .is_some_and(|seen| seen.contains(&earlier))
    }

    /// Whether neither author had seen the other's.
    pub(crate) fn concurrent(&self, one: OpId, other: OpId) -> bool {
        one != other && !self.saw(one, other) && !self.saw(other, one)
    }

    /// Visible operations that no visible author has seen: what the next author sees.
    pub(crate) fn heads(&self) -> Vec<OpId> {
        let seen: BTreeSet<OpId> = self
            .visible()
            .filter_map(|(input, _)| self.ancestors.get(&input.op))
            .flatten()
            .copied()
            .collect();
        let mut heads: Vec<OpId> = self
            .visible()
            .map(|(input, _)| input.op)
            .filter(|op| !seen.contains(op))
            .collect();
        heads.sort_unstable();
        heads
    }
}

/// Every operation after all of its parents; among the free ones by id.
fn causal_order(inputs: &BTreeMap<OpId, &FoldInput>) -> Vec<OpId> {
    let mut done: Vec<OpId> = Vec::with_capacity(inputs.len());
    let mut placed: BTreeSet<OpId> = BTreeSet::new();
    let mut waiting: BTreeSet<OpId> = inputs.keys().copied().collect();
    while let Some(next) = waiting
        .iter()
        .copied()
        .find(|id| {
            inputs.get(id).is_some_and(|input| {
                input
                    .parents
                    .iter()
                    .all(|parent| placed.contains(parent) || !inputs.contains_key(parent))
            })
        })
        // A cycle is impossible among hashed parents; if one is forged, id order breaks it.
        .or_else(|| waiting.first().copied())
    {
        waiting.remove(&next);
        placed.insert(next);
        done.push(next);
    }
    done
}

fn ancestors(
    inputs: &BTreeMap<OpId, &FoldInput>,
    order: &[OpId],
) -> BTreeMap<OpId, BTreeSet<OpId>> {
    let mut all: BTreeMap<OpId, BTreeSet<OpId>> = BTreeMap::new();
    for id in order {
        let Some(input) = inputs.get(id) else {
            continue;
        };
        let mut seen: BTreeSet<OpId> = input.parents.iter().copied().collect();
        for parent in &input.parents {
            seen.extend(all.get(parent).into_iter().flatten().copied());
        }
        all.insert(*id, seen);
    }
    all
}
