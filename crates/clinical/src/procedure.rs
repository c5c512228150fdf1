//! Procedures: a view of Procedure.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Coding, Concept, Many, Period, Reference, expect_kind, read};

/// A procedure done or not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// What was done.
    pub label: String,
    /// Its first coding.
    pub code: Option<Coding>,
    /// FHIR status as recorded.
    pub status: String,
    /// When it began.
    pub at: Option<FhirMoment>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Who did it.
    pub performer: Option<String>,
}

impl Procedure {
    /// Reads a Procedure resource.
    ///
    /// # Errors
    /// When the text is no JSON object, another resource, or does not say what was done.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Procedure")?;
        let period = doc.performed_period.unwrap_or_default();
        let reason = doc.reason_code.iter().find_map(Concept::plain_label);
        let reason = reason.or(doc.reason_reference.iter().find_map(Reference::label));
        let performer = doc.performer.iter().find_map(|p| p.actor.as_ref()?.label());
        Ok(Self {
            label: doc
                .code
                .plain_label()
                .ok_or(ClinicalError::Unreadable)?
                .into(),
            status: doc.status.unwrap_or_else(|| "unknown".into()),
            at: FhirMoment::of(doc.performed_date_time.or(period.start).as_ref()),
            reason: reason.map(Into::into),
            performer: performer.map(Into::into),
            code: doc.code.coding.into_iter().next(),
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
    code: Concept,
    performed_date_time: Option<String>,
    performed_period: Option<Period>,
    reason_code: Many<Concept>,
    reason_reference: Many<Reference>,
    performer: Many<Performer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Performer {
    actor: Option<Reference>,
}
