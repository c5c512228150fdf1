//! That a person has seen that their signature has no effect, since another of the same document came
//! first: a FHIR R4 DetectedIssue about the document, with what its author did about it. A record like
//! any other, so that it travels, and who has seen it here is not told again elsewhere.

use serde::Serialize;

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::party::{NewResource, Party, Ref, Stamp};

/// What the author did about the text that has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoidDone {
    /// They have seen it, and leave it in the history.
    Seen,
    /// They signed it as an addendum.
    Added,
}

/// Writes that the author of a signature without effect, of the document `Composition/x`, has seen it.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn void_seen(
    fhir_id: &str,
    document: Option<&str>,
    done: VoidDone,
    stamp: &Stamp,
) -> Result<NewResource, ClinicalError> {
    let at = stamp.at.to_string();
    let issue = IssueOut {
        resource_type: "DetectedIssue",
        id: fhir_id,
        status: "final",
        code: ConceptOut {
            text: "Signature without effect",
            ..ConceptOut::default()
        },
        patient: Ref {
            reference: &stamp.subject,
        },
        identified_date_time: &at,
        author: &stamp.author,
        implicated: document
            .map(|reference| Ref { reference })
            .into_iter()
            .collect(),
        mitigation: [MitigationOut {
            action: TextOut {
                text: match done {
                    VoidDone::Seen => "Seen by its author. The text stays in the history.",
                    VoidDone::Added => "Seen by its author, who signed the text as an addendum.",
                },
            },
            date: &at,
            author: &stamp.author,
        }],
    };
    let json = serde_json::to_string(&issue).map_err(|_| ClinicalError::Unwritable {
        what: "that a signature without effect was seen",
    })?;
    Ok(NewResource {
        fhir_id: fhir_id.to_owned(),
        kind: "DetectedIssue",
        json,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IssueOut<'a> {
    resource_type: &'static str,
    id: &'a str,
    status: &'static str,
    code: ConceptOut,
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
