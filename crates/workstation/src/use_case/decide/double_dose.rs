//! A dose that may have been given twice is settled by a person: one of the records is marked as
//! entered in error, or it is written down that every one of them was given. Both are operations of
//! the chart, so that whoever else was told learns that it is settled.

use charthold_audit::Subtype;
use charthold_chartlog::{FieldName, Patch, RawJson};
use charthold_clinical::both_given::both_given;
use charthold_domain::{ChartId, IntentId, RecordId};
use charthold_store::RecordRow;

use super::{access, allow, stamp};
use crate::authoring::{Change, Intention, class_of, commit};
use crate::ipc::dto::Saved;
use crate::session::Session;
use crate::use_case::open_chart::demand_writing;
use crate::use_case::refresh::project;
use crate::view::double_dose;
use crate::{Environment, Workstation, WorkstationError};

/// What a person says of a dose that may have been given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubleVerdict {
    /// This one is an error: it was not given.
    EnteredInError(RecordId),
    /// Every one was given.
    AllGiven,
}

impl Workstation {
    /// Settles the possible double whose givings are `seen`, each with the version it had.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when these are not what may be a double now, `InvalidInput` when the verdict
    /// is about another record, `NotAllowed`, `Restricted`. Nothing is written then.
    pub fn settle_double(
        &self,
        chart: ChartId,
        intent: IntentId,
        seen: &[(RecordId, String)],
        verdict: DoubleVerdict,
    ) -> Result<Saved, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            allow(environment, enrolled, session, chart)?;
            let before = enrolled
                .journal
                .with(|journal| journal.find_intent(intent))?;
            let records = match before {
                Some(records) => records,
                None => {
                    project(environment, enrolled, session, chart)?;
                    let change = change(environment, session, chart, (seen, verdict))?;
                    let intention = Intention {
                        intent: Some(intent),
                        chart,
                        changes: vec![change],
                        subtype: Subtype::ConflictSettled,
                        draft_done: None,
                    };
                    commit(environment, enrolled, session, intention)?
                }
            };
            Ok(Saved {
                records: records.iter().map(RecordId::to_string).collect(),
                saved_at_ms: environment.clock.now().as_millis(),
            })
        })
    }
}

fn change(
    environment: &Environment,
    session: &Session,
    chart: ChartId,
    (seen, verdict): (&[(RecordId, String)], DoubleVerdict),
) -> Result<Change, WorkstationError> {
    let rows = session.charts.read(access(session, chart)?)?;
    let doubles = double_dose::find(&rows, &environment.zone);
    let is_as_seen = |givings: &[&RecordRow]| {
        let was_seen = |row: &&RecordRow| {
            let mut seen = seen.iter();
            seen.any(|(record, version)| *record == row.record && *version == row.version_id)
        };
        givings.len() == seen.len() && givings.iter().all(was_seen)
    };
    let double = doubles.iter().find(|double| is_as_seen(&double.givings));
    let givings = &double.ok_or(WorkstationError::ChangedMeanwhile)?.givings;
    match verdict {
        DoubleVerdict::EnteredInError(wrong) => {
            let row = givings.iter().find(|row| row.record == wrong);
            Ok(entered_in_error(row.ok_or(
                WorkstationError::InvalidInput("that record is not one of the givings"),
            )?))
        }
        DoubleVerdict::AllGiven => {
            let record = RecordId::from(environment.fresh());
            let ids: Vec<String> = givings.iter().map(|row| row.fhir_id.clone()).collect();
            let stamp = stamp(environment, session, chart)?;
            let json = both_given(&record.to_string(), &ids, &stamp)?.json;
            let (class, compartment) = class_of(&json)?;
            Ok(Change {
                record,
                class,
                compartment,
                parents: Vec::new(),
                patch: Patch::of_resource(&json)?,
            })
        }
    }
}

/// The record stays, with all that is in it.
fn entered_in_error(row: &RecordRow) -> Change {
    let status = FieldName("status".to_owned());
    Change {
        record: row.record,
        class: row.class,
        compartment: row.compartment,
        parents: row.heads.clone(),
        patch: Patch {
            kind: row.kind.clone(),
            fhir_id: row.fhir_id.clone(),
            set: vec![(status, RawJson("\"entered-in-error\"".to_owned()))],
            unset: Vec::new(),
        },
    }
}
