//! A dose given or not given: a view of MedicationAdministration. Two givings are never merged: both
//! are kept, both are shown; whether they may be one dose given twice is `dose_slot`'s.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::dosage::Dosage;
use crate::fhir::{Concept, Many, Period, Reference, expect_kind, read};
use crate::medication::Named;

/// One administration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Administration {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// The drug as the list shows it.
    pub name: String,
    /// What happened.
    pub outcome: Outcome,
    /// When.
    pub at: Option<FhirMoment>,
    /// The order it carries out, as written: `MedicationRequest/x`.
    pub order: Option<String>,
    /// Dose, as `40 mg`.
    pub dose: Option<String>,
    /// Route.
    pub route: Option<String>,
    /// Who gave it.
    pub performer: Option<String>,
}

/// What happened to a dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was given, or is being given.
    Given,
    /// It was not given.
    NotGiven {
        /// Why, in words.
        reason: Option<String>,
    },
    /// The record was entered in error.
    EnteredInError,
}

impl Administration {
    /// Reads a MedicationAdministration resource.
    ///
    /// # Errors
    /// When the text is no JSON object, another resource, or names no medication.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "MedicationAdministration")?;
        let named = Named::of(
            doc.medication_codeable_concept.as_ref(),
            doc.medication_reference.as_ref(),
        );
        let period = doc.effective_period.as_ref().and_then(|p| p.start.as_ref());
        let dosage = doc.dosage.as_ref();
        let performer = doc.performer.iter().find_map(|p| p.actor.as_ref()?.label());
        Ok(Self {
            name: named.ok_or(ClinicalError::Unreadable)?.name,
            outcome: doc.outcome(),
            at: FhirMoment::of(doc.effective_date_time.as_ref().or(period)),
            order: doc.request.as_ref().and_then(|r| r.reference.clone()),
            dose: dosage.and_then(Dosage::dose_text),
            route: dosage.and_then(Dosage::route_text),
            performer: performer.map(Into::into),
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
    status_reason: Many<Concept>,
    medication_codeable_concept: Option<Concept>,
    medication_reference: Option<Reference>,
    effective_date_time: Option<String>,
    effective_period: Option<Period>,
    request: Option<Reference>,
    performer: Many<Performer>,
    dosage: Option<Dosage>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Performer {
    actor: Option<Reference>,
}

impl Doc {
    fn outcome(&self) -> Outcome {
        match self.status.as_deref() {
            Some("not-done" | "on-hold" | "stopped") => Outcome::NotGiven {
                reason: self
                    .status_reason
                    .iter()
                    .find_map(Concept::label)
                    .map(Into::into),
            },
            Some("entered-in-error") => Outcome::EnteredInError,
            _ => Outcome::Given,
        }
    }
}
