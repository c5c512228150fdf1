//! Allergies: a view of AllergyIntolerance. A recorded "no known allergies" is a statement with an
//! author and a time, never the absence of records; telling the two apart is this module's point.

use serde::Deserialize;

use crate::ClinicalError;
use crate::condition::{Activity, Certainty};
use crate::date::FhirMoment;
use crate::fhir::{Coding, Concept, Many, Reference, expect_kind, read, without_semantic_tag};

/// An allergy or intolerance, or a statement that there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allergy {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// What the patient reacts to; of a negation, what it says.
    pub agent: String,
    /// Whether it states an allergy or the absence of some.
    pub statement: Statement,
    /// The first coding of the agent.
    pub code: Option<Coding>,
    /// Past reactions: one item per event, its manifestations joined by ` + `.
    pub reactions: Vec<String>,
    /// The worst recorded reaction's severity: mild, moderate, severe.
    pub severity: Option<String>,
    /// How dangerous a future reaction may be.
    pub criticality: Criticality,
    /// Whether the risk is current.
    pub activity: Activity,
    /// How sure the author is.
    pub certainty: Certainty,
    /// When it was recorded.
    pub recorded: Option<FhirMoment>,
    /// Who recorded it.
    pub recorder: Option<String>,
}

/// What kind of statement the record makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statement {
    /// There is an allergy.
    Allergy,
    /// There are no known allergies of any kind.
    NoneKnown,
    /// There are no known allergies of one kind, as drugs.
    NoneKnownOfAKind,
    /// It says that nothing is known: the same as no record.
    NoInformation,
}

/// FHIR criticality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criticality {
    /// high
    High,
    /// unable-to-assess, or not stated.
    Unknown,
    /// low
    Low,
}

impl Allergy {
    /// Reads an AllergyIntolerance resource.
    ///
    /// # Errors
    /// When the text is no JSON object, another resource, or does not say to what.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "AllergyIntolerance")?;
        let substance = || doc.reaction.iter().find_map(|r| r.substance.clone());
        let code = doc
            .code
            .clone()
            .or_else(substance)
            .ok_or(ClinicalError::Unreadable)?;
        let agent = code.label().ok_or(ClinicalError::Unreadable)?;
        Ok(Self {
            agent: without_allergy(agent).into(),
            statement: Statement::of(&code),
            reactions: doc.reactions(),
            severity: doc.severity(),
            criticality: match doc.criticality.as_deref() {
                Some("high") => Criticality::High,
                Some("low") => Criticality::Low,
                _ => Criticality::Unknown,
            },
            activity: Activity::of(doc.clinical_status.as_ref(), false),
            certainty: Certainty::of(doc.verification_status.as_ref()),
            recorded: FhirMoment::of(doc.recorded_date.as_ref()),
            recorder: doc
                .recorder
                .or(doc.asserter)
                .and_then(|who| who.label().map(Into::into)),
            code: code.coding.into_iter().next(),
            fhir_id: doc.id,
        })
    }

    /// Whether it is to be shown as a current risk. Doubt counts as risk.
    #[must_use]
    pub fn is_current_risk(&self) -> bool {
        self.statement == Statement::Allergy
            && self.activity == Activity::Active
            && !self.is_withdrawn()
    }

    /// Whether its author took it back: refuted, or entered in error.
    #[must_use]
    pub const fn is_withdrawn(&self) -> bool {
        matches!(
            self.certainty,
            Certainty::Refuted | Certainty::EnteredInError
        )
    }

    /// `penicillins – anaphylaxis, hives`, as the banner has it.
    #[must_use]
    pub fn line(&self) -> String {
        if self.reactions.is_empty() {
            return self.agent.clone();
        }
        format!("{} – {}", self.agent, self.reactions.join(", "))
    }
}

impl Statement {
    fn of(code: &Concept) -> Self {
        if code.has_any(NONE_KNOWN) {
            return Self::NoneKnown;
        }
        if code.has_any(NONE_KNOWN_OF_A_KIND) {
            return Self::NoneKnownOfAKind;
        }
        if code.has_any(NO_INFORMATION) {
            return Self::NoInformation;
        }
        let text = code.label().unwrap_or_default().to_lowercase();
        let text = text.trim().trim_end_matches('.');
        if NONE_KNOWN_TEXTS.contains(&text) {
            Self::NoneKnown
        } else {
            Self::Allergy
        }
    }
}

impl Doc {
    fn reactions(&self) -> Vec<String> {
        let events = self.reaction.iter().map(|event| {
            let shown = event.manifestation.iter().filter_map(Concept::label);
            let shown: Vec<String> = shown.map(plain_finding).collect();
            if shown.is_empty() {
                event.description.clone().unwrap_or_default()
            } else {
                shown.join(" + ")
            }
        });
        events.filter(|event| !event.is_empty()).collect()
    }

    fn severity(&self) -> Option<String> {
        let of = |wanted: &str| {
            self.reaction
                .iter()
                .any(|r| r.severity.as_deref() == Some(wanted))
        };
        ["severe", "moderate", "mild"]
            .into_iter()
            .find(|level| of(level))
            .map(Into::into)
    }
}

/// "Dander (animal) allergy" is an allergy to "Dander (animal)"; the heading says the rest.
fn without_allergy(agent: &str) -> &str {
    let stem = ["allergy to ", "Allergy to "]
        .into_iter()
        .find_map(|p| agent.strip_prefix(p));
    let agent = stem.unwrap_or(agent);
    let agent = without_semantic_tag(agent);
    match agent.strip_suffix(" allergy").map(str::trim) {
        Some(rest) if !rest.is_empty() && !agent.starts_with("No ") => rest,
        _ => agent,
    }
}

fn plain_finding(label: &str) -> String {
    let label = without_semantic_tag(label);
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if !letters.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.into(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    clinical_status: Option<Concept>,
    verification_status: Option<Concept>,
    criticality: Option<String>,
    code: Option<Concept>,
    recorded_date: Option<String>,
    recorder: Option<Reference>,
    asserter: Option<Reference>,
    reaction: Many<Reaction>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reaction {
    substance: Option<Concept>,
    manifestation: Many<Concept>,
    description: Option<String>,
    severity: Option<String>,
}

/// SNOMED CT "no known allergy" and the IPS absent-or-unknown code.
const NONE_KNOWN: &[&str] = &["716186003", "160244002", "no-known-allergies"];

/// SNOMED CT no known drug, food, environmental, insect, latex, animal allergy; IPS likewise.
const NONE_KNOWN_OF_A_KIND: &[&str] = &[
    "409137002",
    "429625007",
    "428607008",
    "428197003",
    "716184000",
    "716220001",
    "1003774007",
    "no-known-medication-allergies",
    "no-known-environmental-allergies",
    "no-known-food-allergies",
];

/// IPS "no information about allergies"; SNOMED CT "allergic disposition not known".
const NO_INFORMATION: &[&str] = &["no-allergy-info", "1631000175102"];

const NONE_KNOWN_TEXTS: &[&str] = &[
    "no known allergies",
    "no known allergy",
    "none known",
    "nka",
    "no allergies",
];
