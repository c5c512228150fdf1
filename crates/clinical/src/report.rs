//! Diagnostic reports: a view of DiagnosticReport. The values themselves are observations.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Coding, Concept, Many, Period, Reference, expect_kind, read};

/// A laboratory, imaging or other report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// What it reports on.
    pub label: String,
    /// Its first coding.
    pub code: Option<Coding>,
    /// The first category's code, as `LAB`.
    pub category: Option<String>,
    /// FHIR status as recorded.
    pub status: String,
    /// When the specimen was taken or the study made.
    pub at: Option<FhirMoment>,
    /// When it was made known.
    pub issued: Option<FhirMoment>,
    /// What it concludes.
    pub conclusion: Option<String>,
    /// The observations it brings together, as written.
    pub results: Vec<String>,
    /// Who answers for it.
    pub performer: Option<String>,
}

impl Report {
    /// Reads a DiagnosticReport resource.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "DiagnosticReport")?;
        let period = doc.effective_period.unwrap_or_default();
        let concluded = || {
            doc.conclusion_code
                .iter()
                .find_map(Concept::label)
                .map(Into::into)
        };
        let conclusion = doc.conclusion.clone().or_else(concluded);
        Ok(Self {
            fhir_id: doc.id,
            label: doc.code.label().unwrap_or("Report without a name").into(),
            code: doc.code.coding.into_iter().next(),
            category: doc
                .category
                .first()
                .and_then(|c| c.code().or(c.label()))
                .map(Into::into),
            status: doc.status.unwrap_or_else(|| "unknown".into()),
            at: FhirMoment::of(doc.effective_date_time.or(period.start).as_ref()),
            issued: FhirMoment::of(doc.issued.as_ref()),
            conclusion,
            results: doc
                .result
                .0
                .into_iter()
                .filter_map(|r| r.reference)
                .collect(),
            performer: doc
                .performer
                .iter()
                .find_map(Reference::label)
                .map(Into::into),
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    status: Option<String>,
    category: Many<Concept>,
    code: Concept,
    effective_date_time: Option<String>,
    effective_period: Option<Period>,
    issued: Option<String>,
    conclusion: Option<String>,
    conclusion_code: Many<Concept>,
    result: Many<Reference>,
    performer: Many<Reference>,
}
