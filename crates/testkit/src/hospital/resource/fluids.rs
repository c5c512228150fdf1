//! Intake and output as Observations: eight-hour rows and the sum of the day.

use super::{LOINC, Shelf, coding, hl7, quantity};
use crate::hospital::case::Case;
use crate::hospital::fluids::Span;
use crate::hospital::json::{list, object};
use crate::hospital::moment::{DAY, Moment};
use crate::hospital::people::reference;

/// Adds every balance.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    for balance in &case.fluids.balances {
        let from = balance.at.plus(if balance.span == Span::Shift {
            -480
        } else {
            -DAY
        });
        let period = (from.max(case.stay.admitted), balance.at);
        match balance.span {
            Span::Shift => {
                add(
                    shelf,
                    case,
                    period,
                    ("9105-8", "Fluid intake total 8 hour"),
                    balance.intake_ml,
                );
                add(
                    shelf,
                    case,
                    period,
                    ("9259-3", "Fluid output total 8 hour"),
                    balance.output_ml,
                );
            }
            Span::Day => {
                add(
                    shelf,
                    case,
                    period,
                    ("9108-2", "Fluid intake total 24 hour"),
                    balance.intake_ml,
                );
                add(
                    shelf,
                    case,
                    period,
                    ("9262-7", "Fluid output total 24 hour"),
                    balance.output_ml,
                );
                add(
                    shelf,
                    case,
                    period,
                    ("9192-6", "Urine output 24 hour"),
                    balance.urine_ml,
                );
            }
        }
    }
}

fn add(
    shelf: &mut Shelf,
    case: &Case,
    (from, to): (Moment, Moment),
    (loinc, text): (&'static str, &'static str),
    ml: i64,
) {
    let resource = object! {
        "resourceType": "Observation",
        "id": shelf.id(to),
        "status": "final",
        "category": list![hl7("http://terminology.hl7.org/CodeSystem/observation-category", "activity")],
        "code": object! { "coding": list![coding(LOINC, loinc, text)], "text": text },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "effectivePeriod": object! { "start": from.fhir(), "end": to.fhir() },
        "performer": list![reference(case.roster.nurse_at(to))],
        "valueQuantity": quantity(ml, "mL", "mL"),
    };
    shelf.push(&resource);
}
