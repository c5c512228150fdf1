//! Creating or revising one FHIR resource of a chart.

use charthold_audit::Subtype;
use charthold_chartlog::Patch;
use charthold_clinical::import::{Entry, Form, Owner, RefusalCode, Split, belongs_to, split};
use charthold_domain::{ChartId, OpId, RecordId};
use charthold_store::RecordRow;

use crate::authoring::{Change, Intention, class_of, commit};
use crate::same_person::{has_number_of_another, is_same_person};
use crate::session::Session;
use crate::use_case::open_chart::{demand_access, demand_writing};
use crate::use_case::refresh::demand_shown;
use crate::{Workstation, WorkstationError};

/// What became of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOutcome {
    /// The record.
    pub record: RecordId,
    /// Its operation that the next author has to have seen.
    pub head: Option<OpId>,
    /// Concurrent changes disagree.
    pub conflict: bool,
}

impl Workstation {
    /// Writes `json` as a record of `chart`. With `base` the author says which heads they saw;
    /// otherwise it is those there are.
    ///
    /// # Errors
    /// `InvalidInput` when it is no resource or of another patient, `NeedsReconciliation` when the
    /// record is in conflict and `base` does not name every head.
    pub fn put_record(
        &self,
        chart: ChartId,
        json: &str,
        base: Option<Vec<OpId>>,
    ) -> Result<PutOutcome, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            demand_access(environment, enrolled, session, chart)?;
            let whole = Patch::of_resource(json)?;
            demand_subject(session, chart, json)?;
            let existing = find(session, chart, &whole)?;
            let (class, compartment) = class_of(json)?;
            let change = match &existing {
                None => Some(Change {
                    record: RecordId::from(environment.fresh()),
                    class,
                    compartment,
                    parents: Vec::new(),
                    patch: whole,
                }),
                Some(row) => revise(row, json, base)?.map(|(parents, patch)| Change {
                    record: row.record,
                    class,
                    compartment: row.compartment,
                    parents,
                    patch,
                }),
            };
            if let Some(change) = change {
                let changes = vec![change];
                let subtype = Subtype::RecordWritten;
                let intention = Intention {
                    intent: None,
                    chart,
                    changes,
                    subtype,
                    draft_done: None,
                };
                commit(environment, enrolled, session, intention)?;
            }
            demand_shown(enrolled, session, chart)?;
            let row = find(session, chart, &Patch::of_resource(json)?)?.ok_or(
                WorkstationError::Internal("a record written a moment ago is not there"),
            )?;
            Ok(PutOutcome {
                record: row.record,
                head: row.heads.last().copied(),
                conflict: row.conflict,
            })
        })
    }
}

fn find(
    session: &Session,
    chart: ChartId,
    patch: &Patch,
) -> Result<Option<RecordRow>, WorkstationError> {
    let access = session
        .open
        .get(&chart)
        .ok_or(WorkstationError::Restricted)?;
    Ok(session.charts.find(access, &patch.kind, &patch.fhir_id)?)
}

/// The change from what the author saw to what they wrote.
fn revise(
    row: &RecordRow,
    json: &str,
    base: Option<Vec<OpId>>,
) -> Result<Option<(Vec<OpId>, Patch)>, WorkstationError> {
    let parents = match base {
        Some(base) => {
            if base.is_empty() {
                return Err(WorkstationError::InvalidInput(
                    "a base names at least one head",
                ));
            }
            base
        }
        None if row.conflict => return Err(WorkstationError::NeedsReconciliation),
        None => row.heads.clone(),
    };
    Ok(Patch::between(&row.json, json)?.map(|patch| (parents, patch)))
}

/// A resource about another patient is refused: the worst mistake a chart can make. Whose it is is
/// judged as an import judges it.
fn demand_subject(session: &Session, chart: ChartId, json: &str) -> Result<(), WorkstationError> {
    let access = session
        .open
        .get(&chart)
        .ok_or(WorkstationError::Restricted)?;
    let patient = session
        .charts
        .read_kind(access, "Patient")?
        .into_iter()
        .next()
        .ok_or(WorkstationError::ChartNotHere)?;
    let Split {
        entries,
        refused,
        form,
    } = split(json.as_bytes());
    let whose = match (entries.as_slice(), refused.first(), form) {
        ([entry], None, Form::Lines) if has_number_of_another(session, Some(chart), entry)? => {
            Err(RefusalCode::DuplicateMrn)
        }
        // A Patient under this patient's id may be somebody else's.
        ([entry], None, Form::Lines) if !is_same_person(session, chart, entry)? => {
            Err(RefusalCode::WrongPatient)
        }
        ([entry], None, Form::Lines) if names_nobody(entry) => Err(RefusalCode::NoPatient),
        ([entry], None, Form::Lines) => belongs_to(entry, &patient.fhir_id),
        (_, Some(refusal), _) => Err(refusal.code),
        // A bundle is not kept as a resource, not even one that holds a single one.
        _ => Err(RefusalCode::NotABundle),
    };
    whose.map_err(|code| {
        WorkstationError::InvalidInput(match code {
            RefusalCode::WrongPatient => "the resource is about another patient",
            RefusalCode::DuplicateMrn => "another patient has this record number",
            RefusalCode::NoPatient => "whom the resource is about cannot be told",
            RefusalCode::TooLarge => "the resource is larger than a record may be",
            _ => "this is not one resource",
        })
    })
}

/// A resource that has to be about somebody and does not say about whom: the chart that was named may be
/// the wrong one, and nothing in it would tell.
fn names_nobody(entry: &Entry) -> bool {
    entry.owner == Owner::Shared && OF_A_PATIENT.contains(&entry.kind.as_str())
}

/// Types of which FHIR R4 demands a patient, and those that mean nothing in a chart without one.
const OF_A_PATIENT: [&str; 24] = [
    "AllergyIntolerance",
    "CarePlan",
    "ClinicalImpression",
    "Composition",
    "Condition",
    "Consent",
    "DetectedIssue",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "FamilyMemberHistory",
    "Flag",
    "Goal",
    "ImagingStudy",
    "Immunization",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "NutritionOrder",
    "Observation",
    "Procedure",
    "RiskAssessment",
    "ServiceRequest",
];
