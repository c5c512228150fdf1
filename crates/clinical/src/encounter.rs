//! A stay or a visit: a view of Encounter. Who may open its chart is decided elsewhere.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Concept, Many, Period, Reference, expect_kind, read};

/// An encounter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encounter {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// FHIR status, as `in-progress`.
    pub status: String,
    /// Class code, as `IMP` (inpatient).
    pub class: Option<String>,
    /// When it began.
    pub start: Option<FhirMoment>,
    /// When it ended.
    pub end: Option<FhirMoment>,
    /// The bed or place of now, as `4B-12`.
    pub place: Option<String>,
    /// The attending physician's name.
    pub attending: Option<String>,
    /// Why the patient came, in words.
    pub reason: Option<String>,
    /// Its diagnoses, principal first.
    pub diagnoses: Vec<Diagnosis>,
}

/// A diagnosis of an encounter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Reference to the Condition, as written.
    pub condition: String,
    /// What it is shown as, when the encounter says.
    pub label: Option<String>,
}

impl Encounter {
    /// Reads an Encounter resource.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Encounter")?;
        let period = doc.period.clone().unwrap_or_default();
        Ok(Self {
            start: FhirMoment::of(period.start.as_ref()),
            end: FhirMoment::of(period.end.as_ref()),
            place: doc.place(),
            attending: doc.attending(),
            reason: doc.reason(),
            diagnoses: doc.diagnoses(),
            class: doc.class.first().and_then(Concept::code).map(Into::into),
            status: doc.status.unwrap_or_else(|| "unknown".into()),
            fhir_id: doc.id,
        })
    }

    /// The open stay that began last, else the open visit, else the last encounter.
    #[must_use]
    pub fn current(encounters: Vec<Self>) -> Option<Self> {
        encounters.into_iter().max_by_key(|encounter| {
            let start = encounter.start.map(FhirMoment::start);
            (
                encounter.is_open() && encounter.is_stay(),
                encounter.is_open(),
                start,
            )
        })
    }

    /// Whether the patient is in this stay now, by status.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.status.as_str(),
            "in-progress" | "arrived" | "triaged" | "onleave"
        )
    }

    /// Whether it is a stay in a bed rather than a visit: inpatient, acute, observation, emergency.
    #[must_use]
    pub fn is_stay(&self) -> bool {
        matches!(
            self.class.as_deref(),
            Some("IMP" | "ACUTE" | "NONAC" | "OBSENC" | "SS" | "EMER")
        )
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    status: Option<String>,
    class: Many<Concept>,
    r#type: Many<Concept>,
    period: Option<Period>,
    participant: Many<Participant>,
    location: Many<Stay>,
    reason_code: Many<Concept>,
    reason_reference: Many<Reference>,
    diagnosis: Many<DiagnosisDoc>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Participant {
    r#type: Many<Concept>,
    individual: Option<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Stay {
    location: Option<Reference>,
    status: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DiagnosisDoc {
    condition: Option<Reference>,
    r#use: Option<Concept>,
    rank: Option<u32>,
}

impl Doc {
    /// The active location, else the last not given up.
    fn place(&self) -> Option<String> {
        let active = self
            .location
            .iter()
            .find(|s| s.status.as_deref() == Some("active"));
        let last = || {
            let kept = |s: &&Stay| !matches!(s.status.as_deref(), Some("planned" | "completed"));
            self.location.iter().rfind(kept)
        };
        let location = active.or_else(last)?.location.as_ref()?;
        location.label().map(Into::into)
    }

    fn attending(&self) -> Option<String> {
        let role = |code: &'static str| {
            self.participant
                .iter()
                .find(move |p| p.r#type.iter().any(|t| t.has(code)))
        };
        let who = role("ATND")
            .or_else(|| role("PPRF"))
            .or(self.participant.first())?;
        who.individual.as_ref()?.label().map(Into::into)
    }

    fn reason(&self) -> Option<String> {
        let coded = self.reason_code.iter().find_map(Concept::plain_label);
        let named = self.reason_reference.iter().find_map(Reference::label);
        coded
            .or(named)
            .or(self.r#type.iter().find_map(Concept::plain_label))
            .map(Into::into)
    }

    /// By role (chief complaint and admission before comorbidity), then by rank; without any, the
    /// conditions the patient came for.
    fn diagnoses(&self) -> Vec<Diagnosis> {
        let mut ordered: Vec<&DiagnosisDoc> = self.diagnosis.iter().collect();
        ordered.sort_by_key(|diagnosis| {
            let comorbid = diagnosis.r#use.as_ref().is_some_and(|u| u.has("CM"));
            (comorbid, diagnosis.rank.unwrap_or(u32::MAX))
        });
        let named = ordered
            .into_iter()
            .filter_map(|diagnosis| diagnosis.condition.as_ref());
        named
            .chain(&self.reason_reference)
            .filter_map(Diagnosis::of)
            .collect()
    }
}

impl Diagnosis {
    fn of(condition: &Reference) -> Option<Self> {
        let label = condition.label().map(Into::into);
        Some(Self {
            condition: condition.reference.clone()?,
            label,
        })
    }
}
