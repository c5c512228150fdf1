//! What needs a clinician's decision: records whose authors did not see each other, and doses that may
//! have been given twice. Listing them is here; deciding is in `settle`, `double_dose` and, for what has no effect, `void`. Nobody is
//! named whose chart this person may not open.

mod double_dose;
mod settle;
mod show;
mod void;

pub use double_dose::DoubleVerdict;
pub use settle::Settlement;
pub use void::VoidVerdict;
pub(crate) use void::own_void;

use charthold_access::Deed;
use charthold_audit::Subtype;
use charthold_clinical::party::{Party, Stamp};
use charthold_domain::ChartId;
use charthold_store::{Access, DirectoryEntry, LogKind};

use crate::enrolled::Enrolled;
use crate::ipc::dto::{DecisionPatient, Decisions};
use crate::session::Session;
use crate::use_case::open_chart::{demand_writing, grant};
use crate::use_case::search::may_open;
use crate::view::{directory_name, mrn_text};
use crate::{Environment, Workstation, WorkstationError};

impl Workstation {
    /// What waits for a decision in `chart`, or in every chart this person may open. Each chart that
    /// something is shown of is audited, once in a session.
    ///
    /// # Errors
    /// `Restricted` and `NotAllowed` for a chart that was named; when something that waits cannot be
    /// read, since a list without it would say that it does not.
    pub fn decisions(&self, chart: Option<ChartId>) -> Result<Decisions, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            let charts = match chart {
                Some(chart) => vec![chart],
                None => waiting(enrolled, session)?
                    .into_iter()
                    .map(|(chart, _)| chart)
                    .collect(),
            };
            let mut decisions = Decisions {
                doubles: Vec::new(),
                conflicts: Vec::new(),
            };
            for chart in charts {
                allow(environment, enrolled, session, chart)?;
                let patient = patient(session, chart)?;
                let may_settle = demand_writing(enrolled, session, chart).is_ok();
                let about = show::About {
                    enrolled,
                    session,
                    zone: &environment.zone,
                    patient,
                    may_settle,
                };
                decisions.doubles.extend(about.doubles(chart)?);
                decisions.conflicts.extend(about.conflicts(chart)?);
            }
            Ok(decisions)
        })
    }
}

/// How much waits in charts this person may open.
pub(crate) fn count(enrolled: &Enrolled, session: &Session) -> Result<u32, WorkstationError> {
    Ok(waiting(enrolled, session)?
        .into_iter()
        .map(|(_, number)| number)
        .sum())
}

/// The charts with something to decide about that this person may open.
fn waiting(
    enrolled: &Enrolled,
    session: &Session,
) -> Result<Vec<(ChartId, u32)>, WorkstationError> {
    let found = session.charts.charts_to_decide_about()?;
    if found.is_empty() {
        return Ok(found);
    }
    let scope = enrolled.journal.with(|journal| journal.scope())?;
    Ok(found
        .into_iter()
        .filter(|(chart, _)| {
            let log = scope
                .iter()
                .find(|(log, kind, _)| log == chart && *kind == LogKind::Patient);
            log.is_some_and(|(_, _, unit)| may_open(session, *chart, *unit))
        })
        .collect())
}

/// Makes sure that showing something of `chart` is explained: it is open, or this was audited.
pub(crate) fn allow(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    if !session.open.contains_key(&chart) && !session.deciding.contains_key(&chart) {
        let deed = (Deed::ReadChart, Subtype::ConflictsViewed);
        let access = grant(environment, enrolled, session, chart, deed)?;
        session.deciding.insert(chart, access);
    }
    Ok(())
}

/// What explains that `chart` is read.
fn access(session: &Session, chart: ChartId) -> Result<&Access, WorkstationError> {
    session.access(chart).ok_or(WorkstationError::Restricted)
}

pub(crate) fn patient(
    session: &Session,
    chart: ChartId,
) -> Result<DecisionPatient, WorkstationError> {
    let directory = session.directory.as_ref();
    let entry: DirectoryEntry = directory
        .ok_or(WorkstationError::ChartNotHere)?
        .find(chart)?
        .ok_or(WorkstationError::Unknown("a patient"))?;
    Ok(DecisionPatient {
        chart: chart.to_string(),
        name: directory_name(&entry),
        mrn: mrn_text(&entry),
    })
}

/// Who writes, when, and about whom, for a record that settles something.
fn stamp(
    environment: &Environment,
    session: &Session,
    chart: ChartId,
) -> Result<Stamp, WorkstationError> {
    let patient = session
        .charts
        .read_kind(access(session, chart)?, "Patient")?
        .into_iter()
        .next();
    let patient = patient.ok_or(WorkstationError::ChartNotHere)?;
    let glance = session.glances.get(&chart);
    Ok(Stamp {
        subject: format!("Patient/{}", patient.fhir_id),
        encounter: glance.and_then(|glance| glance.encounter.clone()),
        author: Party {
            reference: format!("Practitioner/{}", session.person.id),
            display: Some(session.person.display_name.clone()),
        },
        at: environment.clock.now(),
    })
}
