//! A light reading of any resource, in one pass, for what the chart's lists sort and filter by,
//! and the rules that follow from it: which compartment a record belongs to and how its versions
//! merge. What a particular kind of record says is read by that kind's own view.

use std::fmt;

use charthold_domain::{Compartment, Timestamp};
use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Coding, Concept, Many, Period, Reference, read};

/// What kind of resource a record is: FHIR's `resourceType`, whatever it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKind(Box<str>);

impl RecordKind {
    /// The kind named `resource_type`.
    #[must_use]
    pub fn new(resource_type: &str) -> Self {
        Self(resource_type.into())
    }

    /// The `resourceType` text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a view of this crate shows it; other kinds are kept and shown as "other".
    #[must_use]
    pub fn is_known(&self) -> bool {
        KNOWN.contains(&self.as_str())
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What lists of records need to know of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHead {
    /// The resource type.
    pub kind: RecordKind,
    /// The resource's own id.
    pub fhir_id: Option<String>,
    /// Whom it is about, as written: `Patient/x`, a `urn:uuid:`, a URL; a Patient is about itself.
    pub subject: Option<String>,
    /// When it happened, was recorded or was written, in that order of preference.
    pub moment: Option<Timestamp>,
    /// Its status; the clinical status of a problem or an allergy; a document's own status.
    pub status: Option<String>,
    /// What it is about, by the first coding; a medication order's drug, a note's type.
    pub code: Option<Coding>,
    /// The first category's code, as `vital-signs` or `laboratory`; an encounter's class.
    pub category: Option<String>,
    /// The encounter it belongs to, as written.
    pub encounter: Option<String>,
    /// Every security and confidentiality code on it.
    pub security: Vec<String>,
}

/// How concurrent versions of a record become one (`sync.md` A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MergeClass {
    /// Versions are never merged away; both are always kept.
    InsertOnly,
    /// Field by field; different values of one field are both shown until reconciled.
    Mergeable,
    /// Immutable once signed: the first accepted signature is effective.
    Signed,
}

/// Reads the head of any resource in one pass.
///
/// # Errors
/// When the text is no JSON object or names no resource type.
pub fn head(json: &str) -> Result<RecordHead, ClinicalError> {
    let elements: Elements = read(json)?;
    let kind = elements
        .resource_type
        .as_deref()
        .filter(|kind| !kind.is_empty());
    let kind = RecordKind::new(kind.ok_or(ClinicalError::NoResourceType)?);
    Ok(elements.into_head(kind))
}

/// The compartment a record's keys come from. A label that only may mean "restricted" restricts.
#[must_use]
pub fn compartment(head: &RecordHead) -> Compartment {
    if head
        .security
        .iter()
        .any(|code| RESTRICTING.contains(&code.as_str()))
    {
        return Compartment::Restricted;
    }
    let directive = || {
        let codes = [
            head.category.as_deref(),
            head.code.as_ref().and_then(|c| c.code.as_deref()),
        ];
        codes
            .into_iter()
            .flatten()
            .any(|code| DIRECTIVES.contains(&code))
    };
    match head.kind.as_str() {
        "Patient"
        | "AllergyIntolerance"
        | "MedicationRequest"
        | "MedicationStatement"
        | "Condition"
        | "Flag" => Compartment::Summary,
        "Consent" if directive() => Compartment::Summary,
        _ => Compartment::Normal,
    }
}

/// How concurrent versions of this record merge.
#[must_use]
pub fn conflict_class(head: &RecordHead) -> MergeClass {
    let kind = head.kind.as_str();
    let signed = matches!(
        head.status.as_deref(),
        Some("final" | "amended" | "appended" | "corrected")
    );
    match kind {
        "Composition" | "DocumentReference" if signed => MergeClass::Signed,
        _ if INSERT_ONLY.contains(&kind) => MergeClass::InsertOnly,
        _ => MergeClass::Mergeable,
    }
}

/// Union of the elements that carry a head's facts across kinds, each in a form wide enough for
/// all of them.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Elements {
    resource_type: Option<String>,
    id: Option<String>,
    meta: Option<Meta>,
    security_label: Many<Concept>,
    confidentiality: Option<String>,
    subject: Many<Reference>,
    patient: Option<Reference>,
    beneficiary: Option<Reference>,
    r#for: Option<Reference>,
    individual: Option<Reference>,
    status: Option<Concept>,
    doc_status: Option<String>,
    clinical_status: Option<Concept>,
    code: Option<Concept>,
    vaccine_code: Option<Concept>,
    medication_codeable_concept: Option<Concept>,
    medication_reference: Option<Reference>,
    r#type: Many<Concept>,
    category: Many<Concept>,
    class: Many<Concept>,
    scope: Option<Concept>,
    encounter: Many<Reference>,
    context: Option<Context>,
    effective_date_time: Option<String>,
    effective_period: Option<Period>,
    effective_instant: Option<String>,
    occurrence_date_time: Option<String>,
    occurrence_period: Option<Period>,
    performed_date_time: Option<String>,
    performed_period: Option<Period>,
    authored_on: Option<String>,
    recorded_date: Option<String>,
    started: Option<String>,
    date: Option<String>,
    date_time: Option<String>,
    period: Option<Period>,
    onset_date_time: Option<String>,
    date_asserted: Option<String>,
    issued: Option<String>,
    when_handed_over: Option<String>,
    sent: Option<String>,
    created: Option<String>,
    recorded: Option<String>,
    collection: Option<Collection>,
    received_time: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    security: Many<Coding>,
}

