//! MedicationRequest for every order, MedicationAdministration for every dose.

use super::{RXNORM, SNOMED, Shelf, UCUM, coding, concept, hl7, words};
use crate::hospital::case::Case;
use crate::hospital::dose::{Giving, Outcome};
use crate::hospital::json::{Json, list, object};
use crate::hospital::medication::{Order, Source, Standing};
use crate::hospital::moment::Moment;
use crate::hospital::number::Decimal;
use crate::hospital::people::reference;
use crate::hospital::treatment::{Dose, Schedule};

/// Adds every order and every dose.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let ids: Vec<String> = case
        .orders
        .iter()
        .map(|order| shelf.id(order.start.plus(-4)))
        .collect();
    for (order, id) in case.orders.iter().zip(&ids) {
        request(shelf, case, order, id);
    }
    for giving in &case.doses {
        if let (Some(order), Some(id)) = (case.orders.get(giving.order), ids.get(giving.order)) {
            administration(shelf, case, order, id, giving);
        }
    }
}

fn request(shelf: &mut Shelf, case: &Case, order: &Order, id: &String) {
    let status = match order.standing {
        Standing::Active => "active",
        Standing::Held => "on-hold",
        Standing::Completed => "completed",
        Standing::Stopped => "stopped",
    };
    let reason = match order.standing {
        Standing::Held => words("On hold because of the acute illness"),
        Standing::Stopped => words("No longer needed"),
        _ => Json::Absent,
    };
    let category = if order.source == Source::Home {
        "community"
    } else {
        "inpatient"
    };
    let resource = object! {
        "resourceType": "MedicationRequest",
        "id": id,
        "status": status,
        "statusReason": reason,
        "intent": "order",
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/medicationrequest-category", category)],
        "medicationCodeableConcept": medication(order),
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "authoredOn": order.start.plus(-4).max(case.stay.admitted).fhir(),
        "requester": reference(&case.roster.attending),
        "dosageInstruction": list![dosage_instruction(order)],
        "dispenseRequest": object! {
            "validityPeriod": object! {
                "start": order.start.fhir(),
                "end": order.end.map(Moment::fhir),
            },
        },
    };
    shelf.push(&resource);
}

fn medication(order: &Order) -> Json {
    let drug = order.treatment.drug;
    object! {
        "coding": list![coding(RXNORM, drug.rxcui, drug.name)],
        "text": format!("{} {}", drug.name, drug.form),
    }
}

fn dosage_instruction(order: &Order) -> Json {
    let treatment = &order.treatment;
    let needed = match treatment.schedule {
        Schedule::AsNeeded(_, need) => words(need.words()),
        _ => Json::Absent,
    };
    let amount = match treatment.schedule {
        Schedule::Infusion => object! { "rateQuantity": rate(treatment.dose) },
        _ => object! { "doseQuantity": dose(treatment.dose) },
    };
    object! {
        "text": order.words(),
        "timing": timing(treatment.schedule),
        "asNeededCodeableConcept": needed,
        "route": concept(SNOMED, treatment.route.code(), treatment.route.word()),
        "doseAndRate": list![amount],
    }
}

fn timing(schedule: Schedule) -> Json {
    match schedule {
        Schedule::Daily(hours, text) => {
            let times: Vec<Json> = hours
                .iter()
                .map(|hour| Json::from(format!("{hour:02}:00:00")))
                .collect();
            let frequency = i64::try_from(hours.len()).unwrap_or(1);
            object! {
                "repeat": object! {
                    "frequency": frequency,
                    "period": 1_i64,
                    "periodUnit": "d",
                    "timeOfDay": times,
                },
                "code": words(text),
            }
        }
        Schedule::AsNeeded(hours, _) => object! {
            "repeat": object! { "frequency": 1_i64, "period": hours, "periodUnit": "h" },
            "code": words(format!("every {hours} hours as needed")),
        },
        Schedule::Infusion => object! { "code": words("continuous") },
        Schedule::Once(_) => object! {
            "repeat": object! { "count": 1_i64 },
            "code": words("once"),
        },
    }
}

/// The amount with the decimals ordered: "12.5" stays 12.5, "40" stays 40.
fn amount(dose: Dose) -> Json {
    let (whole, fraction) = dose.amount.split_once('.').unwrap_or((dose.amount, ""));
    let units: i64 = format!("{whole}{fraction}").parse().unwrap_or(0);
    Json::from(Decimal::new(
        units,
        u32::try_from(fraction.len()).unwrap_or(0),
    ))
}

fn dose(dose: Dose) -> Json {
    object! { "value": amount(dose), "unit": dose.unit, "system": UCUM, "code": dose.ucum }
}

fn rate(dose: Dose) -> Json {
    object! {
        "value": amount(dose),
        "unit": format!("{}/h", dose.unit),
        "system": UCUM,
        "code": format!("{}/h", dose.ucum),
    }
}

fn administration(shelf: &mut Shelf, case: &Case, order: &Order, request: &str, giving: &Giving) {
    let treatment = &order.treatment;
    let (status, reason) = match giving.outcome {
        Outcome::Given | Outcome::Infused(Some(_)) => ("completed", Json::Absent),
        Outcome::Infused(None) => ("in-progress", Json::Absent),
        Outcome::NotGiven(reason) => ("not-done", list![words(reason)]),
    };
    let period = match giving.outcome {
        Outcome::Infused(end) => {
            object! { "start": giving.at.fhir(), "end": end.map(Moment::fhir) }
        }
        _ => Json::Absent,
    };
    let moment = if matches!(period, Json::Absent) {
        Json::from(giving.at.fhir())
    } else {
        Json::Absent
    };
    let route = concept(SNOMED, treatment.route.code(), treatment.route.word());
    let dosage = match giving.outcome {
        Outcome::Given => object! { "route": route, "dose": dose(treatment.dose) },
        Outcome::Infused(_) => object! { "route": route, "rateQuantity": rate(treatment.dose) },
        Outcome::NotGiven(_) => Json::Absent,
    };
    let resource = object! {
        "resourceType": "MedicationAdministration",
        "id": shelf.id(giving.at),
        "status": status,
        "statusReason": reason,
        "medicationCodeableConcept": medication(order),
        "subject": shelf.subject(),
        "context": shelf.stay(),
        "effectiveDateTime": moment,
        "effectivePeriod": period,
        "performer": list![object! { "actor": reference(case.roster.nurse_at(giving.at)) }],
        "request": object! { "reference": format!("MedicationRequest/{request}") },
        "dosage": dosage,
    };
    shelf.push(&resource);
}
