//! Settling a record in conflict: one operation that has seen every head and says which values are to
//! stand. Nothing is removed; what was not chosen stays in the record's history.

use charthold_audit::Subtype;
use charthold_chartlog::{Choices, FieldName, dispute};
use charthold_domain::{ChartId, IntentId, OpId, RecordId};

use super::show::history;
use super::{access, allow};
use crate::authoring::{Change, Intention, commit};
use crate::ipc::dto::Saved;
use crate::use_case::open_chart::demand_writing;
use crate::use_case::put_record::PutOutcome;
use crate::use_case::refresh::{demand_shown, project};
use crate::{Workstation, WorkstationError};

/// What a person chose.
#[derive(Clone, Debug)]
pub enum Settlement {
    /// One author's side: of a head, or of an operation that left one of the values.
    Side(OpId),
    /// A value for each field, by the operation that left it.
    Fields(Choices),
}

impl Settlement {
    /// A value for each field, by its name and the operation that left it.
    ///
    /// # Errors
    /// `InvalidInput` when a field is chosen about twice.
    pub fn of_fields(
        chosen: impl IntoIterator<Item = (String, OpId)>,
    ) -> Result<Self, WorkstationError> {
        let mut choices = Choices::new();
        for (name, op) in chosen {
            if choices.insert(FieldName(name), op).is_some() {
                return Err(WorkstationError::InvalidInput(
                    "a field has one value: name it once",
                ));
            }
        }
        Ok(Self::Fields(choices))
    }
}

impl Workstation {
    /// Settles what is in question about `record`. With `seen` the person says on which heads they
    /// decided; otherwise it is those there are.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when those are not the heads any more, `InvalidInput` when nothing is in
    /// question or the choice is no choice, `PartUnreadable`, `NotAllowed`, `Restricted`. Nothing is
    /// written then.
    pub fn settle_conflict(
        &self,
        chart: ChartId,
        record: RecordId,
        intent: Option<IntentId>,
        seen: Option<&[OpId]>,
        settlement: &Settlement,
    ) -> Result<PutOutcome, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            allow(environment, enrolled, session, chart)?;
            let done = match intent {
                Some(intent) => enrolled
                    .journal
                    .with(|journal| journal.find_intent(intent))?,
                None => None,
            };
            if done.is_none() {
                // What came a moment ago counts: the decision is about what there is.
                project(environment, enrolled, session, chart)?;
                let change = change(enrolled, session, chart, (record, seen, settlement))?;
                let intention = Intention {
                    intent,
                    chart,
                    changes: vec![change],
                    subtype: Subtype::ConflictSettled,
                    draft_done: None,
                };
                commit(environment, enrolled, session, intention)?;
            }
            demand_shown(enrolled, session, chart)?;
            let row = session
                .charts
                .find_record(access(session, chart)?, record)?;
            let row = row.ok_or(WorkstationError::Unknown("a record"))?;
            Ok(PutOutcome {
                record: row.record,
                head: row.heads.last().copied(),
                conflict: row.conflict,
            })
        })
    }

    /// As [`Self::settle_conflict`] of what the window showed.
    ///
    /// # Errors
    /// As there.
    pub fn settle_shown(
        &self,
        chart: ChartId,
        intent: IntentId,
        (record, seen): (RecordId, &[OpId]),
        settlement: &Settlement,
    ) -> Result<Saved, WorkstationError> {
        let done = self.settle_conflict(chart, record, Some(intent), Some(seen), settlement)?;
        Ok(Saved {
            records: vec![done.record.to_string()],
            saved_at_ms: self.now().as_millis(),
        })
    }
}

/// The change that settles it. An operation that comes while it is sealed is no parent of it, and so is
/// shown beside it as a conflict of its own.
fn change(
    enrolled: &crate::enrolled::Enrolled,
    session: &crate::session::Session,
    chart: ChartId,
    (record, seen, settlement): (RecordId, Option<&[OpId]>, &Settlement),
) -> Result<Change, WorkstationError> {
    let row = session
        .charts
        .find_record(access(session, chart)?, record)?;
    let row = row.ok_or(WorkstationError::Unknown("a record"))?;
    let history = history(enrolled, session, chart, &row)?;
    if history.unreadable > 0 {
        return Err(WorkstationError::PartUnreadable);
    }
    let dispute = dispute(&history.inputs).ok_or(match seen {
        Some(_) => WorkstationError::ChangedMeanwhile,
        None => WorkstationError::InvalidInput("nothing is in question about that record"),
    })?;
    let heads = &dispute.folded.heads;
    let is_as_seen =
        |seen: &[OpId]| seen.len() == heads.len() && heads.iter().all(|head| seen.contains(head));
    if !seen.is_none_or(is_as_seen) {
        return Err(WorkstationError::ChangedMeanwhile);
    }
    let choices = match settlement {
        Settlement::Side(op) => {
            if !history.written.iter().any(|written| written.op == *op) {
                return Err(WorkstationError::Unknown("an operation of that record"));
            }
            dispute.side_of(*op)
        }
        Settlement::Fields(choices) => choices.clone(),
    };
    Ok(Change {
        record,
        class: row.class,
        compartment: row.compartment,
        parents: heads.clone(),
        patch: dispute.settle(&choices)?,
    })
}
