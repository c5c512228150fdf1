//! That a person has seen that their signature has no effect, since another of the same document came
//! first: a FHIR R4 DetectedIssue about the document, with what its author did about it. A record like
//! any other, so that it travels, and who has seen it here is not told again elsewhere.

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::issue_out::{Looked, detected_issue};
use crate::party::{NewResource, Stamp};

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
    let about: Vec<String> = document.map(str::to_owned).into_iter().collect();
    let looked = Looked {
        code: ConceptOut {
            text: "Signature without effect",
            ..ConceptOut::default()
        },
        severity: None,
        about: &about,
        done: match done {
            VoidDone::Seen => "Seen by its author. The text stays in the history.",
            VoidDone::Added => "Seen by its author, who signed the text as an addendum.",
        },
    };
    detected_issue(fhir_id, looked, stamp)
}
