//! ServiceRequest: the orders that are not drugs: laboratory, imaging, nursing, consultations.

use super::{LOINC, SNOMED, Shelf, concept, words};
use crate::hospital::analyte::{BASIC, BLOOD_COUNT};
use crate::hospital::case::Case;
use crate::hospital::json::{list, object};
use crate::hospital::moment::Moment;
use crate::hospital::people::reference;
use crate::hospital::scenario::Precaution;

/// Adds every ServiceRequest.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let arrived = case.stay.admitted;
    laboratory(shelf, case);
    imaging(shelf, case);
    let seen = case.stay.day_number(case.stay.now) > 2;
    for consult in case.scenario.consults {
        let ask = Ask::new(
            Errand::Consultation,
            (*consult).to_owned(),
            arrived.plus(180),
        );
        add(
            shelf,
            case,
            Ask {
                status: if seen { DONE } else { ACTIVE },
                ..ask
            },
        );
    }
    for text in nursing(case) {
        add(
            shelf,
            case,
            Ask::new(Errand::Nursing, text.to_owned(), arrived.plus(25)),
        );
    }
}

fn laboratory(shelf: &mut Shelf, case: &Case) {
    let arrived = case.stay.admitted;
    for panel in [&BASIC, &BLOOD_COUNT] {
        let ask = Ask::new(
            Errand::Laboratory,
            format!("{}, every morning", panel.name),
            arrived.plus(15),
        );
        add(
            shelf,
            case,
            Ask {
                loinc: panel.loinc,
                ..ask
            },
        );
    }
    for panel in case.scenario.on_arrival {
        let ask = Ask::new(
            Errand::Laboratory,
            format!("{}, on arrival", panel.name),
            arrived.plus(10),
        );
        add(
            shelf,
            case,
            Ask {
                loinc: panel.loinc,
                status: DONE,
                ..ask
            },
        );
    }
}

fn imaging(shelf: &mut Shelf, case: &Case) {
    let arrived = case.stay.admitted;
    for study in case.scenario.studies {
        let asked = arrived.plus(study.after_h * 60 - 20).max(arrived.plus(8));
        let done = arrived.plus(study.after_h * 60 + 50) <= case.stay.now;
        let ask = Ask {
            loinc: study.loinc,
            reason: Some(study.indication),
            status: if done { DONE } else { ACTIVE },
            ..Ask::new(Errand::Imaging, study.name.to_owned(), asked)
        };
        add(shelf, case, ask);
    }
}

const ACTIVE: &str = "active";
const DONE: &str = "completed";

#[derive(Clone, Copy)]
enum Errand {
    Laboratory,
    Imaging,
    Consultation,
    Nursing,
}

struct Ask {
    errand: Errand,
    text: String,
    loinc: Option<&'static str>,
    reason: Option<&'static str>,
    at: Moment,
    status: &'static str,
}

impl Ask {
    const fn new(errand: Errand, text: String, at: Moment) -> Self {
        Self {
            errand,
            text,
            loinc: None,
            reason: None,
            at,
            status: ACTIVE,
        }
    }
}

fn nursing(case: &Case) -> Vec<&'static str> {
    let mut orders = vec![
        "Vital signs every 4 hours",
        "Intake and output every shift",
        "Weight every morning",
    ];
    orders.push(if case.precautions.contains(&Precaution::NothingByMouth) {
        "Nothing by mouth"
    } else {
        "Regular diet"
    });
    orders.push(if case.precautions.contains(&Precaution::Falls) {
        "Out of bed with assistance only"
    } else {
        "Activity as tolerated"
    });
    if case.precautions.contains(&Precaution::SaturationTarget) {
        orders.push("Oxygen to keep SpO2 88–92%");
    }
    if case.has("diabetes") {
        orders.push("Fingerstick glucose before meals and at bedtime");
    }
    orders
}

fn add(shelf: &mut Shelf, case: &Case, ask: Ask) {
    let at = ask.at.min(case.stay.now);
    let code = ask
        .loinc
        .map(|loinc| list![object! { "system": LOINC, "code": loinc }]);
    let category = match ask.errand {
        Errand::Laboratory => concept(SNOMED, "108252007", "Laboratory procedure"),
        Errand::Imaging => concept(SNOMED, "363679005", "Imaging procedure"),
        Errand::Consultation => words("Consultation"),
        Errand::Nursing => words("Nursing"),
    };
    let resource = object! {
        "resourceType": "ServiceRequest",
        "id": shelf.id(at),
        "status": ask.status,
        "intent": "order",
        "category": list![category],
        "priority": "routine",
        "code": object! { "coding": code, "text": ask.text },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "authoredOn": at.fhir(),
        "requester": reference(&case.roster.attending),
        "reasonCode": ask.reason.map(|reason| list![words(reason)]),
    };
    shelf.push(&resource);
}
