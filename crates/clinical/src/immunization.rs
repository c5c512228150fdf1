//! Vaccinations: a view of Immunization. What is due next is not computed here.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Coding, Concept, Many, Reference, expect_kind, read};

/// A vaccination given or not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Immunization {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// The vaccine.
    pub label: String,
    /// Its first coding, usually CVX.
    pub code: Option<Coding>,
    /// Whether it was given.
    pub outcome: ImmunizationOutcome,
    /// When.
    pub at: Option<FhirMoment>,
    /// When, in the author's words, if no date was known.
    pub at_text: Option<String>,
    /// Lot number.
    pub lot: Option<String>,
    /// Who gave it.
    pub performer: Option<String>,
}

/// Whether a vaccination was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImmunizationOutcome {
    /// It was.
    Given,
    /// It was not.
    NotGiven {
        /// Why, in words.
        reason: Option<String>,
    },
    /// The record was entered in error.
    EnteredInError,
}

impl Immunization {
    /// Reads an Immunization resource.
    ///
    /// # Errors
    /// When the text is no JSON object, another resource, or names no vaccine.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Immunization")?;
        let performer = doc.performer.iter().find_map(|p| p.actor.as_ref()?.label());
        Ok(Self {
            label: doc
                .vaccine_code
                .label()
                .ok_or(ClinicalError::Unreadable)?
                .into(),
            outcome: match doc.status.as_deref() {
                Some("not-done") => ImmunizationOutcome::NotGiven {
                    reason: doc
                        .status_reason
                        .as_ref()
                        .and_then(Concept::label)
                        .map(Into::into),
                },
                Some("entered-in-error") => ImmunizationOutcome::EnteredInError,
                _ => ImmunizationOutcome::Given,
            },
            at: FhirMoment::of(doc.occurrence_date_time.as_ref()),
            at_text: doc.occurrence_string,
            performer: performer.map(Into::into),
            lot: doc.lot_number,
            code: doc.vaccine_code.coding.into_iter().next(),
            fhir_id: doc.id,
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    status: Option<String>,
    status_reason: Option<Concept>,
    vaccine_code: Concept,
    occurrence_date_time: Option<String>,
    occurrence_string: Option<String>,
    lot_number: Option<String>,
    performer: Many<Performer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Performer {
    actor: Option<Reference>,
}
