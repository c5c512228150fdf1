//! The patients of a load test: nobody real, and named so that nobody can take them for real. A patient and a stay each.

use charthold_workstation::{ImportSource, Workstation, WorkstationError};
use serde_json::json;

/// What their family name is.
pub(crate) const FAMILY: &str = "LOADTEST";

/// Who is to be brought in: no two runs have one in common.
pub(crate) struct Patient {
    run: String,
    number: usize,
}

/// `count` patients of the run with these random bytes.
pub(crate) fn patients(run: [u8; 8], count: usize) -> Vec<Patient> {
    let run = format!("{:016x}", u64::from_be_bytes(run));
    let patient = |number| Patient {
        run: run.clone(),
        number,
    };
    (1..=count).map(patient).collect()
}

impl Patient {
    /// Their record number.
    pub(crate) fn mrn(&self) -> String {
        format!("{FAMILY}-{}-{}", self.run, self.number)
    }

    /// What is imported.
    pub(crate) fn source(&self) -> ImportSource {
        ImportSource::Text {
            name: self.mrn(),
            content: self.bundle().to_string(),
        }
    }

    fn bundle(&self) -> serde_json::Value {
        let id = self.mrn().to_lowercase();
        let subject = format!("Patient/{id}");
        let patient = json!({
            "resourceType": "Patient",
            "id": id,
            "identifier": [{
                "use": "usual",
                "type": {"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/v2-0203",
                    "code": "MR",
                }]},
                "system": "urn:charthold:load-test",
                "value": self.mrn(),
            }],
            "name": [{"use": "official", "family": FAMILY, "given": [format!("Nobody {}", self.number)]}],
            "gender": "unknown",
            "birthDate": "1950-01-01",
        });
        let stay = json!({
            "resourceType": "Encounter",
            "id": format!("{id}-stay"),
            "status": "in-progress",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "IMP",
            },
            "subject": {"reference": subject},
        });
        json!({
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": patient}, {"resource": stay}],
        })
    }
}

/// Refuses a workstation on which anybody else is: neither in the unit nor in what the enrolment code covers.
///
/// # Errors
/// [`WorkstationError::InvalidInput`] when there is one.
pub(crate) fn demand_nobody_else(
    workstation: &Workstation,
    unit: &str,
) -> Result<(), WorkstationError> {
    let ours = format!("{FAMILY},");
    let listed = workstation.search("")?;
    let is_ours = |name: &str| name.starts_with(&ours);
    let others_in_unit = listed
        .iter()
        .any(|hit| hit.unit.as_deref() == Some(unit) && !is_ours(&hit.name));
    let known: Vec<&str> = listed
        .iter()
        .filter(|hit| is_ours(&hit.name))
        .map(|hit| hit.chart.as_str())
        .collect();
    let others_in_scope = workstation
        .chart_heads()?
        .keys()
        .any(|chart| !known.contains(&chart.to_string().as_str()));
    match others_in_unit || others_in_scope {
        true => Err(WorkstationError::InvalidInput(
            "the unit, or a unit of the enrolment code, has patients: a load test takes a unit of its own, made for it",
        )),
        false => Ok(()),
    }
}
