//! Which patient's chart each entry goes into. In doubt nobody's: a resource in the wrong chart is
//! worse than a refusal with a line in the report.

use std::collections::HashMap;

use super::{Entry, Import, Owner, Refusal, RefusalCode};

/// One patient's part of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientEntries {
    /// The FHIR id of the Patient resource, whether or not the import brings that resource.
    pub patient: String,
    /// The entries for this patient's chart, in order.
    pub entries: Vec<Entry>,
}

impl PatientEntries {
    /// The Patient resource itself, when the import brings it.
    #[must_use]
    pub fn find_patient(&self) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.kind.as_str() == "Patient")
    }
}

/// Groups entries by patient; call it with the entries of several files to group across them.
/// Shared resources go to the patient when there is exactly one, and are refused otherwise.
#[must_use]
pub fn group(entries: Vec<Entry>) -> Import {
    let mut import = Import::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut shared = Vec::new();
    for entry in entries {
        match &entry.owner {
            Owner::Patient(id) => {
                let place = *places.entry(id.clone()).or_insert_with(|| {
                    let patient = id.clone();
                    import.patients.push(PatientEntries {
                        patient,
                        entries: Vec::new(),
                    });
                    import.patients.len() - 1
                });
                import
                    .patients
                    .get_mut(place)
                    .into_iter()
                    .for_each(|p| p.entries.push(entry.clone()));
            }
            Owner::Shared => shared.push(entry),
            Owner::Unresolved => import.refused.push(no_patient(&entry)),
        }
    }
    match import.patients.as_mut_slice() {
        [only] => {
            only.entries.append(&mut shared);
            only.entries.sort_by_key(|entry| entry.index);
        }
        _ => import.refused.extend(shared.iter().map(no_patient)),
    }
    import
}

fn no_patient(entry: &Entry) -> Refusal {
    Refusal {
        index: Some(entry.index),
        code: RefusalCode::NoPatient,
    }
}
