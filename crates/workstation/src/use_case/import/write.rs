//! One patient's part of an import, written: what the chart lacks, and for a new patient the line in
//! the directory, in one transaction. A kill leaves all of it or nothing.

use charthold_audit::Subtype;
use charthold_chartlog::Patch;
use charthold_clinical::import::{Entry, PatientEntries, RefusalCode};
use charthold_clinical::patient::Patient;
use charthold_domain::{ChartId, UnitId};

use crate::authoring::{Change, Intention, class_of, commit};
use crate::enrolled::Enrolled;
use crate::record_id::derive_record_id;
use crate::same_person::is_same_person;
use crate::session::Session;
use crate::use_case::open_chart::demand_access;
use crate::use_case::refresh::project;
use crate::{Environment, WorkstationError};

/// The chart that entries go to.
pub(super) enum Destination {
    /// It is in the directory.
    Listed(ChartId),
    /// It is not, as far as is known here; the patient is to be in this unit.
    New(ChartId, UnitId),
}

/// What became of a patient's entries.
#[derive(Default)]
pub(super) struct Done {
    pub(super) written: usize,
    pub(super) unchanged: usize,
    /// The numbers of those that are not taken, and why.
    pub(super) refused: Vec<(usize, RefusalCode)>,
}

impl Done {
    fn refused(patient: &PatientEntries, code: RefusalCode) -> Self {
        let entries = patient.entries.iter();
        Self {
            refused: entries.map(|entry| (entry.index, code)).collect(),
            ..Self::default()
        }
    }
}

/// Writes what the chart lacks of a patient's entries, all of it or nothing.
pub(super) fn write_patient(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    destination: &Destination,
    patient: &PatientEntries,
) -> Result<Done, WorkstationError> {
    let chart = match destination {
        Destination::Listed(chart) => *chart,
        Destination::New(chart, unit) => {
            enrolled
                .journal
                .with(|journal| journal.add_to_scope(*chart, *unit))?;
            *chart
        }
    };
    // A chart may hold records and not be listed: another workstation's line has not come yet, or an
    // older program was cut off.
    let holds = enrolled.journal.with(|journal| journal.holds(chart))?;
    let compare = holds || matches!(destination, Destination::Listed(_));
    if compare {
        project(environment, enrolled, session, chart)?;
        demand_access(environment, enrolled, session, chart)?;
    }
    if let Some(code) = refusal(session, chart, patient, compare)? {
        return Ok(Done::refused(patient, code));
    }
    let (mut done, changes) = changes_of(session, chart, patient, compare)?;
    done.written = changes.len();
    let intention = Intention {
        intent: None,
        chart,
        changes,
        subtype: Subtype::ChartImported,
        draft_done: None,
    };
    commit(environment, enrolled, session, intention)?;
    Ok(done)
}

/// Why nothing of the patient can be taken, if that is so.
fn refusal(
    session: &Session,
    chart: ChartId,
    patient: &PatientEntries,
    compare: bool,
) -> Result<Option<RefusalCode>, WorkstationError> {
    let Some(entry) = patient.find_patient() else {
        return Ok(None);
    };
    if Patient::read(&entry.json).is_err() {
        // Nobody could find the patient again.
        return Ok(Some(RefusalCode::NotJson));
    }
    let same = !compare || is_same_person(session, chart, entry)?;
    Ok((!same).then_some(RefusalCode::WrongPatient))
}

fn changes_of(
    session: &Session,
    chart: ChartId,
    patient: &PatientEntries,
    compare: bool,
) -> Result<(Done, Vec<Change>), WorkstationError> {
    let mut done = Done::default();
    let mut changes = Vec::with_capacity(patient.entries.len());
    for entry in &patient.entries {
        match change(session, chart, entry, compare) {
            Ok(Some(change)) => changes.push(change),
            Ok(None) => done.unchanged += 1,
            Err(error) if is_unreadable(&error) => {
                done.refused.push((entry.index, RefusalCode::NotJson));
            }
            Err(error) => return Err(error),
        }
    }
    Ok((done, changes))
}

fn is_unreadable(error: &WorkstationError) -> bool {
    matches!(
        error,
        WorkstationError::Chartlog(_) | WorkstationError::Clinical(_)
    )
}

/// What has to be written so that the chart holds `entry`.
fn change(
    session: &Session,
    chart: ChartId,
    entry: &Entry,
    compare: bool,
) -> Result<Option<Change>, WorkstationError> {
    let (class, compartment) = class_of(&entry.json)?;
    let index = session
        .index_key
        .as_ref()
        .ok_or(WorkstationError::ChartNotHere)?;
    let kind = entry.kind.as_str();
    let record = derive_record_id(index, chart, kind, &entry.fhir_id);
    let existing = match session.open.get(&chart) {
        Some(access) if compare => session.charts.find(access, kind, &entry.fhir_id)?,
        _ => None,
    };
    Ok(match existing {
        None => Some(Change {
            record,
            class,
            compartment,
            parents: Vec::new(),
            patch: Patch::of_resource(&entry.json)?,
        }),
        Some(row) => Patch::between(&row.json, &entry.json)?.map(|patch| Change {
            record: row.record,
            class,
            compartment: row.compartment,
            parents: row.heads,
            patch,
        }),
    })
}
