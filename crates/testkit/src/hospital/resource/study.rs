//! Imaging and tracings as DiagnosticReports, and the cultures that infections bring.

use super::{LOINC, Shelf, hl7};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::moment::Moment;

/// Adds every report that has been issued by now.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    for study in case.scenario.studies {
        let at = case.stay.admitted.plus(study.after_h * 60 + 10);
        let code = object! {
            "coding": study.loinc.map(|loinc| list![object! { "system": LOINC, "code": loinc }]),
            "text": study.name,
        };
        let conclusion = format!("{} Impression: {}", study.findings, study.impression);
        add(
            shelf,
            case,
            at,
            at.plus(40),
            (kind(study.name), code, conclusion),
        );
    }
    for (name, loinc, hours, result) in cultures(case) {
        let at = case.stay.admitted.plus(22);
        let code =
            object! { "coding": list![object! { "system": LOINC, "code": loinc }], "text": name };
        add(
            shelf,
            case,
            at,
            at.plus(hours * 60),
            ("MB", code, result.to_owned()),
        );
    }
}

/// The diagnostic service section (HL7 table 0074).
fn kind(name: &str) -> &'static str {
    if name.starts_with("Electrocardiogram") {
        "EC"
    } else if name.contains("echocardiogram") {
        "CUS"
    } else {
        "RAD"
    }
}

fn cultures(case: &Case) -> Vec<(&'static str, &'static str, i64, &'static str)> {
    const BLOOD: (&str, &str, i64, &str) = (
        "Blood culture, two sets",
        "600-7",
        48,
        "No growth at 48 hours in both sets.",
    );
    match case.scenario.key {
        "pneumonia" | "cellulitis" | "cholecystitis" => vec![BLOOD],
        "sepsis" => vec![(
            "Blood culture, two sets",
            "600-7",
            26,
            "Escherichia coli in one of two sets; susceptible to ceftriaxone, piperacillin-tazobactam and cefepime.",
        )],
        "pyelonephritis" | "delirium" => vec![
            BLOOD,
            (
                "Urine culture",
                "630-4",
                30,
                "Escherichia coli, more than 100,000 per mL; susceptible to ceftriaxone and levofloxacin, resistant to ampicillin.",
            ),
        ],
        _ => Vec::new(),
    }
}

fn add(
    shelf: &mut Shelf,
    case: &Case,
    at: Moment,
    issued: Moment,
    (category, code, conclusion): (&'static str, Json, String),
) {
    if issued > case.stay.now {
        return;
    }
    let resource = object! {
        "resourceType": "DiagnosticReport",
        "id": shelf.id(issued),
        "status": "final",
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/v2-0074", category)],
        "code": code,
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "effectiveDateTime": at.fhir(),
        "issued": issued.fhir(),
        "performer": list![department(category)],
        "conclusion": conclusion,
    };
    shelf.push(&resource);
}

fn department(category: &str) -> Json {
    let display = if category == "MB" {
        "Riverside General Microbiology"
    } else {
        "Riverside General Imaging"
    };
    object! { "display": display }
}
