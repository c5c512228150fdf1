//! The vital signs as US Core 7.0.0 codes them: profile, LOINC codes, unit. Facts only.

/// A vital sign as US Core 7.0.0 codes it.
pub(super) struct Sign {
    pub(super) profile: Option<&'static str>,
    pub(super) codes: &'static [(&'static str, &'static str)],
    pub(super) text: &'static str,
    /// As shown, and its UCUM code.
    pub(super) unit: (&'static str, &'static str),
}

const PER_MINUTE: (&str, &str) = ("/min", "/min");
const MMHG: (&str, &str) = ("mmHg", "mm[Hg]");

pub(super) const RESPIRATORY_RATE: Sign = Sign {
    profile: Some("respiratory-rate"),
    codes: &[("9279-1", "Respiratory rate")],
    text: "Respiratory rate",
    unit: PER_MINUTE,
};
pub(super) const OXYGEN_SATURATION: Sign = Sign {
    profile: Some("pulse-oximetry"),
    codes: &[
        (
            "59408-5",
            "Oxygen saturation in Arterial blood by Pulse oximetry",
        ),
        ("2708-6", "Oxygen saturation in Arterial blood"),
    ],
    text: "Oxygen saturation",
    unit: ("%", "%"),
};
pub(super) const OXYGEN_FLOW: Sign = Sign {
    profile: None,
    codes: &[("3151-8", "Inhaled oxygen flow rate")],
    text: "Oxygen flow",
    unit: ("L/min", "L/min"),
};
pub(super) const BLOOD_PRESSURE: Sign = Sign {
    profile: Some("blood-pressure"),
    codes: &[("85354-9", "Blood pressure panel with all children optional")],
    text: "Blood pressure",
    unit: MMHG,
};
pub(super) const SYSTOLIC: Sign = Sign {
    profile: None,
    codes: &[("8480-6", "Systolic blood pressure")],
    text: "Systolic blood pressure",
    unit: MMHG,
};
pub(super) const DIASTOLIC: Sign = Sign {
    profile: None,
    codes: &[("8462-4", "Diastolic blood pressure")],
    text: "Diastolic blood pressure",
    unit: MMHG,
};
pub(super) const HEART_RATE: Sign = Sign {
    profile: Some("heart-rate"),
    codes: &[("8867-4", "Heart rate")],
    text: "Heart rate",
    unit: PER_MINUTE,
};
pub(super) const RESPONSIVENESS: Sign = Sign {
    profile: None,
    codes: &[("67775-7", "Level of responsiveness")],
    text: "Mental status",
    unit: ("", ""),
};
pub(super) const BODY_TEMPERATURE: Sign = Sign {
    profile: Some("body-temperature"),
    codes: &[("8310-5", "Body temperature")],
    text: "Body temperature",
    unit: ("°C", "Cel"),
};
pub(super) const BODY_WEIGHT: Sign = Sign {
    profile: Some("body-weight"),
    codes: &[("29463-7", "Body weight")],
    text: "Body weight",
    unit: ("kg", "kg"),
};
pub(super) const BODY_HEIGHT: Sign = Sign {
    profile: Some("body-height"),
    codes: &[("8302-2", "Body height")],
    text: "Body height",
    unit: ("cm", "cm"),
};
