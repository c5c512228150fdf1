//! Vital signs as Observations under the US Core profiles: one per sign, blood pressure as a
//! panel, oxygen flow and alertness beside them, so that a set can be scored.

use super::{LOINC, SNOMED, Shelf, coding, hl7, quantity};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::moment::Moment;
use crate::hospital::number::{Decimal, real};
use crate::hospital::people::reference;
use crate::hospital::vitals::{Alertness, VitalSet};

const PROFILE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

/// Adds every set, height once, weight every morning.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    for set in &case.vitals {
        add_set(shelf, case, set);
    }
    let arrived = case.stay.admitted.plus(9);
    let height = Decimal::whole(case.height_cm);
    add(
        shelf,
        case,
        arrived,
        Sign::one(
            "body-height",
            "8302-2",
            "Body height",
            quantity(height, "cm", "cm"),
        ),
    );
    for (at, weight) in &case.fluids.weights {
        add(
            shelf,
            case,
            *at,
            Sign::one(
                "body-weight",
                "29463-7",
                "Body weight",
                quantity(*weight, "kg", "kg"),
            ),
        );
    }
    if let Some((at, weight)) = case.fluids.weights.first() {
        let bmi = Decimal::rounded(weight.value() / (real(case.height_cm) / 100.0).powi(2), 1);
        add(
            shelf,
            case,
            *at,
            Sign::one(
                "bmi",
                "39156-5",
                "Body mass index",
                quantity(bmi, "kg/m2", "kg/m2"),
            ),
        );
    }
}

fn add_set(shelf: &mut Shelf, case: &Case, set: &VitalSet) {
    let at = set.at;
    let rate = |value: i64| quantity(value, "/min", "/min");
    add(
        shelf,
        case,
        at,
        Sign::one("heart-rate", "8867-4", "Heart rate", rate(set.heart_rate)),
    );
    add(
        shelf,
        case,
        at,
        Sign::one(
            "respiratory-rate",
            "9279-1",
            "Respiratory rate",
            rate(set.resp_rate),
        ),
    );
    let saturation = quantity(set.spo2, "%", "%");
    let mut oximetry = Sign::one("pulse-oximetry", "59408-5", "Oxygen saturation", saturation);
    oximetry.codes.push(coding(
        LOINC,
        "2708-6",
        "Oxygen saturation in Arterial blood",
    ));
    add(shelf, case, at, oximetry);
    let flow = quantity(set.oxygen, "L/min", "L/min");
    add(
        shelf,
        case,
        at,
        Sign::plain("3151-8", "Inhaled oxygen flow rate", flow),
    );
    add(shelf, case, at, pressure(set));
    let temp = quantity(set.temp, "°C", "Cel");
    add(
        shelf,
        case,
        at,
        Sign::one("body-temperature", "8310-5", "Body temperature", temp),
    );
    add(shelf, case, at, alertness(set.alertness));
    let pain = quantity(set.pain, "{score}", "{score}");
    add(
        shelf,
        case,
        at,
        Sign::plain(
            "72514-3",
            "Pain severity - 0-10 verbal numeric rating",
            pain,
        ),
    );
}

/// One Observation to be.
struct Sign {
    profile: Option<&'static str>,
    codes: Vec<Json>,
    text: &'static str,
    value: Option<(&'static str, Json)>,
    component: Json,
}

impl Sign {
    fn one(profile: &'static str, loinc: &'static str, text: &'static str, value: Json) -> Self {
        Self {
            profile: Some(profile),
            ..Self::plain(loinc, text, value)
        }
    }

    fn plain(loinc: &'static str, text: &'static str, value: Json) -> Self {
        Self {
            profile: None,
            codes: vec![coding(LOINC, loinc, text)],
            text,
            value: Some(("valueQuantity", value)),
            component: Json::Absent,
        }
    }
}

fn pressure(set: &VitalSet) -> Sign {
    let part = |loinc, text, value: i64| {
        object! {
            "code": super::concept(LOINC, loinc, text),
            "valueQuantity": quantity(value, "mmHg", "mm[Hg]"),
        }
    };
    Sign {
        profile: Some("blood-pressure"),
        codes: vec![coding(
            LOINC,
            "85354-9",
            "Blood pressure panel with all children optional",
        )],
        text: "Blood pressure",
        value: None,
        component: list![
            part("8480-6", "Systolic blood pressure", set.systolic),
            part("8462-4", "Diastolic blood pressure", set.diastolic),
        ],
    }
}

fn alertness(alertness: Alertness) -> Sign {
    let (code, text) = match alertness {
        Alertness::Alert => ("248234008", "Alert"),
        Alertness::NewConfusion => ("130987000", "New confusion"),
        Alertness::Voice => ("248236005", "Responds to voice"),
    };
    let value =
        object! { "coding": list![object! { "system": SNOMED, "code": code }], "text": text };
    Sign {
        profile: None,
        codes: vec![coding(LOINC, "80288-4", "Level of consciousness")],
        text: "Level of consciousness (ACVPU)",
        value: Some(("valueCodeableConcept", value)),
        component: Json::Absent,
    }
}

fn add(shelf: &mut Shelf, case: &Case, at: Moment, sign: Sign) {
    let profile = sign
        .profile
        .map(|name| object! { "profile": list![format!("{PROFILE}{name}")] });
    let mut members = vec![
        ("resourceType", Json::from("Observation")),
        ("id", Json::from(shelf.id(at))),
        ("meta", Json::from(profile)),
        ("status", Json::from("final")),
        (
            "category",
            list![hl7(
                "http://terminology.hl7.org/CodeSystem/observation-category",
                "vital-signs"
            )],
        ),
        ("code", object! { "coding": sign.codes, "text": sign.text }),
        ("subject", shelf.subject()),
        ("encounter", shelf.stay()),
        ("effectiveDateTime", Json::from(at.fhir())),
        ("performer", list![reference(case.roster.nurse_at(at))]),
    ];
    members.extend(sign.value);
    members.push(("component", sign.component));
    shelf.push(&Json::Object(members));
}
