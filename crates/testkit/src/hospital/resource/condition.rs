//! Condition: the problem list, principal problem first.

use super::{ICD10, SNOMED, Shelf, coding, hl7, restricted};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::people::reference;
use crate::hospital::problem::Problem;

/// Which patient outside 4B has a diagnosis for the treating team only.
const RESTRICTED_RANK: usize = 3;

/// Adds every Condition.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let mut chance = case.chance("onset");
    let admitted = case.stay.admitted.date().to_string();
    add(
        shelf,
        case,
        &case.scenario.problem,
        admitted.clone(),
        Entry::principal(),
    );
    for problem in case.scenario.also {
        add(shelf, case, problem, admitted.clone(), Entry::problem());
    }
    for illness in &case.chronic {
        let years = chance.between(1, 14).min(case.who.age - 1);
        // A year is all a person remembers of when it began.
        let year = i64::from(case.stay.now.date().year()) - years;
        let entry = if chance.percent(6) {
            Entry::unverified()
        } else {
            Entry::problem()
        };
        add(shelf, case, &illness.problem, year.to_string(), entry);
    }
    let elsewhere = case.place.unit == "4A" && case.place.bed == RESTRICTED_RANK;
    if elsewhere {
        let hiv = Problem {
            text: "HIV disease, treated, undetectable",
            icd10: "B20",
            snomed: Some("86406008"),
        };
        add(shelf, case, &hiv, "2011".to_owned(), Entry::confidential());
    }
}

/// How a problem stands on the list.
struct Entry {
    category: &'static str,
    verification: &'static str,
    meta: Json,
    note: Json,
}

impl Entry {
    fn problem() -> Self {
        Self {
            category: "problem-list-item",
            verification: "confirmed",
            meta: Json::Absent,
            note: Json::Absent,
        }
    }

    fn principal() -> Self {
        Self {
            category: "encounter-diagnosis",
            note: list![object! { "text": "Principal problem of this stay" }],
            ..Self::problem()
        }
    }

    fn unverified() -> Self {
        Self {
            verification: "provisional",
            ..Self::problem()
        }
    }

    fn confidential() -> Self {
        Self {
            meta: restricted(),
            ..Self::problem()
        }
    }
}

fn add(shelf: &mut Shelf, case: &Case, problem: &Problem, onset: String, entry: Entry) {
    let recorded = case.stay.admitted.plus(130).min(case.stay.now);
    let mut codes = vec![coding(ICD10, problem.icd10, problem.text)];
    codes.extend(
        problem
            .snomed
            .map(|code| coding(SNOMED, code, problem.text)),
    );
    let resource = object! {
        "resourceType": "Condition",
        "id": shelf.id(recorded),
        "meta": entry.meta,
        "clinicalStatus": hl7("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        "verificationStatus": hl7("http://terminology.hl7.org/CodeSystem/condition-ver-status", entry.verification),
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/condition-category", entry.category)],
        "code": object! { "coding": codes, "text": problem.text },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "onsetDateTime": onset,
        "recordedDate": recorded.fhir(),
        "recorder": reference(&case.roster.attending),
        "note": entry.note,
    };
    shelf.push(&resource);
}
