//! Flags of the banner and the resuscitation status: what everybody must know at the door.

use super::{SNOMED, Shelf, concept, hl7, words};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::people::reference;
use crate::hospital::scenario::Precaution;

/// Adds a Flag for each precaution and the resuscitation status as an Observation.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    for precaution in &case.precautions {
        flag(shelf, case, *precaution);
    }
    let resuscitate = !case.precautions.contains(&Precaution::DoNotResuscitate);
    let status = if resuscitate {
        object! { "coding": list![super::coding(SNOMED, "304252001", "For resuscitation")], "text": "Full code" }
    } else {
        object! { "coding": list![super::coding(SNOMED, "304253006", "Not for resuscitation")], "text": "DNR" }
    };
    let at = case.stay.admitted.plus(115).min(case.stay.now);
    let resource = object! {
        "resourceType": "Observation",
        "id": shelf.id(at),
        "status": "final",
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/observation-category", "social-history")],
        "code": object! {
            "coding": list![super::coding(SNOMED, "304251008", "Resuscitation status")],
            "text": "Code status",
        },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "effectiveDateTime": at.fhir(),
        "performer": list![reference(&case.roster.attending)],
        "valueCodeableConcept": status,
    };
    shelf.push(&resource);
}

fn flag(shelf: &mut Shelf, case: &Case, precaution: Precaution) {
    let (category, code): (&'static str, Json) = match precaution {
        Precaution::Falls => ("safety", words("Falls risk")),
        Precaution::Contact => ("safety", words("Isolation: contact")),
        Precaution::Droplet => ("safety", words("Isolation: droplet")),
        Precaution::NothingByMouth => ("diet", words("NPO")),
        Precaution::Aspiration => ("safety", words("Aspiration risk")),
        Precaution::SaturationTarget => ("clinical", words("SpO2 target 88–92%")),
        Precaution::DoNotResuscitate => (
            "advance-directive",
            concept(SNOMED, "304253006", "Not for resuscitation"),
        ),
    };
    let code = if precaution == Precaution::DoNotResuscitate {
        object! { "coding": list![super::coding(SNOMED, "304253006", "Not for resuscitation")], "text": "DNR" }
    } else {
        code
    };
    let at = case.stay.admitted.plus(65).min(case.stay.now);
    let resource = object! {
        "resourceType": "Flag",
        "id": shelf.id(at),
        "status": "active",
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/flag-category", category)],
        "code": code,
        "subject": shelf.subject(),
        "period": object! { "start": at.fhir() },
        "encounter": shelf.stay(),
        "author": reference(&case.roster.nurse),
    };
    shelf.push(&resource);
}
