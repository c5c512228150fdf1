//! The patient banner: two identifiers, allergies and what must be known before anything else, in
//! one of four allergy headings (NHS CUI PAB-0064…0072). Made by `summary` from the records.

use crate::date::FhirMoment;
use crate::name::PersonName;
use crate::patient::{Death, Sex};

/// Everything the banner shows; `None` is shown as "Not recorded".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// Family, given, title and preferred name.
    pub name: PersonName,
    /// Date of birth.
    pub born: Option<FhirMoment>,
    /// Age now, or at death: `65 y`.
    pub age: Option<String>,
    /// Administrative sex.
    pub sex: Sex,
    /// Medical record number, as recorded; show it with `mrn::grouped`.
    pub mrn: Option<String>,
    /// Whether and when the patient died.
    pub death: Death,
    /// Bed of now.
    pub bed: Option<String>,
    /// Day of the stay, the first being 1.
    pub day_of_stay: Option<i32>,
    /// Attending physician.
    pub attending: Option<String>,
    /// Code status, as recorded.
    pub code_status: Option<String>,
    /// Isolation, as `Droplet`.
    pub isolation: Option<String>,
    /// Last weight.
    pub weight: Option<Weight>,
    /// Allergies.
    pub allergies: AllergyHeading,
}

/// A weight and when it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// `71.4 kg`.
    pub text: String,
    /// What was recorded when it was converted: `157.4 lb`.
    pub converted_from: Option<String>,
    /// When.
    pub at: FhirMoment,
}

/// The four headings. None of them can be made from an error by accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllergyHeading {
    /// "Known allergies", and the lines: `penicillins – anaphylaxis`.
    Known(Vec<String>),
    /// "No known allergies": somebody asked.
    NoneKnown {
        /// What exactly was stated.
        statement: String,
        /// When.
        at: Option<FhirMoment>,
        /// By whom.
        by: Option<String>,
    },
    /// "Allergies not recorded": nobody has.
    NotRecorded,
    /// "Allergies unavailable": they may be recorded, and cannot be read here and now.
    Unavailable,
}

impl AllergyHeading {
    /// The heading's text.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Known(_) => "Known allergies",
            Self::NoneKnown { statement, .. } => statement,
            Self::NotRecorded => "Allergies not recorded",
            Self::Unavailable => "Allergies unavailable",
        }
    }
}
