//! Of two texts that one author wrote apart: joining them, or choosing. Neither goes: each is an operation of the chart's log
//! before anything takes its place.

use charthold_audit::Subtype;
use charthold_domain::{ChartId, OpId, RecordId};

use super::keep::note_newest;
use super::{Apart, Current, change, find, intention, keep_as_operation, shown, text};
use crate::authoring::commit;
use crate::ipc::dto::NoteDraft;
use crate::use_case::open_chart::demand_writing;
use crate::{Workstation, WorkstationError};

/// What an author does about another text of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftVerdict {
    /// Its text comes below the one they are at.
    Joined,
    /// They go on with it in place of the one they are at.
    Taken,
    /// They go on without it.
    Left,
}

impl Workstation {
    /// Settles what becomes of the text `version` beside `draft`, and answers what to go on with.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when it does not stand any more, `Unknown` when there is no draft, `NotAllowed`, `Restricted`.
    /// Nothing is settled then.
    pub fn settle_draft(
        &self,
        chart: ChartId,
        draft: RecordId,
        version: OpId,
        verdict: DraftVerdict,
    ) -> Result<NoteDraft, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            let stands = |apart: &Apart| apart.version.op == version;
            let mut found = find(enrolled, session, chart, Some(draft))?;
            if !found.apart.iter().any(stands) {
                return Err(WorkstationError::ChangedMeanwhile);
            }
            if found.current.as_ref().is_some_and(|mine| mine.is_typed) {
                keep_as_operation(environment, enrolled, session, chart)?;
                found = find(enrolled, session, chart, Some(draft))?;
            }
            let mine = found.current.ok_or(WorkstationError::Unknown("a draft"))?;
            let theirs = found.apart.into_iter().find(stands);
            let theirs = theirs.ok_or(WorkstationError::ChangedMeanwhile)?;
            let record = mine.record;
            let changes = changes(mine, &theirs, verdict)?;
            let intention = intention(chart, changes, Subtype::DraftKept, None);
            commit(environment, enrolled, session, intention)?;
            note_newest(enrolled, session, chart, record)?;
            let found = find(enrolled, session, chart, Some(record))?;
            let shown = shown(enrolled, session, chart, found)?;
            shown.ok_or(WorkstationError::Unknown("a draft"))
        })
    }
}

fn changes(
    mine: Current,
    theirs: &Apart,
    verdict: DraftVerdict,
) -> Result<Vec<crate::authoring::Change>, WorkstationError> {
    let (record, other) = (mine.record, theirs.version.record);
    let text = match verdict {
        DraftVerdict::Joined => text::joined(&mine.text, &theirs.text),
        DraftVerdict::Taken => theirs.text.clone(),
        DraftVerdict::Left => mine.text,
    };
    let mut seen = mine.seen;
    let mut changes = Vec::new();
    if other == record {
        seen.push(theirs.version.op);
    } else {
        // A note of its own ends where its text went.
        let ended = change(other, vec![theirs.version.op], text::nothing_of(other));
        changes.push(ended);
    }
    if other == record || verdict != DraftVerdict::Left {
        changes.push(change(record, seen, text::patch_of(record, &text)?));
    }
    Ok(changes)
}
