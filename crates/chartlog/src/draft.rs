//! Which texts of a note in progress stand. By clear headers alone: a workstation that is locked knows what there is to go
//! on with, and nobody's text is opened for that.

use std::collections::BTreeSet;

use charthold_domain::{OpId, PersonId};

use crate::history::History;
use crate::{Class, Content, FoldInput, HeaderCore};

/// The versions of `author`'s draft among the operations of one record, by id: those that no later text of theirs goes on
/// from, and that no signature and no discarding had seen. Several were written apart, and stand side by side until their
/// author joins them or chooses.
#[must_use]
pub fn standing_drafts(operations: &[HeaderCore], author: PersonId) -> Vec<OpId> {
    let inputs: Vec<FoldInput> = operations.iter().map(place).collect();
    let history = History::of(&inputs);
    let is_theirs = |core: &HeaderCore| core.class == Class::Draft && core.person == author;
    let goes_on = |core: &&HeaderCore| is_theirs(core) || core.class == Class::Signed;
    let is_seen = |op: OpId| {
        let mut later = operations.iter().filter(goes_on);
        later.any(|later| history.saw(later.op, op))
    };
    let standing: BTreeSet<OpId> = operations
        .iter()
        .filter(|core| is_theirs(core) && !core.entered_in_error && !is_seen(core.op))
        .map(|core| core.op)
        .collect();
    standing.into_iter().collect()
}

fn place(core: &HeaderCore) -> FoldInput {
    FoldInput {
        op: core.op,
        parents: core.parents.clone(),
        entered_in_error: core.entered_in_error,
        content: Content::Silent,
    }
}
