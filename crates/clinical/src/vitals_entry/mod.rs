//! Writing a set of vital signs: one FHIR Observation for each, in the US Core vital signs profiles
//! (LOINC, UCUM), and the NEWS2 total derived from them when the set is complete. Decimals go out
//! as they were typed. Asking about odd values is `vitals::question`'s.

mod document;
mod sign;

use serde_json::value::RawValue;

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::fhir::{Decimal, system};
use crate::news2::{Consciousness, Inputs, News2, Oxygen, Parameter, Scale, points, score};
use crate::party::{NewResource, Ref, Stamp};
use document::{Body, ComponentOut, MetaOut, ObservationOut, OwnedRef, QuantityOut, concept_of};
use sign::{
    BLOOD_PRESSURE, BODY_HEIGHT, BODY_TEMPERATURE, BODY_WEIGHT, DIASTOLIC, HEART_RATE, OXYGEN_FLOW,
    OXYGEN_SATURATION, RESPIRATORY_RATE, RESPONSIVENESS, SYSTOLIC, Sign,
};

/// What was typed. At least one value; what was not measured is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VitalsEntry {
    /// Breaths a minute.
    pub rr: Option<Decimal>,
    /// %.
    pub spo2: Option<Decimal>,
    /// Air, or oxygen in L/min.
    pub oxygen: Option<OxygenEntry>,
    /// mmHg.
    pub sbp: Option<Decimal>,
    /// mmHg.
    pub dbp: Option<Decimal>,
    /// Beats a minute.
    pub hr: Option<Decimal>,
    /// Level of consciousness.
    pub acvpu: Option<Consciousness>,
    /// °C.
    pub temp: Option<Decimal>,
    /// kg.
    pub weight: Option<Decimal>,
    /// cm.
    pub height: Option<Decimal>,
}

/// What the patient breathes, as entered.
#[derive(Clone, Debug, PartialEq)]
pub enum OxygenEntry {
    /// Room air.
    Air,
    /// Oxygen at L/min.
    Flow(Decimal),
}

impl VitalsEntry {
    /// The NEWS2 the set will have, also while it is being typed.
    #[must_use]
    pub fn score(&self, scale: Scale) -> News2 {
        score(&self.inputs(scale))
    }

    /// The points of one parameter, also of a set that is not whole yet.
    #[must_use]
    pub fn points(&self, parameter: Parameter, scale: Scale) -> Option<u8> {
        points(parameter, &self.inputs(scale))
    }

    fn inputs(&self, scale: Scale) -> Inputs {
        let value = |decimal: &Option<Decimal>| decimal.as_ref().map(Decimal::value);
        Inputs {
            respiration_rate: value(&self.rr),
            spo2: value(&self.spo2),
            scale,
            oxygen: self.oxygen.as_ref().map(|oxygen| match oxygen {
                OxygenEntry::Flow(flow) if flow.value() > 0.0 => Oxygen::Supplemental,
                OxygenEntry::Air | OxygenEntry::Flow(_) => Oxygen::Air,
            }),
            systolic_bp: value(&self.sbp),
            pulse: value(&self.hr),
            consciousness: self.acvpu,
            temperature: value(&self.temp),
        }
    }
}

/// Whether the NEWS2 total is written with the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreEntry {
    /// When the set is complete, on this scale.
    Written(Scale),
    /// NEWS2 does not apply or is switched off by policy.
    Left,
}

/// The Observations of a set, final, in chart order; `next_id` gives each its id.
///
/// # Errors
/// When nothing was measured, or a number cannot be written as JSON.
pub fn observations(
    entry: &VitalsEntry,
    stamp: &Stamp,
    score: ScoreEntry,
    mut next_id: impl FnMut() -> String,
) -> Result<Vec<NewResource>, ClinicalError> {
    let mut written = Vec::new();
    for body in bodies(entry)? {
        written.push(resource(next_id(), stamp, VITAL_SIGNS, body)?);
    }
    if written.is_empty() {
        return Err(ClinicalError::Unwritable {
            what: "a set needs at least one vital sign",
        });
    }
    if let ScoreEntry::Written(scale) = score
        && let News2::Scored(total) = entry.score(scale)
    {
        let from = written
            .iter()
            .map(|made| format!("Observation/{}", made.fhir_id))
            .collect();
        let body = news2_body(total.total, scale, from);
        written.push(resource(next_id(), stamp, SURVEY, body)?);
    }
    Ok(written)
}

