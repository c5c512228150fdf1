//! That a person looked at two givings of one dose and both were given: a FHIR R4 DetectedIssue that
//! names the administrations and what was done about them. A record like any other, so that it travels
//! and everybody is told once.

use serde::{Deserialize, Serialize};

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::fhir::{Concept, Many, Reference, read};
use crate::party::{NewResource, Party, Ref, Stamp};

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
    let at = stamp.at.to_string();
    let implicated: Vec<String> = administrations.iter().map(|id| reference(id)).collect();
    let issue = IssueOut {
        resource_type: "DetectedIssue",
        id: fhir_id,
        status: "final",
        code: ConceptOut::coded(
            ACT_CODE,
            DUPLICATE_THERAPY,
            "Duplicate Therapy Alert",
            "Possible double administration",
        ),
        severity: "high",
        patient: Ref {
            reference: &stamp.subject,
        },
        identified_date_time: &at,
        author: &stamp.author,
        implicated: implicated
            .iter()
            .map(|reference| Ref { reference })
            .collect(),
        mitigation: [MitigationOut {
            action: TextOut {
                text: "Looked at: every one of them was given.",
            },
            date: &at,
            author: &stamp.author,
        }],
    };
    let json = serde_json::to_string(&issue).map_err(|_| ClinicalError::Unwritable {
        what: "that both were given",
    })?;
    Ok(NewResource {
        fhir_id: fhir_id.to_owned(),
        kind: "DetectedIssue",
        json,
    })
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IssueOut<'a> {
    resource_type: &'static str,
    id: &'a str,
    status: &'static str,
    code: ConceptOut,
    severity: &'static str,
    patient: Ref<'a>,
    identified_date_time: &'a str,
    author: &'a Party,
    implicated: Vec<Ref<'a>>,
    mitigation: [MitigationOut<'a>; 1],
}

#[derive(Serialize)]
struct MitigationOut<'a> {
    action: TextOut,
    date: &'a str,
    author: &'a Party,
}

#[derive(Serialize)]
struct TextOut {
    text: &'static str,
}
