//! What a clinician is asked about a record, and the change that settles it. Nothing here decides:
//! it lists what authors who did not see each other left, and writes down what a person chose.

use std::collections::BTreeMap;

use charthold_domain::OpId;

use crate::fold::{fold_history, version_of};
use crate::history::History;
use crate::policy::closings;
use crate::{ChartlogError, FieldName, Flag, FoldInput, Folded, Patch, RawJson};

/// One field that a person has to decide about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The field.
    pub field: FieldName,
    /// Every value that is left, with an operation whose author left it, by operation id; `None`
    /// stands for "removed".
    pub values: Vec<(OpId, Option<RawJson>)>,
    /// The value the resource has meanwhile.
    pub standing: Option<RawJson>,
    /// Why it is asked though authors wrote different fields; absent when they wrote this one.
    pub flag: Option<Flag>,
}

/// What a record's authors have left to a clinician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The record as it is meanwhile.
    pub folded: Folded,
    /// Every field in question: those in conflict, then those a flag is about.
    pub questions: Vec<Question>,
    /// What each operation's author had seen or written, of those that left a value.
    seen: BTreeMap<OpId, Vec<OpId>>,
}

/// Which operation's value is chosen, for each field that is decided.
pub type Choices = BTreeMap<FieldName, OpId>;

/// What is left to decide in the record that `operations` make; `None` when there is nothing.
#[must_use]
pub fn dispute(operations: &[FoldInput]) -> Option<Dispute> {
    let history = History::of(operations);
    let folded = fold_history(&history)?;
    if !folded.needs_reconciliation() {
        return None;
    }
    let mut questions: Vec<Question> = folded
        .conflicts()
        .map(|field| Question {
            field: field.name.clone(),
            values: field.values.clone(),
            standing: field.standing(&folded.kind).cloned(),
            flag: None,
        })
        .collect();
    ask_about_closings(&history, &folded, &mut questions);
    let writers: Vec<OpId> = questions
        .iter()
        .flat_map(|question| question.values.iter().map(|(op, _)| *op))
        .collect();
    let seen_by = |input: &FoldInput| {
        let seen = writers
            .iter()
            .copied()
            .filter(|writer| *writer == input.op || history.saw(input.op, *writer));
        (input.op, seen.collect())
    };
    Some(Dispute {
        seen: history.inputs().map(seen_by).collect(),
        folded,
        questions,
    })
}

impl Dispute {
    /// The choices that take the side of `op`: of each field in question the value that its author
    /// wrote or had seen, where that is one.
    #[must_use]
    pub fn side_of(&self, op: OpId) -> Choices {
        let seen = self.seen.get(&op).map_or(&[][..], Vec::as_slice);
        let chosen = |question: &Question| {
            let mut theirs = question.values.iter().filter(|(by, _)| seen.contains(by));
            let (by, value) = theirs.next()?;
            theirs
                .all(|(_, other)| other == value)
                .then(|| (question.field.clone(), *by))
        };
        self.questions.iter().filter_map(chosen).collect()
    }

    /// The change that makes the chosen values the only ones, for an operation whose parents are all
    /// heads. A field in conflict that is not chosen about stays one.
    ///
    /// # Errors
    /// [`ChartlogError::NotInQuestion`] when a choice is about something that nobody asks, when there
    /// is none, or when one that a flag is about is missing: whoever has seen both ends the flag.
    pub fn settle(&self, choices: &Choices) -> Result<Patch, ChartlogError> {
        let mut patch = Patch {
            kind: self.folded.kind.clone(),
            fhir_id: self.folded.fhir_id.clone(),
            set: Vec::new(),
            unset: Vec::new(),
        };
        for question in &self.questions {
            let Some(chosen) = choices.get(&question.field) else {
                if question.flag.is_some() {
                    return Err(ChartlogError::NotInQuestion("a choice is missing"));
                }
                continue;
            };
            let value = question.values.iter().find(|(op, _)| op == chosen);
            let (_, value) = value.ok_or(ChartlogError::NotInQuestion("nobody left that value"))?;
            match value {
                Some(value) => patch.set.push((question.field.clone(), value.clone())),
                None => patch.unset.push(question.field.clone()),
            }
        }
        let asked = |field: &FieldName| self.questions.iter().any(|one| one.field == *field);
        if !choices.keys().all(asked) {
            return Err(ChartlogError::NotInQuestion("nobody asks about that field"));
        }
        // Only a header can close a record without a field; having seen both is the answer then.
        if choices.is_empty() && !self.questions.is_empty() {
            return Err(ChartlogError::NotInQuestion("nothing was chosen"));
        }
        Ok(patch)
    }
}

/// Adds the field that closed a record while another author changed it: closed, or as that author
/// left it.
fn ask_about_closings(history: &History<'_>, folded: &Folded, questions: &mut Vec<Question>) {
    for closing in closings(history) {
        let Some(name) = closing.field else { continue };
        let of = |op: OpId| {
            let version = version_of(history, op)?;
            let field = version.fields.iter().find(|field| field.name == *name)?;
            field.standing(&version.kind).cloned()
        };
        let left = [closing.closed, closing.changed].map(|op| (op, of(op)));
        let known = questions.iter_mut().find(|known| known.field == *name);
        match known {
            Some(Question { flag: None, .. }) => {}
            Some(known) => {
                for (op, value) in left {
                    if !known.values.iter().any(|(by, _)| *by == op) {
                        known.values.push((op, value));
                    }
                }
                known.values.sort_by_key(|(op, _)| *op);
            }
            None => {
                let mut values = Vec::from(left);
                values.sort_by_key(|(op, _)| *op);
                let field = folded.fields.iter().find(|field| field.name == *name);
                questions.push(Question {
                    field: name.clone(),
                    values,
                    standing: field.and_then(|field| field.standing(&folded.kind).cloned()),
                    flag: Some(closing.flag),
                });
            }
        }
    }
}
