//! Riverside General: a synthetic hospital grown from a seed. One patient at a time, so that a
//! thousand charts need the memory of one; the same seed, index and time give the same bytes.
//! Nobody in it is real. Loading it into a central is not its business.

mod allergy;
mod analyte;
mod case;
mod cast;
mod chance;
mod dose;
mod fluids;
mod formulary;
mod identity;
mod json;
mod lab;
mod medication;
mod moment;
mod notes;
mod number;
mod people;
mod place;
mod problem;
mod resource;
mod roster;
mod scenario;
mod stay;
mod treatment;
mod vitals;

use charthold_domain::Timestamp;

pub use people::{DemoPerson, people};

use case::Case;
use place::Place;

/// The hospital's name.
pub const HOSPITAL: &str = "Riverside General";

/// Its units, in the order they are listed everywhere.
pub const UNITS: [&str; 4] = ["4A", "4B", "5A", "ED"];

/// A hospital to grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HospitalPlan {
    /// Decides everything that is drawn.
    pub seed: u64,
    /// How many patients there are; indexes run from 0 up to it.
    pub patients: usize,
    /// The present: every stay is still going on, nothing lies after it.
    pub now: Timestamp,
}

/// One inpatient with a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedPatient {
    /// The unit, as "4B".
    pub unit: String,
    /// The bed in the unit, as "12".
    pub bed: String,
    /// Medical record number: eight digits.
    pub mrn: String,
    /// Usernames of attending, resident, nurse and pharmacist, in that order.
    pub team: Vec<&'static str>,
    /// FHIR R4 resources as JSON text; the Patient is the first.
    pub resources: Vec<String>,
}

/// Patient `index` of `plan`. Indexes at or beyond `plan.patients` give patients too; they are
/// those of a larger hospital.
#[must_use]
pub fn patient(plan: &HospitalPlan, index: usize) -> GeneratedPatient {
    let case = Case::draw(plan, index);
    let roster = &case.roster;
    GeneratedPatient {
        unit: case.place.unit.to_owned(),
        bed: case.place.bed_number(),
        mrn: case.who.mrn.clone(),
        team: [
            &roster.attending,
            &roster.resident,
            &roster.nurse,
            &roster.pharmacist,
        ]
        .map(|person| person.username)
        .to_vec(),
        resources: resource::write(&case),
    }
}

/// The unit that patient `index` lies in, whatever the seed; cheap, where [`patient`] is not.
#[must_use]
pub fn unit_of(index: usize) -> &'static str {
    Place::of(index).unit
}

/// The chart as a FHIR R4 Bundle of type collection.
#[must_use]
pub fn bundle(patient: &GeneratedPatient) -> String {
    let mut text = String::from(r#"{"resourceType":"Bundle","type":"collection","entry":["#);
    for (position, resource) in patient.resources.iter().enumerate() {
        text.push_str(if position == 0 {
            r#"{"resource":"#
        } else {
            r#",{"resource":"#
        });
        text.push_str(resource);
        text.push('}');
    }
    text.push_str("]}");
    text
}

#[cfg(test)]
mod tests;
