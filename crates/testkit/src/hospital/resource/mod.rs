//! From a case to FHIR R4 resources. Each module makes one kind; this one holds what they share:
//! ids, the subject, the way codes are written.

mod allergy;
mod composition;
mod condition;
mod document;
mod encounter;
mod fluids;
mod immunization;
mod lab;
mod medication;
mod patient;
mod precaution;
mod procedure;
mod request;
mod study;
mod vitals;

use charthold_domain::{RecordId, uuid_v7};

use super::case::Case;
use super::chance::Chance;
use super::json::{Json, list, object};
use super::moment::Moment;
use super::notes;

pub(super) const SNOMED: &str = "http://snomed.info/sct";
pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
pub(super) const ICD10: &str = "http://hl7.org/fhir/sid/icd-10-cm";
pub(super) const UCUM: &str = "http://unitsofmeasure.org";

/// Every resource of `case` as JSON text: the patient first, then the stay, then what happened.
pub(crate) fn write(case: &Case) -> Vec<String> {
    let mut shelf = Shelf::new(case);
    patient::write(&mut shelf, case);
    encounter::write(&mut shelf, case);
    condition::write(&mut shelf, case);
    allergy::write(&mut shelf, case);
    precaution::write(&mut shelf, case);
    request::write(&mut shelf, case);
    medication::write(&mut shelf, case);
    vitals::write(&mut shelf, case);
    lab::write(&mut shelf, case);
    fluids::write(&mut shelf, case);
    study::write(&mut shelf, case);
    procedure::write(&mut shelf, case);
    immunization::write(&mut shelf, case);
    document::write(&mut shelf, case);
    for note in notes::write(case) {
        composition::write(&mut shelf, case, &note);
    }
    shelf.resources
}

/// The chart under construction.
struct Shelf {
    resources: Vec<String>,
    ids: Chance,
    patient: String,
    encounter: String,
    name: String,
}

impl Shelf {
    fn new(case: &Case) -> Self {
        let mut shelf = Self {
            resources: Vec::with_capacity(700),
            ids: case.chance("ids"),
            patient: String::new(),
            encounter: String::new(),
            name: format!("{}, {}", case.who.family.to_uppercase(), case.who.given),
        };
        shelf.patient = shelf.id(case.stay.admitted.plus(-30));
        shelf.encounter = shelf.id(case.stay.admitted);
        shelf
    }

    /// A version 7 id of `moment`.
    fn id(&mut self, moment: Moment) -> String {
        let id: RecordId = uuid_v7(moment.timestamp(), self.ids.id_bytes()).into();
        id.to_string()
    }

    fn push(&mut self, resource: &Json) {
        self.resources.push(resource.to_text());
    }

    /// Reference to the patient.
    fn subject(&self) -> Json {
        object! { "reference": format!("Patient/{}", self.patient), "display": &self.name }
    }

    /// Reference to the stay.
    fn stay(&self) -> Json {
        object! { "reference": format!("Encounter/{}", self.encounter) }
    }
}

/// One code with its words.
fn coding(system: &'static str, code: &'static str, display: &'static str) -> Json {
    object! { "system": system, "code": code, "display": display }
}

/// A concept of one code; its text is the display.
fn concept(system: &'static str, code: &'static str, display: &'static str) -> Json {
    object! { "coding": list![coding(system, code, display)], "text": display }
}

/// A concept of words only.
fn words(text: impl Into<Json>) -> Json {
    object! { "text": text.into() }
}

/// A concept of an HL7 code system, which needs no words.
fn hl7(system: &'static str, code: &'static str) -> Json {
    object! { "coding": list![object! { "system": system, "code": code }] }
}

/// An amount in UCUM units.
fn quantity(value: impl Into<Json>, unit: &'static str, ucum: &'static str) -> Json {
    object! { "value": value.into(), "unit": unit, "system": UCUM, "code": ucum }
}

/// A label that keeps the resource to the treating team.
fn restricted() -> Json {
    object! {
        "security": list![object! {
            "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
            "code": "R",
            "display": "restricted",
        }],
    }
}
