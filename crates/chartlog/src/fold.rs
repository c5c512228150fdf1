//! A record is the fold of its operations: per field, every value no causally later write of the
//! same field has replaced. One value is a fact, several are a disagreement that a clinician
//! settles. No clock decides anything here; which kinds and fields are special is `policy`'s.

use charthold_domain::OpId;

use crate::history::History;
use crate::patch::resource_text;
use crate::{FieldName, Flag, Patch, RawJson, policy, set};

/// One operation of a record.
#[derive(Clone, Debug)]
pub struct FoldInput {
    /// Its id.
    pub op: OpId,
    /// What its author saw.
    pub parents: Vec<OpId>,
    /// It marks the record as entered in error.
    pub entered_in_error: bool,
    /// What it changes.
    pub content: Content,
}

/// What is known of an operation's change.
#[derive(Clone, Debug)]
pub enum Content {
    /// It was opened.
    Patch(Patch),
    /// It cannot be read here: no key, or a newer program wrote it. Only its place in the history
    /// counts.
    Opaque,
    /// It has no effect for this reader: void, or somebody else's draft. Only its place counts.
    Silent,
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
    /// Operations no other has seen: parents of the next one.
    pub heads: Vec<OpId>,
    /// What a clinician has to look at though no field disagrees.
    pub flags: Vec<Flag>,
    /// How many operations of it cannot be read here. While there are any, the record is not to be
    /// changed here: its author would not see what it continues.
    pub opaque: usize,
}

impl Folded {
    /// Fields with more than one distinct value.
    pub fn conflicts(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_conflict())
    }

    /// Whether a clinician has to settle something about it.
    #[must_use]
    pub fn needs_reconciliation(&self) -> bool {
        !self.flags.is_empty() || self.conflicts().next().is_some()
    }

    /// The resource as JSON text. Of a field in conflict the most cautious value stands there, and
    /// among equals the one with the greatest operation id: the same on every workstation. The
    /// others are in [`Self::conflicts`].
    #[must_use]
    pub fn to_json(&self) -> String {
        let fields = self.fields.iter().filter_map(|field| {
            let value = field.standing(&self.kind)?;
            Some((&field.name, value))
        });
        resource_text(&self.kind, &self.fhir_id, fields)
    }
}

impl Field {
    fn is_conflict(&self) -> bool {
        let mut values = self.values.iter().map(|(_, value)| value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }

    /// The value that the resource has: the most cautious one, which a conflict does not change.
    pub(crate) fn standing(&self, kind: &str) -> Option<&RawJson> {
        let caution = |(op, value): &&(OpId, Option<RawJson>)| {
            (policy::caution(kind, &self.name, value.as_ref()), *op)
        };
        let (_, value) = self.values.iter().max_by_key(caution)?;
        value.as_ref()
    }
}

/// Folds the operations of one record, in whatever order they are given. `None` when none of them
/// can be shown.
#[must_use]
pub fn fold(operations: &[FoldInput]) -> Option<Folded> {
    fold_history(&History::of(operations))
}

/// One version for each head: what the drafts of an author on two workstations are, side by side,
/// rather than one text made of both. By operation id; one version when there is one head.
#[must_use]
pub fn versions(operations: &[FoldInput]) -> Vec<Folded> {
    let history = History::of(operations);
    history
        .heads()
        .iter()
        .filter_map(|head| version_of(&history, *head))
        .collect()
}

/// The record as the author of `op` left it.
pub(crate) fn version_of(history: &History<'_>, op: OpId) -> Option<Folded> {
    let seen: Vec<FoldInput> = history
        .inputs()
        .filter(|input| input.op == op || history.saw(op, input.op))
        .cloned()
        .collect();
    fold(&seen)
}

pub(crate) fn fold_history(history: &History<'_>) -> Option<Folded> {
    let (_, Patch { kind, fhir_id, .. }) = history.visible().next()?;
    let mut fields = registers(history);
    for field in &mut fields {
        if field.values.len() > 1
            && policy::is_set(kind, &field.name)
            && let Some(value) = set::merge(history, &field.name)
            && let Some((writer, _)) = field.values.last()
        {
            field.values = vec![(*writer, value)];
        }
    }
    Some(Folded {
        kind: kind.clone(),
        fhir_id: fhir_id.clone(),
        fields,
        heads: history.heads(),
        flags: policy::flags(history),
        opaque: history.opaque(),
    })
}

/// Every field as a register that holds each value nobody has replaced.
fn registers(history: &History<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (input, patch) in history.visible() {
        let sets = patch
            .set
            .iter()
            .map(|(name, value)| (name, Some(value.clone())));
        let unsets = patch.unset.iter().map(|name| (name, None));
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
            field
                .values
                .retain(|(writer, _)| !history.saw(input.op, *writer));
            field.values.push((input.op, value));
            field.values.sort_by_key(|(writer, _)| *writer);
        }
    }
    fields
}