/// `context` is an encounter reference on some kinds and an object with one on others.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Context {
    reference: Option<String>,
    encounter: Many<Reference>,
    period: Option<Period>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Collection {
    collected_date_time: Option<String>,
}

impl Elements {
    fn into_head(self, kind: RecordKind) -> RecordHead {
        RecordHead {
            subject: self.subject(&kind),
            moment: self.moment(),
            status: self.status(),
            category: self.category(),
            encounter: self.encounter(),
            security: self.security(),
            code: self.code(),
            fhir_id: self.id,
            kind,
        }
    }

    fn subject(&self, kind: &RecordKind) -> Option<String> {
        if kind.as_str() == "Patient" {
            return self.id.as_ref().map(|id| format!("Patient/{id}"));
        }
        let named = [
            &self.patient,
            &self.beneficiary,
            &self.r#for,
            &self.individual,
        ];
        let named = named.into_iter().flatten();
        self.subject
            .iter()
            .chain(named)
            .find_map(|whom| whom.reference.clone())
    }

    fn moment(&self) -> Option<Timestamp> {
        let start = |period: &Option<Period>| period.as_ref().and_then(|p| p.start.clone());
        let context = self.context.as_ref().and_then(|c| start(&c.period));
        let collected = self
            .collection
            .as_ref()
            .and_then(|c| c.collected_date_time.clone());
        let texts = [
            &self.effective_date_time,
            &start(&self.effective_period),
            &self.effective_instant,
            &self.occurrence_date_time,
            &start(&self.occurrence_period),
            &self.performed_date_time,
            &start(&self.performed_period),
            &self.authored_on,
            &self.recorded_date,
            &self.started,
            &self.date,
            &self.date_time,
            &start(&self.period),
            &self.onset_date_time,
            &self.date_asserted,
            &self.issued,
            &self.when_handed_over,
            &self.sent,
            &self.created,
            &self.recorded,
            &collected,
            &self.received_time,
            &context,
        ];
        let readable = texts
            .into_iter()
            .flatten()
            .find_map(|text| FhirMoment::parse(text));
        readable.map(FhirMoment::start)
    }

    fn status(&self) -> Option<String> {
        let clinical = self.clinical_status.as_ref().and_then(Concept::code);
        let own = self.status.as_ref().and_then(Concept::code);
        let retracted = own.filter(|status| *status == "entered-in-error");
        retracted
            .or(self.doc_status.as_deref())
            .or(clinical)
            .or(own)
            .map(Into::into)
    }

    fn code(&self) -> Option<Coding> {
        let single = [
            &self.code,
            &self.vaccine_code,
            &self.medication_codeable_concept,
        ];
        let single = single.into_iter().flatten();
        let scope = self.scope.iter();
        let concept = single.chain(&self.r#type).chain(scope).next();
        let named = self.medication_reference.as_ref().and_then(|m| m.label());
        match concept {
            Some(concept) => {
                let first = concept.coding.first().cloned().unwrap_or_default();
                let display = concept.label().map(Into::into);
                Some(Coding { display, ..first })
            }
            None => named.map(|text| Coding {
                display: Some(text.into()),
                ..Coding::default()
            }),
        }
    }

    fn category(&self) -> Option<String> {
        let concept = self.category.first().or(self.class.first())?;
        concept.code().or(concept.label()).map(Into::into)
    }

    fn encounter(&self) -> Option<String> {
        let context = self.context.as_ref();
        let direct = context.and_then(|c| c.reference.as_ref());
        let direct = direct.filter(|text| !text.contains("EpisodeOfCare/"));
        let nested = context.into_iter().flat_map(|c| &c.encounter);
        let named = self
            .encounter
            .iter()
            .chain(nested)
            .find_map(|e| e.reference.as_ref());
        named.or(direct).cloned()
    }

    fn security(&self) -> Vec<String> {
        let meta = self
            .meta
            .iter()
            .flat_map(|meta| &meta.security)
            .filter_map(|c| c.code.clone());
        let labels = self.security_label.iter().flat_map(|label| &label.coding);
        let labels = labels.filter_map(|coding| coding.code.clone());
        meta.chain(labels)
            .chain(self.confidentiality.clone())
            .collect()
    }
}

/// v3 Confidentiality R and V, and the v3 ActCode sensitivities of psychotherapy, mental health
/// and substance use disorder records (42 CFR Part 2; 45 CFR 164.501 "psychotherapy notes").
const RESTRICTING: [&str; 9] = [
    "R",
    "V",
    "ETH",
    "ETHUD",
    "OPIOIDUD",
    "PSY",
    "PSYTHPN",
    "SUD",
    "42CFRPart2",
];

/// Consent scope and categories (HL7 consentscope, consentcategorycodes) that are directives.
const DIRECTIVES: [&str; 6] = ["adr", "acd", "dnr", "emrgonly", "hcd", "polst"];

const INSERT_ONLY: [&str; 16] = [
    "AuditEvent",
    "ClinicalImpression",
    "Communication",
    "DetectedIssue",
    "DiagnosticReport",
    "ImagingStudy",
    "Immunization",
    "Media",
    "MedicationAdministration",
    "MedicationDispense",
    "Observation",
    "Procedure",
    "Provenance",
    "QuestionnaireResponse",
    "RiskAssessment",
    "Specimen",
];

const KNOWN: [&str; 14] = [
    "AllergyIntolerance",
    "Composition",
    "Condition",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "Flag",
    "Immunization",
    "MedicationAdministration",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Patient",
    "Procedure",
];
