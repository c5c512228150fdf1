//! A record is the fold of its operations: per field, every value no causally later write of the
//! same field has replaced. One value is a fact, several are a disagreement that a clinician
//! settles. No clock decides anything here.

use std::collections::{BTreeMap, BTreeSet};

use charthold_domain::OpId;

use crate::{FieldName, Patch, RawJson};

/// One operation of a record, opened.
#[derive(Clone, Debug)]
pub struct FoldInput {
    /// Its id.
    pub op: OpId,
    /// What its author saw.
    pub parents: Vec<OpId>,
    /// What it changes.
    pub patch: Patch,
}

/// One field of a folded record: `None` among the values stands for "removed".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field.
    pub name: FieldName,
    /// Every value not replaced, with the operation that wrote it, by operation id.
    pub values: Vec<(OpId, Option<RawJson>)>,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// FHIR resource type.
    pub kind: String,
    /// FHIR logical id.
    pub fhir_id: String,
    /// Its fields, in the order first written.
    pub fields: Vec<Field>,
    /// Operations no other names as parent: what the next author has seen.
    pub heads: Vec<OpId>,
}

impl Folded {
    /// Fields with more than one distinct value.
    pub fn conflicts(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_conflict())
    }

    /// The resource as JSON text. Of a field in conflict the value with the greatest operation id
    /// stands there, the same on every workstation; the others are in [`Self::conflicts`].
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"resourceType\":");
        push_text(&mut out, &self.kind);
        out.push_str(",\"id\":");
        push_text(&mut out, &self.fhir_id);
        for field in &self.fields {
            if let Some((_, Some(value))) = field.values.last() {
                out.push(',');
                push_text(&mut out, &field.name.0);
                out.push(':');
                out.push_str(&value.0);
            }
        }
        out.push('}');
        out
    }
}

impl Field {
    fn is_conflict(&self) -> bool {
        let mut values = self.values.iter().map(|(_, value)| value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }
}

fn push_text(out: &mut String, text: &str) {
    // Serialising a string into memory cannot fail.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Folds the operations of one record, in any order; `None` when there are none.
#[must_use]
pub fn fold(operations: &[FoldInput]) -> Option<Folded> {
    let ordered: BTreeMap<OpId, &FoldInput> = operations.iter().map(|op| (op.op, op)).collect();
    let first = causal_order(&ordered).into_iter().next()?;
    let Patch { kind, fhir_id, .. } = &ordered.get(&first)?.patch;
    let named: BTreeSet<OpId> = ordered
        .values()
        .flat_map(|op| op.parents.iter().copied())
        .collect();
    Some(Folded {
        kind: kind.clone(),
        fhir_id: fhir_id.clone(),
        fields: fold_fields(&ordered),
        heads: ordered
            .keys()
            .filter(|id| !named.contains(id))
            .copied()
            .collect(),
    })
}

fn fold_fields(ordered: &BTreeMap<OpId, &FoldInput>) -> Vec<Field> {
    let ancestors = ancestors(ordered);
    let mut fields: Vec<Field> = Vec::new();
    for id in causal_order(ordered) {
        let Some(op) = ordered.get(&id) else { continue };
        let sets = op
            .patch
            .set
            .iter()
            .map(|(name, value)| (name, Some(value.clone())));
        let unsets = op.patch.unset.iter().map(|name| (name, None));
        for (name, value) in sets.chain(unsets) {
            let index = fields.iter().position(|field| field.name == *name);
            let field = match index.and_then(|index| fields.get_mut(index)) {
                Some(field) => field,
                None => {
                    fields.push(Field {
                        name: name.clone(),
                        values: Vec::new(),
                    });
                    let Some(field) = fields.last_mut() else {
                        continue;
                    };
                    field
                }
            };
            let seen = ancestors.get(&id);
            field
                .values
                .retain(|(writer, _)| seen.is_none_or(|seen| !seen.contains(writer)));
            field.values.push((id, value));
            field.values.sort_by_key(|(writer, _)| *writer);
        }
    }
    fields
}

/// Every operation after all of its parents; among the free ones by id.
fn causal_order(ordered: &BTreeMap<OpId, &FoldInput>) -> Vec<OpId> {
    let mut done: Vec<OpId> = Vec::with_capacity(ordered.len());
    let mut placed: BTreeSet<OpId> = BTreeSet::new();
    let mut waiting: BTreeSet<OpId> = ordered.keys().copied().collect();
    while let Some(next) = waiting
        .iter()
        .copied()
        .find(|id| {
            ordered.get(id).is_some_and(|op| {
                op.parents
                    .iter()
                    .all(|p| placed.contains(p) || !ordered.contains_key(p))
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

fn ancestors(ordered: &BTreeMap<OpId, &FoldInput>) -> BTreeMap<OpId, BTreeSet<OpId>> {
    let mut all: BTreeMap<OpId, BTreeSet<OpId>> = BTreeMap::new();
    for id in causal_order(ordered) {
        let Some(op) = ordered.get(&id) else { continue };
        let mut seen: BTreeSet<OpId> = op.parents.iter().copied().collect();
        for parent in &op.parents {
            seen.extend(all.get(parent).into_iter().flatten().copied());
        }
        all.insert(id, seen);
    }
    all
}
