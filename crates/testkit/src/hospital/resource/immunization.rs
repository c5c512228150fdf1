//! Immunization: what the registry sent on admission.

use super::Shelf;
use crate::hospital::case::Case;
use crate::hospital::json::{list, object};
use crate::hospital::moment::DAY;

/// CVX code, name, youngest age, percent who had it, days ago at most.
const VACCINES: [(&str, &str, i64, i64, i64); 6] = [
    (
        "150",
        "Influenza, injectable, quadrivalent, preservative free",
        18,
        58,
        700,
    ),
    ("197", "Influenza, high-dose, quadrivalent", 65, 34, 700),
    ("115", "Tdap", 18, 62, 3_600),
    ("216", "Pneumococcal conjugate PCV20", 65, 44, 1_100),
    ("187", "Zoster, recombinant", 50, 38, 1_900),
    (
        "309",
        "COVID-19, mRNA, 30 mcg/0.3 mL, tris-sucrose",
        18,
        52,
        900,
    ),
];

/// Adds what the registry knows.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let mut chance = case.chance("immunization");
    for (cvx, name, from_age, percent, span) in VACCINES {
        let had = chance.percent(percent);
        let at = case.stay.admitted.plus(-DAY * chance.between(30, span));
        if !had || case.who.age < from_age {
            continue;
        }
        let resource = object! {
            "resourceType": "Immunization",
            "id": shelf.id(case.stay.admitted.plus(40)),
            "status": "completed",
            "vaccineCode": object! {
                "coding": list![object! { "system": "http://hl7.org/fhir/sid/cvx", "code": cvx, "display": name }],
                "text": name,
            },
            "patient": shelf.subject(),
            "occurrenceDateTime": at.date().to_string(),
            "primarySource": false,
        };
        shelf.push(&resource);
    }
}
