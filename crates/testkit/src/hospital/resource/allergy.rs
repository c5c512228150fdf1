//! AllergyIntolerance, "no known allergy" included: an answer is a fact with an author.

use super::{SNOMED, Shelf, coding, hl7, words};
use crate::hospital::allergy::{Allergen, Allergies};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::people::reference;

/// Adds what is known; nothing when nobody has asked.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    match &case.allergies {
        Allergies::NotRecorded => {}
        Allergies::NoneKnown => {
            let code = object! {
                "coding": list![coding(SNOMED, "716186003", "No known allergy")],
                "text": "No known allergies",
            };
            add(shelf, case, code, None);
        }
        Allergies::Listed(allergens) => {
            for allergen in allergens {
                let codes = allergen
                    .code
                    .map(|(system, code)| list![coding(system, code, allergen.text)]);
                add(
                    shelf,
                    case,
                    object! { "coding": codes, "text": allergen.text },
                    Some(allergen),
                );
            }
        }
    }
}

fn add(shelf: &mut Shelf, case: &Case, code: Json, allergen: Option<&'static Allergen>) {
    let recorded = case.stay.admitted.plus(50).min(case.stay.now);
    let reaction = allergen.map(|allergen| {
        let (text, snomed) = allergen.reaction;
        let manifestation =
            snomed.map_or_else(|| words(text), |code| super::concept(SNOMED, code, text));
        let severity = if allergen.criticality == "high" {
            "severe"
        } else {
            "mild"
        };
        list![object! { "manifestation": list![manifestation], "severity": severity }]
    });
    let resource = object! {
        "resourceType": "AllergyIntolerance",
        "id": shelf.id(recorded),
        "clinicalStatus": hl7("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active"),
        "verificationStatus": hl7("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "confirmed"),
        "category": allergen.map(|allergen| list![allergen.category]),
        "criticality": allergen.map(|allergen| allergen.criticality),
        "code": code,
        "patient": shelf.subject(),
        "encounter": shelf.stay(),
        "recordedDate": recorded.fhir(),
        "recorder": reference(&case.roster.nurse),
        "reaction": reaction,
    };
    shelf.push(&resource);
}
