//! From what `clinical` and `store` say to what the window shows. Conversions only: every clinical
//! decision is `clinical`'s.

pub(crate) mod chart_view;
pub(crate) mod double_dose;
mod lines;
mod listing;
mod note;
pub(crate) mod vitals_view;
pub(crate) mod ward_line;

pub(crate) use note::note_text;

use charthold_clinical::encounter::Encounter;
use charthold_clinical::mrn;
use charthold_clinical::name::PersonName;
use charthold_clinical::patient::{Patient, Sex};
use charthold_domain::{ChartId, UnitId};
use charthold_store::DirectoryEntry;

use crate::WorkstationError;

/// "TB" of "Tomas Berg, RN".
pub(crate) fn initials(display_name: &str) -> String {
    let name = display_name.split(',').next().unwrap_or_default();
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// "CUTLER, Alice".
pub(crate) fn directory_name(entry: &DirectoryEntry) -> String {
    let name = PersonName {
        family: entry.family.clone().unwrap_or_default(),
        given: entry.given.clone().unwrap_or_default(),
        title: None,
        preferred: None,
    };
    name.display()
}

/// "284 771 09".
pub(crate) fn mrn_text(entry: &DirectoryEntry) -> String {
    entry.mrn.as_deref().map(mrn::grouped).unwrap_or_default()
}

/// What a person calls a resource.
pub(crate) fn kind_word(kind: Option<&str>) -> String {
    match kind {
        Some("Observation") => "Vital sign or result",
        Some("Composition" | "DocumentReference") => "Note",
        Some("Condition") => "Problem",
        Some("AllergyIntolerance") => "Allergy",
        Some("MedicationRequest" | "MedicationStatement") => "Medication",
        Some("MedicationAdministration") => "Medication given",
        Some("Patient") => "Demographics",
        Some(_) => "Record",
        None => "Sealed record",
    }
    .to_owned()
}

/// The directory's entry of a patient, from their chart: their Patient resource and their encounters.
pub(crate) fn directory_entry(
    (chart, unit): (ChartId, Option<UnitId>),
    patient_json: &str,
    encounters: &[String],
) -> Result<DirectoryEntry, WorkstationError> {
    let patient = Patient::read(patient_json)?;
    let born: Option<BirthDate> = serde_json::from_str(patient_json).ok();
    let encounters = encounters.iter();
    let readable = encounters.filter_map(|json| Encounter::read(json).ok());
    let bed = Encounter::current(readable.collect())
        .filter(|encounter| encounter.is_open() && encounter.is_stay())
        .and_then(|encounter| encounter.place);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(DirectoryEntry {
        chart,
        fhir_id: patient.fhir_id.unwrap_or_default(),
        family: some(&patient.name.family),
        given: some(&patient.name.given),
        prefix: patient.name.title,
        nickname: patient.name.preferred,
        mrn: patient.mrn.map(|text| mrn::ungrouped(&text)),
        born: born.and_then(|doc| doc.birth_date),
        sex: sex_code(patient.sex),
        unit,
        bed,
    })
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct BirthDate {
    birth_date: Option<String>,
}

fn sex_code(sex: Sex) -> Option<String> {
    match sex.label() {
        label @ ("Female" | "Male" | "Other" | "Unknown") => Some(label.to_lowercase()),
        _ => None,
    }
}