fn bodies(entry: &VitalsEntry) -> Result<Vec<Body>, ClinicalError> {
    let air = || Decimal::parse("0");
    let flow = match &entry.oxygen {
        Some(OxygenEntry::Flow(flow)) => Some(flow.clone()),
        Some(OxygenEntry::Air) => air(),
        None => None,
    };
    let numbers = [
        (&RESPIRATORY_RATE, &entry.rr),
        (&OXYGEN_SATURATION, &entry.spo2),
        (&OXYGEN_FLOW, &flow),
        (&HEART_RATE, &entry.hr),
        (&BODY_TEMPERATURE, &entry.temp),
        (&BODY_WEIGHT, &entry.weight),
        (&BODY_HEIGHT, &entry.height),
    ];
    let mut bodies = Vec::new();
    for (sign, value) in numbers {
        if let Some(value) = value {
            let quantity = Some(quantity(value, sign.unit)?);
            bodies.push(Body {
                value_quantity: quantity,
                ..Body::of(sign)
            });
        }
    }
    if entry.sbp.is_some() || entry.dbp.is_some() {
        let component = vec![
            component(&SYSTOLIC, &entry.sbp)?,
            component(&DIASTOLIC, &entry.dbp)?,
        ];
        bodies.push(Body {
            component,
            ..Body::of(&BLOOD_PRESSURE)
        });
    }
    if let Some(acvpu) = entry.acvpu {
        let value = Some(consciousness(acvpu));
        bodies.push(Body {
            value_codeable_concept: value,
            ..Body::of(&RESPONSIVENESS)
        });
    }
    Ok(bodies)
}

fn resource(
    id: String,
    stamp: &Stamp,
    category: (&'static str, &'static str),
    body: Body,
) -> Result<NewResource, ClinicalError> {
    let category = ConceptOut::coded(
        system::OBSERVATION_CATEGORY,
        category.0,
        category.1,
        category.1,
    );
    let at = stamp.at.to_string();
    let observation = ObservationOut {
        resource_type: "Observation",
        id: &id,
        meta: body.profile.map(|profile| MetaOut {
            profile: [format!("{US_CORE}{profile}")],
        }),
        status: "final",
        category: [category],
        subject: Ref {
            reference: &stamp.subject,
        },
        encounter: stamp
            .encounter
            .as_deref()
            .map(|reference| Ref { reference }),
        effective_date_time: &at,
        performer: [&stamp.author],
        body,
    };
    let json = serde_json::to_string(&observation).map_err(|_| ClinicalError::Unwritable {
        what: "an observation",
    })?;
    Ok(NewResource {
        fhir_id: id,
        kind: "Observation",
        json,
    })
}

fn news2_body(total: u8, scale: Scale, from: Vec<String>) -> Body {
    let code = ConceptOut::coded(
        system::SNOMED,
        "1104051000000101",
        "Royal College of Physicians NEWS2 (National Early Warning Score 2) total score",
        "NEWS2 score",
    );
    let method = match scale {
        Scale::One => "NEWS2 (RCP 2017), SpO2 scale 1",
        Scale::Two => "NEWS2 (RCP 2017), SpO2 scale 2",
    };
    Body {
        code,
        value_integer: Some(total),
        method: Some(ConceptOut {
            coding: Vec::new(),
            text: method,
        }),
        derived_from: from
            .into_iter()
            .map(|reference| OwnedRef { reference })
            .collect(),
        ..Body::default()
    }
}

fn quantity(
    value: &Decimal,
    unit: (&'static str, &'static str),
) -> Result<QuantityOut, ClinicalError> {
    let value = RawValue::from_string(value.text().to_owned())
        .map_err(|_| ClinicalError::Unwritable { what: "a number" })?;
    Ok(QuantityOut {
        value,
        unit: unit.0,
        system: system::UCUM,
        code: unit.1,
    })
}

/// A part of the blood pressure; US Core wants both, so an absent one says that it is.
fn component(sign: &Sign, value: &Option<Decimal>) -> Result<ComponentOut, ClinicalError> {
    let code = concept_of(sign);
    let absent = || {
        ConceptOut::coded(
            DATA_ABSENT_REASON,
            "not-performed",
            "Not Performed",
            "Not recorded",
        )
    };
    Ok(match value {
        Some(value) => ComponentOut {
            code,
            value_quantity: Some(quantity(value, sign.unit)?),
            data_absent_reason: None,
        },
        None => ComponentOut {
            code,
            value_quantity: None,
            data_absent_reason: Some(absent()),
        },
    })
}

fn consciousness(acvpu: Consciousness) -> ConceptOut {
    let (code, display) = match acvpu {
        Consciousness::Alert => ("248234008", "Mentally alert"),
        Consciousness::Confusion => ("130987000", "Acute confusion"),
        Consciousness::Voice => ("300202002", "Responds to voice"),
        Consciousness::Pain => ("450847001", "Responds to pain"),
        Consciousness::Unresponsive => ("422768004", "Unresponsive"),
    };
    ConceptOut::coded(system::SNOMED, code, display, acvpu.label())
}

const US_CORE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
const DATA_ABSENT_REASON: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const VITAL_SIGNS: (&str, &str) = ("vital-signs", "Vital Signs");
const SURVEY: (&str, &str) = ("survey", "Survey");
