//! DocumentReference: a letter from outside, as plain text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{LOINC, Shelf, concept};
use crate::hospital::case::Case;
use crate::hospital::json::{list, object};
use crate::hospital::moment::DAY;

/// Adds the letter that came with the patient.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let mut chance = case.chance("document");
    let written = case.stay.admitted.plus(-DAY * chance.between(20, 400));
    let received = case.stay.admitted.plus(85).min(case.stay.now);
    let text = letter(case, &written.day_month());
    let size = i64::try_from(text.len()).unwrap_or(0);
    let resource = object! {
        "resourceType": "DocumentReference",
        "id": shelf.id(received),
        "status": "current",
        "type": concept(LOINC, "34133-9", "Summary of episode note"),
        "subject": shelf.subject(),
        "date": received.fhir(),
        "description": "Letter from primary care",
        "content": list![object! {
            "attachment": object! {
                "contentType": "text/plain; charset=utf-8",
                "data": STANDARD.encode(&text),
                "size": size,
                "title": "Letter from primary care",
                "creation": written.fhir(),
            },
        }],
        "context": object! { "encounter": list![shelf.stay()] },
    };
    shelf.push(&resource);
}

fn letter(case: &Case, date: &str) -> String {
    let who = &case.who;
    let problems: Vec<&str> = case
        .chronic
        .iter()
        .map(|illness| illness.problem.text)
        .collect();
    let problems = if problems.is_empty() {
        "none of note".to_owned()
    } else {
        problems.join(", ")
    };
    format!(
        "Millbrook Family Practice\n\nRe: {} {}, born {}\n\nSummary of the visit of {date}.\n\nProblems: {problems}.\n\
         Allergies: {}\n\nSeen for a routine review. Weight steady, no new complaints. Medicines unchanged.\n\
         Please send us the discharge summary.\n",
        who.given,
        who.family,
        who.born,
        case.allergies.words(),
    )
}
