//! One patient's part of an import, written: what the chart lacks, and for a new patient the line in
//! the directory, in one transaction. A kill leaves all of it or nothing.

use charthold_audit::Subtype;
use charthold_chartlog::{Class, Patch};
use charthold_clinical::identity::Identity;
use charthold_clinical::import::{Entry, PatientEntries, RefusalCode};
use charthold_domain::{ChartId, Compartment, UnitId};
use charthold_store::DirectoryEntry;

use crate::authoring::{Change, Intention, class_of, commit_with};
use crate::enrolled::Enrolled;
use crate::record_id::derive_record_id;
use crate::session::Session;
use crate::use_case::open_chart::demand_access;
use crate::use_case::refresh::project;
use crate::view::directory_entry;
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
    // A chart may hold records and not be listed: another version of this program was cut off.
    let begun = enrolled
        .journal
        .with(|journal| journal.own_tip(chart, enrolled.identity.device))?
        .is_some();
    let compare = begun || matches!(destination, Destination::Listed(_));
    if compare {
        project(environment, enrolled, session, chart)?;
        demand_access(environment, enrolled, session, chart)?;
        if !is_same_person(session, chart, patient)? {
            return Ok(Done::refused(patient, RefusalCode::WrongPatient));
        }
    }
    let (mut done, changes) = changes_of(session, chart, patient, compare)?;
    let listing = match destination {
        Destination::New(chart, unit) => {
            match listing(enrolled, session, (*chart, *unit), patient) {
                // Nobody could find the patient again.
                Err(error) if is_unreadable(&error) => {
                    return Ok(Done::refused(patient, RefusalCode::NotJson));
                }
                listing => listing?,
            }
        }
        Destination::Listed(_) => None,
    };
    if changes.is_empty() && listing.is_none() {
        return Ok(done);
    }
    done.written = changes.len();
    let (listed, change) = listing.unzip();
    let intention = Intention {
        intent: None,
        chart,
        changes,
        subtype: Subtype::ChartImported,
        draft_done: None,
    };
    let elsewhere = change.map(|change| (enrolled.identity.facility_chart, change));
    commit_with(environment, enrolled, session, intention, elsewhere)?;
    if let (Some(listed), Some(directory)) = (listed, session.directory.as_mut()) {
        // For want of room, say: it is in the journal, and listed with the next refresh.
        match directory.put(&[listed]) {
            Ok(()) | Err(_) => {}
        }
    }
    Ok(done)
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

/// Whether the Patient that comes may be the person whose chart this is, by the chart and by the list of patients.
fn is_same_person(
    session: &Session,
    chart: ChartId,
    patient: &PatientEntries,
) -> Result<bool, WorkstationError> {
    let coming = patient
        .find_patient()
        .map(|entry| Identity::read(&entry.json));
    // What is no Patient is refused when it is written.
    let Some(Ok(coming)) = coming else {
        return Ok(true);
    };
    let mut known = Vec::new();
    if let Some(access) = session.open.get(&chart) {
        for row in session.charts.read_kind(access, "Patient")? {
            known.push(Identity::read(&row.json)?);
        }
    }
    let directory = session.directory.as_ref();
    let directory = directory.ok_or(WorkstationError::ChartNotHere)?;
    if known.is_empty()
        && let Some(listed) = directory.find(chart)?
    {
        known.push(identity_of(&listed));
    }
    Ok(known.iter().all(|known| known.may_be(&coming)))
}

fn identity_of(listed: &DirectoryEntry) -> Identity {
    Identity::of_listing(
        listed.mrn.as_deref(),
        listed.family.as_deref(),
        listed.born.as_deref(),
        listed.sex.as_deref(),
    )
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

/// The patient's line for the facility log, from which every workstation's directory is made.
fn listing(
    enrolled: &Enrolled,
    session: &Session,
    (chart, unit): (ChartId, UnitId),
    patient: &PatientEntries,
) -> Result<Option<(DirectoryEntry, Change)>, WorkstationError> {
    let Some(entry) = patient.find_patient() else {
        return Ok(None);
    };
    let listed = directory_entry(chart, unit, &entry.json, &patient.entries)?;
    let record = listed.to_record();
    let facility = enrolled.identity.facility_chart;
    let index = session
        .index_key
        .as_ref()
        .ok_or(WorkstationError::ChartNotHere)?;
    let change = Change {
        record: derive_record_id(index, facility, "Basic", &chart.to_string()),
        class: Class::Mergeable,
        compartment: Compartment::Summary,
        parents: Vec::new(),
        patch: Patch::of_resource(&record)?,
    };
    Ok(Some((listed, change)))
}
