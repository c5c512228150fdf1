//! Keeping what is typed: here as it is typed, as an operation at a lock, until it is thrown away.

use charthold_audit::Subtype;
use charthold_crypto::seal;
use charthold_domain::{ChartId, OpId, RecordId};
use charthold_store::DraftRow;

use super::{change, context, find, intention, read_typed, shown, text};
use crate::authoring::commit;
use crate::enrolled::Enrolled;
use crate::ipc::dto::{DraftText, NoteDraft};
use crate::session::Session;
use crate::use_case::open_chart::demand_writing;
use crate::{Environment, Workstation, WorkstationError};

/// A note of this size is a mistake, not a note.
const MAX_DRAFT_BYTES: usize = 1 << 20;

impl Workstation {
    /// The person's draft in this chart, when there is one, wherever they began it.
    ///
    /// # Errors
    /// When nobody is in or the draft cannot be read; `Restricted` when it was written elsewhere and the chart is not open.
    pub fn load_draft(&self, chart: ChartId) -> Result<Option<NoteDraft>, WorkstationError> {
        self.session(|enrolled, session| {
            let found = find(enrolled, session, chart, None)?;
            shown(enrolled, session, chart, found)
        })
    }

    /// Saves a draft, sealed under the person's own key; durable when it returns.
    ///
    /// # Errors
    /// When nobody is in, the person may not write in this chart, or the journal cannot be written.
    pub fn save_draft(
        &self,
        chart: ChartId,
        draft: Option<RecordId>,
        text: &DraftText,
    ) -> Result<NoteDraft, WorkstationError> {
        let environment = self.environment();
        let bytes = serde_json::to_vec(text)
            .map_err(|_| WorkstationError::Internal("a draft could not be written down"))?;
        if bytes.len() > MAX_DRAFT_BYTES {
            return Err(WorkstationError::InvalidInput("the note is too long"));
        }
        let now = self.now();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            let person = session.person.id;
            let before = enrolled
                .journal
                .with(|journal| journal.find_draft(person, chart))?;
            let id = draft.or(before.as_ref().map(|row| row.draft));
            let id = id.unwrap_or_else(|| RecordId::from(environment.fresh()));
            let parents = match before {
                Some(row) if row.draft == id => row.parents,
                Some(_) => {
                    // Another note was typed here: it is kept before this one takes its place.
                    keep_as_operation(environment, enrolled, session, chart)?;
                    seen_of(session, id)
                }
                None => seen_of(session, id),
            };
            let key = session.vault.draft_key();
            let context = context(chart, id);
            let sealed = seal(&key, &context, &bytes, (environment.entropy)().as_mut());
            let row = DraftRow {
                person,
                chart,
                draft: id,
                sealed,
                saved_at: now,
                parents,
            };
            enrolled.journal.with(|journal| journal.save_draft(&row))?;
            Ok(NoteDraft {
                draft: id.to_string(),
                chart: chart.to_string(),
                text: text.clone(),
                saved_at_ms: now.as_millis(),
                elsewhere: false,
                station: Some(enrolled.identity.name.clone()),
                versions: Vec::new(),
            })
        })
    }

    /// Throws a draft away, at the person's word: here, and wherever else what they saw of it is.
    ///
    /// # Errors
    /// When nobody is in or the journal cannot be written.
    pub fn discard_draft(&self, chart: ChartId, draft: RecordId) -> Result<(), WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            let person = session.person.id;
            let typed = enrolled
                .journal
                .with(|journal| journal.find_draft(person, chart))?
                .filter(|row| row.draft == draft);
            let seen = match typed {
                Some(row) => row.parents,
                None => seen_of(session, draft),
            };
            if seen.is_empty() {
                return Ok(enrolled
                    .journal
                    .with(|journal| journal.discard_draft(person, chart, draft))?);
            }
            demand_writing(enrolled, session, chart)?;
            let changes = vec![change(draft, seen, text::nothing_of(draft))];
            let intention = intention(chart, changes, Subtype::DraftDiscarded, Some(draft));
            commit(environment, enrolled, session, intention)?;
            session.drafts_seen.remove(&draft);
            Ok(())
        })
    }
}

/// Makes an operation of what the person typed in `chart`, in one transaction with its end here. Nothing when nothing was.
pub(crate) fn keep_as_operation(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    let Some(typed) = read_typed(enrolled, session, chart)? else {
        return Ok(());
    };
    if typed.seen.is_empty() && text::is_blank(&typed.text) {
        return Ok(());
    }
    demand_writing(enrolled, session, chart)?;
    let record = typed.record;
    let patch = text::patch_of(record, &typed.text)?;
    let changes = vec![change(record, typed.seen, patch)];
    let intention = intention(chart, changes, Subtype::DraftKept, Some(record));
    commit(environment, enrolled, session, intention)?;
    note_newest(enrolled, session, chart, record)
}

/// Of every chart. What cannot be one now, for want of room, a key or the right to write, stays as it is typed.
pub(crate) fn keep_all(environment: &Environment, enrolled: &Enrolled, session: &mut Session) {
    let person = session.person.id;
    let charts = enrolled.journal.with(|journal| journal.list_typed(person));
    for chart in charts.unwrap_or_default() {
        match keep_as_operation(environment, enrolled, session, chart) {
            Ok(()) | Err(_) => {}
        }
    }
}

/// From here on the session goes on from what it has just written of `record`.
pub(super) fn note_newest(
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    record: RecordId,
) -> Result<(), WorkstationError> {
    let (person, here) = (session.person.id, enrolled.identity.device);
    let versions = enrolled
        .journal
        .with(|journal| journal.draft_versions(person, chart))?;
    let mine = versions
        .iter()
        .find(|version| version.record == record && version.device == here);
    if let Some(mine) = mine {
        session.drafts_seen.insert(record, vec![mine.op]);
    }
    Ok(())
}

fn seen_of(session: &Session, draft: RecordId) -> Vec<OpId> {
    session.drafts_seen.get(&draft).cloned().unwrap_or_default()
}
