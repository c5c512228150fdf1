//! Finding vital signs in Observations: by LOINC code, in the value or in components, whoever
//! wrote them. Findings that only look like vital signs (ranges, averages, targets) are left out.

use charthold_domain::Timestamp;

use super::unit::measure;
use super::{Measure, OxygenGiven, Vital};
use crate::date::FhirMoment;
use crate::fhir::{Coding, system};
use crate::news2::Consciousness;
use crate::number::fixed_text;
use crate::observation::{Observation, Value};

/// One vital sign found in an observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// When it was taken.
    pub at: Timestamp,
    /// Who took it.
    pub performer: Option<String>,
    /// What was found.
    pub found: Found,
}

/// What a reading says.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A number.
    Measure(Vital, Measure),
    /// What the patient breathed.
    Oxygen(OxygenGiven),
    /// Level of consciousness.
    Consciousness(Consciousness),
}

/// Every vital sign in an observation that counts; none when it has no moment.
#[must_use]
pub fn readings(observation: &Observation) -> Vec<Reading> {
    let Some(at) = observation
        .at
        .filter(|_| observation.counts())
        .map(FhirMoment::start)
    else {
        return Vec::new();
    };
    let own = found_in(&observation.coding, &observation.value);
    let parts = observation
        .components
        .iter()
        .filter_map(|c| found_in(&c.coding, &c.value));
    let reading = |found| Reading {
        at,
        performer: observation.performer.clone(),
        found,
    };
    own.into_iter().chain(parts).map(reading).collect()
}

/// Whether an observation is a vital sign of a kind shown in sets, whatever its category says.
#[must_use]
pub fn is_vital_sign(observation: &Observation) -> bool {
    let known = |coding: &[Coding]| sign_of(coding).is_some();
    known(&observation.coding)
        || observation.is_any(&BP_PANELS)
        || observation.components.iter().any(|c| known(&c.coding))
}

enum Sign {
    Number(Vital),
    InspiredOxygen,
    Consciousness,
}

fn sign_of(coding: &[Coding]) -> Option<Sign> {
    let loinc = coding.iter().filter(|c| {
        // A code without a system is taken at its word: LOINC codes look like nothing else.
        c.system
            .as_deref()
            .is_none_or(|s| s == system::LOINC || s.ends_with("2.16.840.1.113883.6.1"))
    });
    loinc
        .filter_map(|c| c.code.as_deref())
        .find_map(|code| match code {
            "9279-1" => Some(Sign::Number(Vital::RespirationRate)),
            "2708-6" | "59408-5" => Some(Sign::Number(Vital::Spo2)),
            "3151-8" => Some(Sign::Number(Vital::OxygenFlow)),
            "3150-6" | "19994-3" => Some(Sign::InspiredOxygen),
            "8480-6" => Some(Sign::Number(Vital::SystolicBp)),
            "8462-4" => Some(Sign::Number(Vital::DiastolicBp)),
            "8867-4" | "8889-8" => Some(Sign::Number(Vital::HeartRate)),
            "8310-5" | "8331-1" | "8332-5" | "8328-7" | "8333-3" | "60830-9" => {
                Some(Sign::Number(Vital::Temperature))
            }
            "29463-7" | "3141-9" | "3142-7" => Some(Sign::Number(Vital::Weight)),
            "8302-2" | "8306-3" => Some(Sign::Number(Vital::Height)),
            "67775-7" | "80288-4" => Some(Sign::Consciousness),
            _ => None,
        })
}

fn found_in(coding: &[Coding], value: &Value) -> Option<Found> {
    match (sign_of(coding)?, value) {
        (Sign::Number(Vital::OxygenFlow), value) => oxygen_flow(value).map(Found::Oxygen),
        (Sign::Number(vital), Value::Quantity(quantity)) => {
            measure(vital, quantity).map(|measure| Found::Measure(vital, measure))
        }
        (Sign::InspiredOxygen, value) => inspired_oxygen(value).map(Found::Oxygen),
        (Sign::Consciousness, Value::Text(text)) => consciousness(text).map(Found::Consciousness),
        _ => None,
    }
}

fn oxygen_flow(value: &Value) -> Option<OxygenGiven> {
    match value {
        Value::Quantity(quantity) => {
            let flow = measure(Vital::OxygenFlow, quantity)?;
            Some(if flow.value > 0.0 {
                OxygenGiven::Flow(flow)
            } else {
                OxygenGiven::Air
            })
        }
        Value::Text(text) => Some(oxygen_in_words(text)),
        Value::Absent(_) => None,
    }
}

/// A fraction of inspired oxygen, in percent or as a fraction; 21 % is air.
fn inspired_oxygen(value: &Value) -> Option<OxygenGiven> {
    match value {
        Value::Quantity(quantity) => {
            let number = quantity.value.as_ref()?.value();
            let percent = if number <= 1.0 {
                number * 100.0
            } else {
                number
            };
            let air = percent < 21.5;
            let given = || OxygenGiven::Other(format!("{} %", fixed_text(percent, 0)));
            Some(if air { OxygenGiven::Air } else { given() })
        }
        Value::Text(text) => Some(oxygen_in_words(text)),
        Value::Absent(_) => None,
    }
}

fn oxygen_in_words(text: &str) -> OxygenGiven {
    let lower = text.trim().to_lowercase();
    match lower.as_str() {
        "air" | "room air" | "ra" | "none" | "no oxygen" | "breathing room air" => OxygenGiven::Air,
        _ => OxygenGiven::Other(text.trim().into()),
    }
}

/// ACVPU from words or letters; the worst named counts, and what names none is no finding.
fn consciousness(text: &str) -> Option<Consciousness> {
    let lower = text.trim().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match lower.as_str() {
        "a" => Some(Consciousness::Alert),
        "c" => Some(Consciousness::Confusion),
        "v" => Some(Consciousness::Voice),
        "p" => Some(Consciousness::Pain),
        "u" => Some(Consciousness::Unresponsive),
        _ if says(&["unrespons", "unconscious", "no response"]) => {
            Some(Consciousness::Unresponsive)
        }
        _ if says(&["pain"]) => Some(Consciousness::Pain),
        _ if says(&["voice", "verbal", "speech"]) => Some(Consciousness::Voice),
        _ if says(&["confus", "delirium", "disorient"]) => Some(Consciousness::Confusion),
        _ if says(&["not alert"]) => None,
        _ if says(&["alert"]) => Some(Consciousness::Alert),
        _ => None,
    }
}

/// LOINC blood pressure panels, the current one and those older systems send.
const BP_PANELS: [&str; 3] = ["85354-9", "55284-4", "35094-2"];
