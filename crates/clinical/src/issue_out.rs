//! A FHIR R4 DetectedIssue as it is written here: what was found about records, and what somebody did about it.

use serde::Serialize;

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::party::{NewResource, Party, Ref, Stamp};

/// One that is final: somebody looked at it.
pub(crate) struct Looked<'a> {
    pub(crate) code: ConceptOut,
    pub(crate) severity: Option<&'static str>,
    /// References of the records it is about.
    pub(crate) about: &'a [String],
    /// What was done, in words.
    pub(crate) done: &'static str,
}

/// Writes it.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn detected_issue(
    fhir_id: &str,
    looked: Looked<'_>,
    stamp: &Stamp,
) -> Result<NewResource, ClinicalError> {
    let at = stamp.at.to_string();
    let issue = IssueOut {
        resource_type: KIND,
        id: fhir_id,
        status: "final",
        code: looked.code,
        severity: looked.severity,
        patient: Ref {
            reference: &stamp.subject,
        },
        identified_date_time: &at,
        author: &stamp.author,
        implicated: looked
            .about
            .iter()
            .map(|reference| Ref { reference })
            .collect(),
        mitigation: [MitigationOut {
            action: TextOut { text: looked.done },
            date: &at,
            author: &stamp.author,
        }],
    };
    let json = serde_json::to_string(&issue).map_err(|_| ClinicalError::Unwritable {
        what: "what somebody looked at",
    })?;
    Ok(NewResource {
        fhir_id: fhir_id.to_owned(),
        kind: KIND,
        json,
    })
}

const KIND: &str = "DetectedIssue";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IssueOut<'a> {
    resource_type: &'static str,
    id: &'a str,
    status: &'static str,
    code: ConceptOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    patient: Ref<'a>,
    identified_date_time: &'a str,
    author: &'a Party,
    #[serde(skip_serializing_if = "Vec::is_empty")]
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
