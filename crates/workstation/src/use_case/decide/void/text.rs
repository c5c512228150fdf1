//! What a signature without effect says: the document as its author signed it, which no projection
//! shows.

use std::collections::BTreeSet;

use charthold_chartlog::{Content, FoldInput, Patch, fold};
use charthold_clinical::note::Note;
use charthold_domain::OpId;
use charthold_store::{RecordRow, StoredOperation};

use crate::WorkstationError;
use crate::enrolled::Enrolled;
use crate::ipc::dto::NoteSection;
use crate::session::Session;
use crate::use_case::decide::access;
use crate::use_case::decide::show::history;
use crate::use_case::sync_status::opened;

/// The document that stands in its place.
pub(super) fn standing(
    session: &Session,
    stored: &StoredOperation,
) -> Result<Option<RecordRow>, WorkstationError> {
    let core = stored.operation.core();
    let row = session
        .charts
        .find_record(access(session, core.chart)?, core.record)?;
    Ok(row.filter(|row| row.kind == "Composition"))
}

/// What it says, beside the document `row` that stands; nothing when it is no note that can be read here.
pub(super) fn sections(
    enrolled: &Enrolled,
    session: &Session,
    stored: &StoredOperation,
    row: &RecordRow,
) -> Result<Vec<NoteSection>, WorkstationError> {
    let core = stored.operation.core();
    let history = history(enrolled, session, core.chart, row)?;
    let signed =
        opened(session, stored).and_then(|patch| as_signed(history.inputs, core.op, patch));
    let note = signed.and_then(|json| Note::read(&json).ok());
    let sections = note.map(|note| note.sections).unwrap_or_default();
    Ok(sections
        .into_iter()
        .filter(|section| !section.text.trim().is_empty())
        .map(|section| NoteSection {
            heading: section.title.unwrap_or_default(),
            text: section.text,
        })
        .collect())
}

/// The document as its author signed it: what they had seen, with their change.
fn as_signed(inputs: Vec<FoldInput>, op: OpId, patch: Patch) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut wanted = vec![op];
    while let Some(next) = wanted.pop() {
        let input = inputs.iter().find(|input| input.op == next);
        if let (Some(input), true) = (input, seen.insert(next)) {
            wanted.extend(input.parents.iter().copied());
        }
    }
    let mut version: Vec<FoldInput> = inputs
        .into_iter()
        .filter(|input| seen.contains(&input.op))
        .collect();
    let signed = version.iter_mut().find(|input| input.op == op)?;
    signed.content = Content::Patch(patch);
    Some(fold(&version)?.to_json())
}
