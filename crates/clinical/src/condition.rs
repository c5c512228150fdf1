//! Problems: a view of Condition. Whether a problem is the principal one is the encounter's to say.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Annotation, Coding, Concept, Many, Period, Reference, expect_kind, read};

/// A problem or diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// What it is called.
    pub label: String,
    /// More about it: its severity, or the author's remark.
    pub detail: Option<String>,
    /// Its first coding.
    pub code: Option<Coding>,
    /// Every code it carries, in whatever system.
    pub codes: Vec<String>,
    /// Whether it is going on.
    pub activity: Activity,
    /// How sure the author is.
    pub certainty: Certainty,
    /// When it began.
    pub onset: Option<FhirMoment>,
    /// When it ended.
    pub abated: Option<FhirMoment>,
    /// When it was recorded.
    pub recorded: Option<FhirMoment>,
    /// Who recorded it.
    pub recorder: Option<String>,
    /// Whether it is on the problem list or belongs to one encounter.
    pub list: ProblemList,
}

/// FHIR clinical status in three; not stated counts as active, the cautious reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// active, recurrence, relapse, or not stated.
    Active,
    /// inactive, remission.
    Inactive,
    /// resolved.
    Resolved,
}

/// FHIR verification status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// confirmed, or not stated.
    Confirmed,
    /// unconfirmed, provisional or differential.
    Unverified,
    /// refuted.
    Refuted,
    /// entered-in-error.
    EnteredInError,
}

impl Certainty {
    /// The word shown beside an item; none for what is confirmed.
    #[must_use]
    pub const fn label(self) -> Option<&'static str> {
        match self {
            Self::Confirmed => None,
            Self::Unverified => Some("Unverified"),
            Self::Refuted => Some("Refuted"),
            Self::EnteredInError => Some("Entered in error"),
        }
    }

    pub(crate) fn of(status: Option<&Concept>) -> Self {
        match status.and_then(Concept::code) {
            Some("unconfirmed" | "provisional" | "differential" | "presumed") => Self::Unverified,
            Some("refuted") => Self::Refuted,
            Some("entered-in-error") => Self::EnteredInError,
            _ => Self::Confirmed,
        }
    }
}

/// Where a condition is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemList {
    /// On the problem list, or it is not said.
    Problem,
    /// A diagnosis of one encounter.
    EncounterDiagnosis,
}

impl Activity {
    pub(crate) fn of(status: Option<&Concept>, ended: bool) -> Self {
        match status.and_then(Concept::code) {
            Some("inactive" | "remission") => Self::Inactive,
            Some("resolved") => Self::Resolved,
            None if ended => Self::Resolved,
            _ => Self::Active,
        }
    }
}

impl Problem {
    /// Reads a Condition resource.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Condition")?;
        let onset_period = doc.onset_period.unwrap_or_default();
        let onset = doc.onset_date_time.or(onset_period.start);
        let abated = doc.abatement_date_time.or(onset_period.end);
        let code = doc.code.unwrap_or_default();
        let severity = doc.severity.as_ref().and_then(Concept::label);
        let remark = doc.note.iter().find_map(|n| n.text.as_deref());
        let encounter_only = doc.category.iter().any(|c| c.has("encounter-diagnosis"))
            && !doc.category.iter().any(|c| c.has("problem-list-item"));
        Ok(Self {
            fhir_id: doc.id,
            label: code
                .plain_label()
                .unwrap_or("Problem without a name")
                .into(),
            detail: remark.or(severity).map(Into::into),
            activity: Activity::of(doc.clinical_status.as_ref(), abated.is_some()),
            certainty: Certainty::of(doc.verification_status.as_ref()),
            onset: FhirMoment::of(onset.as_ref()),
            abated: FhirMoment::of(abated.as_ref()),
            recorded: FhirMoment::of(doc.recorded_date.as_ref()),
            recorder: doc
                .recorder
                .as_ref()
                .and_then(Reference::label)
                .map(Into::into),
            list: if encounter_only {
                ProblemList::EncounterDiagnosis
            } else {
                ProblemList::Problem
            },
            codes: code.coding.iter().filter_map(|c| c.code.clone()).collect(),
            code: code.coding.into_iter().next(),
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    clinical_status: Option<Concept>,
    verification_status: Option<Concept>,
    category: Many<Concept>,
    severity: Option<Concept>,
    code: Option<Concept>,
    onset_date_time: Option<String>,
    onset_period: Option<Period>,
    abatement_date_time: Option<String>,
    recorded_date: Option<String>,
    recorder: Option<Reference>,
    note: Many<Annotation>,
}
