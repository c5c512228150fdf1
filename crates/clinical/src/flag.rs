//! Banner flags: a view of Flag, with what kind of warning it is.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Concept, Period, Reference, expect_kind, read};

/// A flag on a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// What it says, as recorded.
    pub label: String,
    /// What kind of flag it is.
    pub kind: FlagKind,
    /// Whether it is active.
    pub state: FlagState,
    /// Since when.
    pub since: Option<FhirMoment>,
    /// Who raised it.
    pub author: Option<String>,
}

/// What a flag is about; decides where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagKind {
    /// Resuscitation and treatment limits.
    CodeStatus,
    /// Isolation precautions.
    Isolation,
    /// Risk of falling.
    Falls,
    /// Diet, nothing by mouth.
    Diet,
    /// A clinician has set the 88–92 % saturation target (NEWS2 scale 2).
    Spo2Target,
    /// Anything else.
    Other,
}

/// Whether a flag holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlagState {
    /// It does.
    Active,
    /// It no longer does.
    Inactive,
    /// It never should have.
    EnteredInError,
}

impl Flag {
    /// Reads a Flag resource.
    ///
    /// # Errors
    /// When the text is no JSON object, another resource, or says nothing.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Flag")?;
        let label = doc.code.label().ok_or(ClinicalError::Unreadable)?;
        Ok(Self {
            label: label.into(),
            kind: FlagKind::of(&doc.code, label),
            state: match doc.status.as_deref() {
                Some("inactive") => FlagState::Inactive,
                Some("entered-in-error") => FlagState::EnteredInError,
                _ => FlagState::Active,
            },
            since: FhirMoment::of(doc.period.as_ref().and_then(|p| p.start.as_ref())),
            author: doc
                .author
                .as_ref()
                .and_then(Reference::label)
                .map(Into::into),
            fhir_id: doc.id,
        })
    }

    /// Short, for the census: `DNR`, `Falls`, `Isolation: droplet`.
    #[must_use]
    pub fn short_text(&self) -> String {
        match self.kind {
            FlagKind::Falls => "Falls".into(),
            FlagKind::Spo2Target => "SpO2 88–92".into(),
            FlagKind::Isolation => format!("Isolation: {}", self.isolation().to_lowercase()),
            FlagKind::CodeStatus if is_no_resuscitation(&self.label) => "DNR".into(),
            _ => self.label.clone(),
        }
    }

    /// The kind of isolation, as `Droplet`.
    #[must_use]
    pub fn isolation(&self) -> &str {
        let label = self.label.as_str();
        let after = label.split_once(": ").map(|(_, kind)| kind);
        let named = after.or_else(|| label.strip_suffix(" isolation"));
        named
            .or_else(|| label.strip_suffix(" precautions"))
            .unwrap_or(label)
            .trim()
    }
}

/// Whether a code status says not to resuscitate.
#[must_use]
pub fn is_no_resuscitation(label: &str) -> bool {
    let lower = label.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "dnr" | "dnar" | "dnacpr"))
        || [
            "not for resuscitation",
            "do not resuscitate",
            "do not attempt",
        ]
        .iter()
        .any(|text| lower.contains(text))
}

impl FlagKind {
    fn of(code: &Concept, label: &str) -> Self {
        let by_code = |codes: &[&str], kind| code.has_any(codes).then_some(kind);
        by_code(RESUSCITATION, Self::CodeStatus)
            .or_else(|| by_code(ISOLATION, Self::Isolation))
            .or_else(|| by_code(FALLS, Self::Falls))
            .or_else(|| by_code(DIET, Self::Diet))
            .unwrap_or_else(|| Self::by_words(label))
    }

    fn by_words(label: &str) -> Self {
        let lower = label.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if is_no_resuscitation(label) || says(&["code status", "full code", "resuscitat"]) {
            Self::CodeStatus
        } else if says(&[
            "isolation",
            "precautions: ",
            "droplet",
            "airborne",
            "contact precaution",
        ]) {
            Self::Isolation
        } else if says(&["88–92", "88-92"]) {
            Self::Spo2Target
        } else if says(&["fall"]) {
            Self::Falls
        } else if says(&["npo", "nil by mouth", "nothing by mouth", "diet"]) {
            Self::Diet
        } else {
            Self::Other
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Doc {
    #[serde(rename = "resourceType")]
    resource_type: String,
    id: Option<String>,
    status: Option<String>,
    code: Concept,
    period: Option<Period>,
    author: Option<Reference>,
}

/// SNOMED CT: for / not for resuscitation, resuscitation status.
const RESUSCITATION: &[&str] = &["304252001", "304253006", "304251008", "143021000119109"];
/// SNOMED CT: isolation procedure, contact, droplet, airborne precautions.
const ISOLATION: &[&str] = &["40174006", "406117000"];
/// SNOMED CT: at risk for falls.
const FALLS: &[&str] = &["129839007"];
/// SNOMED CT: nothing by mouth.
const DIET: &[&str] = &["182923009"];
