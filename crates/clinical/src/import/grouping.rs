//! Which patient's chart each entry goes into. In doubt nobody's: a resource in the wrong chart is
//! worse than a refusal with a line in the report.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::owner::are_one;
use super::reference::references;
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
/// Shared resources go to the patient when there is exactly one, otherwise to every patient whose
/// entries refer to them, directly or through another; the rest are refused.
#[must_use]
pub fn group(entries: Vec<Entry>) -> Import {
    let mut import = Import::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut taken = HashSet::new();
    let mut doubtful = HashSet::new();
    let mut shared = Vec::new();
    for entry in entries {
        if !taken.insert(name_of(&entry)) {
            let refused = refusal(&entry, RefusalCode::DuplicateId);
            import.refused.push(refused);
            if let Owner::Patient(id) = &entry.owner
                && is_another(&entry, places.get(id), &import)
            {
                doubtful.insert(id.clone());
            }
            continue;
        }
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
                if let Some(patient) = import.patients.get_mut(place) {
                    patient.entries.push(entry);
                }
            }
            Owner::Shared => shared.push(entry),
            Owner::Unresolved => import.refused.push(refusal(&entry, RefusalCode::NoPatient)),
        }
    }
    set_aside(&doubtful, &mut import);
    match import.patients.as_mut_slice() {
        [only] => {
            only.entries.append(&mut shared);
            only.entries.sort_by_key(|entry| entry.index);
        }
        _ => share(&shared, &mut import),
    }
    import
}

/// Whether `entry` is a Patient, and another person than the one taken before under its id.
fn is_another(entry: &Entry, place: Option<&usize>, import: &Import) -> bool {
    let first = place.and_then(|place| import.patients.get(*place));
    let first = first.and_then(PatientEntries::find_patient);
    entry.kind.as_str() == "Patient"
        && first.is_some_and(|first| !are_one(&first.json, &entry.json))
}

/// Refuses everything of ids that two people have: nobody can tell whose it is.
fn set_aside(doubtful: &HashSet<String>, import: &mut Import) {
    let (mixed, clear) = std::mem::take(&mut import.patients)
        .into_iter()
        .partition(|patient| doubtful.contains(&patient.patient));
    import.patients = clear;
    let mixed: Vec<PatientEntries> = mixed;
    let entries = mixed.iter().flat_map(|patient| &patient.entries);
    let refused = entries.map(|entry| refusal(entry, RefusalCode::WrongPatient));
    import.refused.extend(refused);
}

/// Gives each patient the shared resources that belong to what is said of them.
fn share(shared: &[Entry], import: &mut Import) {
    let places: HashMap<String, usize> = shared.iter().map(name_of).zip(0..).collect();
    let links: Vec<Vec<usize>> = shared
        .iter()
        .map(|entry| named_in(entry, &places))
        .collect();
    let mut used = BTreeSet::new();
    for patient in &mut import.patients {
        let mut wanted = BTreeSet::new();
        let mut waiting: Vec<usize> = patient
            .entries
            .iter()
            .flat_map(|entry| named_in(entry, &places))
            .collect();
        while let Some(place) = waiting.pop() {
            if wanted.insert(place) {
                waiting.extend(links.get(place).into_iter().flatten());
            }
        }
        let copies = wanted
            .iter()
            .filter_map(|place| shared.get(*place))
            .cloned();
        patient.entries.extend(copies);
        patient.entries.sort_by_key(|entry| entry.index);
        used.append(&mut wanted);
    }
    let unused = shared
        .iter()
        .zip(0..)
        .filter(|(_, place)| !used.contains(place));
    let refused = unused.map(|(entry, _)| refusal(entry, RefusalCode::NoPatient));
    import.refused.extend(refused);
}

/// The places of the shared resources that `entry` refers to.
fn named_in(entry: &Entry, places: &HashMap<String, usize>) -> Vec<usize> {
    if places.is_empty() {
        return Vec::new();
    }
    let references = references(&entry.json);
    let places = references.iter().filter_map(|name| places.get(name));
    places.copied().collect()
}

fn name_of(entry: &Entry) -> String {
    format!("{}/{}", entry.kind, entry.fhir_id)
}

fn refusal(entry: &Entry, code: RefusalCode) -> Refusal {
    Refusal {
        index: Some(entry.index),
        code,
    }
}
