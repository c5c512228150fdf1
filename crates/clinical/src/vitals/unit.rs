//! Vital signs in one unit each. A conversion is always noted with what was recorded; a value
//! whose unit is unknown is not guessed at.

use super::{Measure, Vital};
use crate::fhir::Quantity;
use crate::number::{Style, exact_text, fixed_text, quantity_text};

/// The quantity in the vital sign's own unit; `None` without a number or with an unknown unit.
pub(super) fn measure(vital: Vital, quantity: &Quantity) -> Option<Measure> {
    let recorded = quantity.value.as_ref()?.value();
    let unit = quantity
        .code
        .as_deref()
        .or(quantity.unit.as_deref())
        .unwrap_or_default();
    let (value, conversion) = converted(vital, recorded, unit.trim())?;
    let converted_from = match conversion {
        Conversion::None => None,
        Conversion::Made => quantity_text(quantity, Style::Measured),
    };
    Some(Measure {
        value,
        text: text_of(vital, value),
        converted_from,
    })
}

/// A value as its tile shows it.
pub(super) fn text_of(vital: Vital, value: f64) -> String {
    match vital {
        Vital::Temperature => exact_text(value, 1),
        Vital::OxygenFlow | Vital::Weight | Vital::Height => fixed_text(value, 1),
        _ => exact_text(value, 0),
    }
}

enum Conversion {
    None,
    Made,
}

fn converted(vital: Vital, value: f64, unit: &str) -> Option<(f64, Conversion)> {
    let as_is = Some((value, Conversion::None));
    let made = |value: f64| Some((value, Conversion::Made));
    match (vital, unit) {
        (Vital::Temperature, "Cel" | "°C" | "C" | "degC") => as_is,
        (Vital::Temperature, "[degF]" | "°F" | "F" | "degF") => made((value - 32.0) / 1.8),
        (Vital::Temperature, "") if (25.0..=45.0).contains(&value) => as_is,
        (Vital::Temperature, _) => None,
        (Vital::Weight, "kg" | "Kg" | "kilogram") => as_is,
        (Vital::Weight, "g") => made(value / 1_000.0),
        (Vital::Weight, "[lb_av]" | "lb" | "lbs" | "lb_av") => made(value * KG_PER_LB),
        (Vital::Weight, "[oz_av]" | "oz") => made(value * KG_PER_LB / 16.0),
        (Vital::Weight, _) => None,
        (Vital::Height, "cm") => as_is,
        (Vital::Height, "m") => made(value * 100.0),
        (Vital::Height, "[in_i]" | "in" | "inch") => made(value * CM_PER_INCH),
        (Vital::Height, _) => None,
        (Vital::SystolicBp | Vital::DiastolicBp, "kPa") => made(value * MMHG_PER_KPA),
        (Vital::SystolicBp | Vital::DiastolicBp, "mm[Hg]" | "mmHg" | "mm Hg" | "") => as_is,
        (Vital::SystolicBp | Vital::DiastolicBp, _) => None,
        (Vital::Spo2, "1") if value <= 1.0 => made(value * 100.0),
        (Vital::Spo2, "%" | "") => as_is,
        (Vital::Spo2, _) => None,
        (Vital::OxygenFlow, "mL/min") => made(value / 1_000.0),
        (Vital::OxygenFlow, "L/min" | "l/min" | "L/m" | "LPM" | "") => as_is,
        (Vital::OxygenFlow, _) => None,
        (Vital::RespirationRate | Vital::HeartRate, "Hz" | "/h" | "/s") => None,
        (Vital::RespirationRate | Vital::HeartRate, _) => as_is,
    }
}

const KG_PER_LB: f64 = 0.453_592_37;
const CM_PER_INCH: f64 = 2.54;
const MMHG_PER_KPA: f64 = 7.500_616_8;
