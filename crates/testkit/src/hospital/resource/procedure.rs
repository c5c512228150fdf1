//! Procedure.

use super::{SNOMED, Shelf, coding, words};
use crate::hospital::case::Case;
use crate::hospital::json::{list, object};
use crate::hospital::people::reference;

/// Adds what has been done by now.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    for operation in case.scenario.procedures {
        let at = case.stay.admitted.plus(operation.after_h * 60 + 15);
        if at > case.stay.now {
            continue;
        }
        let code = operation
            .snomed
            .map(|code| list![coding(SNOMED, code, operation.name)]);
        let resource = object! {
            "resourceType": "Procedure",
            "id": shelf.id(at),
            "status": "completed",
            "code": object! { "coding": code, "text": operation.name },
            "subject": shelf.subject(),
            "encounter": shelf.stay(),
            "performedDateTime": at.fhir(),
            "performer": list![object! { "actor": reference(&case.roster.attending) }],
            "outcome": words(operation.outcome),
        };
        shelf.push(&resource);
    }
}
