//! Fields that are sets, as the reactions of an allergy: what somebody added stays unless somebody
//! who saw it took it away, so that two authors who each add one lose neither. Additions and
//! removals are worked out from the whole lists authors write; the wire knows nothing of it.

use charthold_domain::OpId;
use serde_json::value::RawValue;

use crate::history::History;
use crate::patch::compact;
use crate::{FieldName, Patch, RawJson};

/// The field as one list; `None` when a value of it is no list, and then it is no set. An empty set
/// is a removed field.
pub(crate) fn merge(history: &History<'_>, name: &FieldName) -> Option<Option<RawJson>> {
    let mut additions: Vec<Addition> = Vec::new();
    for (input, patch) in history.visible() {
        let Some(list) = written(patch, name) else {
            continue;
        };
        let list = list?;
        for addition in &mut additions {
            if addition.is_seen_by(history, input.op) && !list.contains(&addition.element) {
                addition.removed_by.push(input.op);
            }
        }
        let new: Vec<Addition> = list
            .into_iter()
            .filter(|element| {
                let is_known = |addition: &Addition| {
                    addition.element == *element && addition.is_seen_by(history, input.op)
                };
                !additions.iter().any(is_known)
            })
            .map(|element| Addition {
                by: input.op,
                element,
                removed_by: Vec::new(),
            })
            .collect();
        additions.extend(new);
    }
    let mut elements: Vec<String> = Vec::new();
    for addition in additions {
        if addition.removed_by.is_empty() && !elements.contains(&addition.element) {
            elements.push(addition.element);
        }
    }
    let value = RawJson(format!("[{}]", elements.join(",")));
    Some((!elements.is_empty()).then_some(value))
}

/// That somebody put an element in.
struct Addition {
    by: OpId,
    element: String,
    removed_by: Vec<OpId>,
}

impl Addition {
    /// Whether the author of `op` found it in the list.
    fn is_seen_by(&self, history: &History<'_>, op: OpId) -> bool {
        history.saw(op, self.by)
            && !self
                .removed_by
                .iter()
                .any(|remover| history.saw(op, *remover))
    }
}

/// What the patch makes of the field: not mentioned, a list, or something else.
fn written(patch: &Patch, name: &FieldName) -> Option<Option<Vec<String>>> {
    if patch.unset.contains(name) {
        return Some(Some(Vec::new()));
    }
    let (_, value) = patch.set.iter().find(|(field, _)| field == name)?;
    let list = serde_json::from_str::<Vec<Box<RawValue>>>(&value.0);
    Some(list.ok().map(|elements| {
        elements
            .iter()
            .map(|element| compact(element.get()))
            .collect()
    }))
}
