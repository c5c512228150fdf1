//! A signature without effect: central ordered another of the same document first. Its author is told
//! until they say that they have seen it, and may keep its text as an addendum to what stands. That
//! they have seen it is a record of the chart under an id derived from the operation: every other
//! workstation of theirs knows it without opening anything, and it is audited as what it is.

mod text;
mod write;

use charthold_audit::Subtype;
use charthold_chartlog::OpState;
use charthold_domain::{ChartId, IntentId, OpId, RecordId};
use charthold_store::StoredOperation;

use super::show::About;
use super::{allow, patient};
use crate::authoring::{Intention, commit};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{Saved, VoidText};
use crate::record_id::derive_record_id;
use crate::session::Session;
use crate::use_case::open_chart::demand_writing;
use crate::use_case::refresh::project;
use crate::use_case::write_note::saved;
use crate::{Workstation, WorkstationError};
use text::{sections, standing};
use write::changes;

/// What its author does about a signature without effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoidVerdict {
    /// They have seen it.
    Seen,
    /// They sign its text as an addendum to the document that stands.
    KeptAsAddendum,
}

impl Workstation {
    /// What a signature of this person's that has no effect says, and who signed first.
    ///
    /// # Errors
    /// `Unknown` when it is none of theirs, `Restricted`, `NotAllowed`.
    pub fn read_void(&self, chart: ChartId, op: OpId) -> Result<VoidText, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            let stored = own(enrolled, session, (chart, op))?;
            allow(environment, enrolled, session, chart)?;
            let stands = standing(session, &stored)?;
            let about = About {
                enrolled,
                session,
                zone: &environment.zone,
                patient: patient(session, chart)?,
                may_settle: demand_writing(enrolled, session, chart).is_ok(),
            };
            let first = match &stands {
                Some(row) => about.first_signature(chart, row)?,
                None => None,
            };
            let sections = match &stands {
                Some(row) => sections(enrolled, session, &stored, row)?,
                None => Vec::new(),
            };
            Ok(VoidText {
                may_keep: about.may_settle && !sections.is_empty(),
                may_settle: about.may_settle,
                first,
                sections,
            })
        })
    }

    /// Writes down that its author has seen it, with the addendum when they keep the text. Both are
    /// written or neither is.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when it was seen already, `InvalidInput` when there is no text to keep or
    /// nothing to add it to, `Unknown`, `Restricted`, `NotAllowed`. Nothing is written then.
    pub fn settle_void(
        &self,
        chart: ChartId,
        intent: IntentId,
        op: OpId,
        verdict: VoidVerdict,
    ) -> Result<Saved, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            let stored = own(enrolled, session, (chart, op))?;
            allow(environment, enrolled, session, chart)?;
            let before = enrolled
                .journal
                .with(|journal| journal.find_intent(intent))?;
            if let Some(records) = before {
                return Ok(saved(environment, &records));
            }
            project(environment, enrolled, session, chart)?;
            if is_seen(enrolled, session, &stored)? {
                return Err(WorkstationError::ChangedMeanwhile);
            }
            let intention = Intention {
                intent: Some(intent),
                chart,
                changes: changes(environment, (enrolled, session), &stored, verdict)?,
                subtype: match verdict {
                    VoidVerdict::Seen => Subtype::ConflictSettled,
                    VoidVerdict::KeptAsAddendum => Subtype::NoteSigned,
                },
                draft_done: None,
            };
            let records = commit(environment, enrolled, session, intention)?;
            Ok(saved(environment, &records))
        })
    }
}

/// Signatures of this person's that have no effect and that they have not seen, the newest first.
pub(crate) fn own_void(
    enrolled: &Enrolled,
    session: &Session,
    limit: usize,
) -> Result<Vec<StoredOperation>, WorkstationError> {
    let void = enrolled.journal.with(|journal| journal.list_void(limit))?;
    let mut unseen = Vec::new();
    for stored in void {
        if is_own_void(session, &stored) && !is_seen(enrolled, session, &stored)? {
            unseen.push(stored);
        }
    }
    Ok(unseen)
}

fn is_own_void(session: &Session, stored: &StoredOperation) -> bool {
    stored.operation.core().person == session.person.id
        && matches!(stored.state, OpState::Void { .. })
}

fn own(
    enrolled: &Enrolled,
    session: &Session,
    (chart, op): (ChartId, OpId),
) -> Result<StoredOperation, WorkstationError> {
    let found = enrolled
        .journal
        .with(|journal| journal.find_operation(op))?;
    found
        .filter(|stored| stored.operation.core().chart == chart && is_own_void(session, stored))
        .ok_or(WorkstationError::Unknown("a signature without effect"))
}

/// Told by ids alone, so that the count in the status bar opens no chart. Only the author's own word
/// counts.
fn is_seen(
    enrolled: &Enrolled,
    session: &Session,
    stored: &StoredOperation,
) -> Result<bool, WorkstationError> {
    let core = stored.operation.core();
    let Some(record) = seen_record(session, stored) else {
        return Ok(false);
    };
    let written = enrolled
        .journal
        .with(|journal| journal.record_operations(core.chart, record))?;
    Ok(written
        .iter()
        .any(|written| written.operation.core().person == core.person))
}

fn seen_record(session: &Session, stored: &StoredOperation) -> Option<RecordId> {
    let core = stored.operation.core();
    let index = session.index_key.as_ref()?;
    let id = seen_id(core.op);
    Some(derive_record_id(index, core.chart, "DetectedIssue", &id))
}

fn seen_id(op: OpId) -> String {
    format!("seen-{op}")
}
