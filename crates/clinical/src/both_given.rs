//! That a person looked at two givings of one dose and both were given: a FHIR R4 DetectedIssue that
//! names the administrations and what was done about them. A record like any other, so that it travels
//! and everybody is told once.

use serde::Deserialize;

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::fhir::{Concept, Many, Reference, read};
use crate::issue_out::{Looked, detected_issue};
use crate::party::{NewResource, Stamp};

/// Writes that the administrations with these ids were looked at and all given.
///
/// # Errors
/// When it names fewer than two.
pub fn both_given(
    fhir_id: &str,
    administrations: &[String],
    stamp: &Stamp,
) -> Result<NewResource, ClinicalError> {
    if administrations.len() < 2 {
        return Err(ClinicalError::Unwritable {
            what: "two givings are compared, not one",
        });
    }
    let about: Vec<String> = administrations.iter().map(|id| reference(id)).collect();
    let looked = Looked {
        code: ConceptOut::coded(
            ACT_CODE,
            DUPLICATE_THERAPY,
            "Duplicate Therapy Alert",
            "Possible double administration",
        ),
        severity: Some("high"),
        about: &about,
        done: "Looked at: every one of them was given.",
    };
    detected_issue(fhir_id, looked, stamp)
}

/// The administrations, `MedicationAdministration/x`, that somebody has looked at, when the record
/// says that of a possible double.
#[must_use]
pub fn looked_at(json: &str) -> Option<Vec<String>> {
    let issue: Issue = read(json).ok()?;
    let stands = issue.resource_type == "DetectedIssue"
        && issue.status == "final"
        && issue.code.is_some_and(|code| code.has(DUPLICATE_THERAPY))
        && issue.mitigation.first().is_some();
    let named = issue.implicated.iter();
    stands.then(|| named.filter_map(|one| one.reference.clone()).collect())
}

/// `MedicationAdministration/x`.
#[must_use]
pub fn reference(fhir_id: &str) -> String {
    format!("MedicationAdministration/{fhir_id}")
}

const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const DUPLICATE_THERAPY: &str = "DUPTHPY";

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Issue {
    resource_type: String,
    status: String,
    code: Option<Concept>,
    implicated: Many<Reference>,
    mitigation: Many<Mitigation>,
}

#[derive(Default, Deserialize)]
struct Mitigation {}
