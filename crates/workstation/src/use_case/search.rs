//! Finding a patient of the facility, offline, as one types.

use charthold_audit::{Action, Subtype};
use charthold_domain::{ChartId, Role, UnitId};
use charthold_store::DirectoryEntry;

use crate::audit_event::{Describe, event};
use crate::ipc::dto::PatientHit;
use crate::session::Session;
use crate::view::directory_name;
use crate::{Workstation, WorkstationError};

/// Answers of one search.
const LIMIT: usize = 50;

impl Workstation {
    /// Patients whose name, record number or date of birth begin with what is typed; with nothing
    /// typed, those of the person's units. Patients of elsewhere are named and marked as not open.
    ///
    /// # Errors
    /// When nobody is in, or the role may not see who is in the hospital.
    pub fn search(&self, text: &str) -> Result<Vec<PatientHit>, WorkstationError> {
        self.once_more(|| self.look_for(text))
    }

    fn look_for(&self, text: &str) -> Result<Vec<PatientHit>, WorkstationError> {
        self.session(|enrolled, session| {
            demand_census(session)?;
            let found = found(session, text)?;
            let searched = event(
                self.environment(),
                enrolled,
                Some(session.actor()),
                (Action::Execute, Subtype::PatientSearched),
            )
            .counting(found.len());
            enrolled
                .journal
                .with(|journal| journal.record(&searched, enrolled.keys.signing()))?;
            let units = enrolled.journal.with(|journal| journal.list_units())?;
            Ok(found
                .into_iter()
                .map(|entry| {
                    let unit = entry.unit.and_then(|id| units.iter().find(|u| u.id == id));
                    hit(session, &entry, unit.map(|unit| unit.name.clone()))
                })
                .collect())
        })
    }

    /// What names a patient without a record number to [`Self::chart_of_mrn`].
    ///
    /// # Errors
    /// [`WorkstationError::Unknown`] when the directory here has no such chart.
    pub fn fhir_id_of(&self, chart: ChartId) -> Result<String, WorkstationError> {
        self.session(|_, session| {
            let directory = session.directory.as_ref();
            let directory = directory.ok_or(WorkstationError::ChartNotHere)?;
            let entry = directory.find(chart)?;
            Ok(entry.ok_or(WorkstationError::Unknown("a patient"))?.fhir_id)
        })
    }

    /// The chart of the patient with this record number.
    ///
    /// # Errors
    /// [`WorkstationError::Unknown`] when the directory here has none.
    pub fn chart_of_mrn(&self, mrn: &str) -> Result<ChartId, WorkstationError> {
        let digits = charthold_clinical::mrn::ungrouped(mrn);
        self.session(|_, session| {
            let directory = session
                .directory
                .as_ref()
                .ok_or(WorkstationError::ChartNotHere)?;
            match directory.find_by_mrn(&digits)?.as_slice() {
                [only] => return Ok(only.chart),
                [] => {}
                [..] => {
                    return Err(WorkstationError::InvalidInput(
                        "two patients are listed under this record number",
                    ));
                }
            }
            // Who has no record number is named by the id of their Patient resource.
            let unnumbered = directory.find_by_fhir_id(mrn.trim())?;
            unnumbered
                .filter(|entry| entry.mrn.is_none())
                .map(|entry| entry.chart)
                .ok_or(WorkstationError::Unknown("a patient"))
        })
    }
}

pub(crate) fn demand_census(session: &Session) -> Result<(), WorkstationError> {
    match session.person.role {
        Role::Physician | Role::Resident | Role::Nurse | Role::Pharmacist | Role::UnitClerk => {
            Ok(())
        }
        Role::Billing | Role::PrivacyOfficer | Role::ItAdmin => Err(WorkstationError::NotAllowed),
    }
}

fn found(session: &Session, text: &str) -> Result<Vec<DirectoryEntry>, WorkstationError> {
    let Some(directory) = session.directory.as_ref() else {
        return Ok(Vec::new());
    };
    if !text.trim().is_empty() {
        return Ok(directory.search(text, LIMIT)?);
    }
    let mut all = Vec::new();
    for unit in &session.person.units {
        all.extend(directory.by_unit(*unit)?);
    }
    Ok(all)
}

/// Whether the person may open charts of `unit` without break-glass.
pub(crate) fn may_open(session: &Session, chart: ChartId, unit: Option<UnitId>) -> bool {
    let ask = charthold_access::Ask {
        person: &session.person,
        chart,
        unit,
        deed: charthold_access::Deed::ReadChart,
    };
    matches!(
        charthold_access::decide(&ask),
        charthold_access::Decision::Granted(_)
    )
}

fn hit(session: &Session, entry: &DirectoryEntry, unit: Option<String>) -> PatientHit {
    let open = may_open(session, entry.chart, entry.unit);
    PatientHit {
        chart: entry.chart.to_string(),
        name: directory_name(entry),
        born: entry.born.clone(),
        sex: entry.sex.clone(),
        mrn: entry.mrn.clone().unwrap_or_default(),
        unit,
        bed: entry.bed.clone(),
        open,
    }
}
