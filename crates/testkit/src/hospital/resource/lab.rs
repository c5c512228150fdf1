//! Laboratory Observations with range and interpretation, and the DiagnosticReport of each panel.

use super::{LOINC, Shelf, UCUM, hl7};
use crate::hospital::analyte::{Analyte, FINGERSTICK};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::lab::Draw;
use crate::hospital::moment::Moment;
use crate::hospital::number::Decimal;
use crate::hospital::people::reference;

const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
const INTERPRETATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

/// Adds every result and report.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    for draw in &case.labs {
        let bedside = draw.panel.name == FINGERSTICK.name;
        let issued = draw.at.plus(if bedside { 1 } else { 28 });
        let mut results = Vec::with_capacity(draw.values.len());
        for (analyte, value) in &draw.values {
            let id = shelf.id(draw.at);
            results.push(
                object! { "reference": format!("Observation/{id}"), "display": analyte.name },
            );
            let performer = if bedside {
                reference(case.roster.nurse_at(draw.at))
            } else {
                laboratory()
            };
            let resource = observation(shelf, id, analyte, *value, (draw.at, issued), performer);
            shelf.push(&resource);
        }
        if !bedside {
            report(shelf, draw, issued, results);
        }
    }
}

fn laboratory() -> Json {
    object! { "display": "Riverside General Laboratory" }
}

fn observation(
    shelf: &Shelf,
    id: String,
    analyte: &Analyte,
    value: Decimal,
    (at, issued): (Moment, Moment),
    performer: Json,
) -> Json {
    let amount = |value: Decimal| object! { "value": value, "unit": unit(analyte), "system": UCUM, "code": analyte.ucum };
    let limit =
        |limit: Option<f64>| limit.map(|limit| amount(Decimal::rounded(limit, analyte.places)));
    object! {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "category": list![hl7(CATEGORY, "laboratory")],
        "code": object! {
            "coding": list![object! { "system": LOINC, "code": analyte.loinc, "display": analyte.name }],
            "text": analyte.name,
        },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "effectiveDateTime": at.fhir(),
        "issued": issued.fhir(),
        "performer": list![performer],
        "valueQuantity": amount(value),
        "interpretation": list![hl7(INTERPRETATION, interpretation(analyte, value))],
        "referenceRange": list![object! { "low": limit(analyte.low), "high": limit(analyte.high) }],
    }
}

/// The unit as people read it.
fn unit(analyte: &Analyte) -> &'static str {
    match analyte.ucum {
        "10*3/uL" => "×10³/µL",
        "mm[Hg]" => "mmHg",
        "mL/min/{1.73_m2}" => "mL/min/1.73 m²",
        "{INR}" => "INR",
        "[pH]" => "pH",
        "ng/mL{FEU}" => "ng/mL FEU",
        "m[IU]/L" => "mIU/L",
        plain => plain,
    }
}

/// The HL7 letter: LL, L, N, H or HH.
fn interpretation(analyte: &Analyte, value: Decimal) -> &'static str {
    let value = value.value();
    let (critical_low, critical_high) = analyte.critical;
    if value <= critical_low {
        "LL"
    } else if value >= critical_high {
        "HH"
    } else if analyte.low.is_some_and(|low| value < low) {
        "L"
    } else if analyte.high.is_some_and(|high| value > high) {
        "H"
    } else {
        "N"
    }
}

fn report(shelf: &mut Shelf, draw: &Draw, issued: Moment, results: Vec<Json>) {
    let code = draw
        .panel
        .loinc
        .map(|loinc| list![object! { "system": LOINC, "code": loinc }]);
    let resource = object! {
        "resourceType": "DiagnosticReport",
        "id": shelf.id(issued),
        "status": "final",
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB")],
        "code": object! { "coding": code, "text": draw.panel.name },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "effectiveDateTime": draw.at.fhir(),
        "issued": issued.fhir(),
        "performer": list![laboratory()],
        "result": results,
    };
    shelf.push(&resource);
}
