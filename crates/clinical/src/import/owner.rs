//! Whose an entry is. In doubt nobody's: an id is a name within one system, and what another system calls by the same id is
//! somebody else.

use std::collections::{HashMap, HashSet};

use super::reference::{Targets, resolved_reference};
use super::split::Found;
use super::{Owner, RefusalCode};
use crate::identity::Identity;

/// The patients a text brings.
#[derive(Default)]
pub(super) struct Patients {
    /// By id, and from which system, when the entry says so.
    bases: HashMap<String, Option<String>>,
    /// Ids that two different people have.
    doubtful: HashSet<String>,
}

impl Patients {
    /// Notes an entry that is taken.
    pub(super) fn note(&mut self, found: &Found<'_>) {
        if found.kind.as_str() == "Patient" {
            let base = base_of(found).map(str::to_owned);
            self.bases.insert(found.fhir_id.clone(), base);
        }
    }

    /// Notes an entry that is not taken, since `first` has its type and id.
    pub(super) fn note_second(&mut self, first: &Found<'_>, second: &Found<'_>) {
        if second.kind.as_str() == "Patient" && !are_one(first.json, second.json) {
            self.doubtful.insert(second.fhir_id.clone());
        }
    }

    /// Whose `found` is.
    ///
    /// # Errors
    /// When it names two people.
    pub(super) fn owner_of(
        &self,
        found: &Found<'_>,
        targets: &Targets,
    ) -> Result<Owner, RefusalCode> {
        if found.kind.as_str() == "Patient" {
            return Ok(Owner::Patient(found.fhir_id.clone()));
        }
        let base = base_of(found);
        let mut owner = Owner::Shared;
        for reference in &found.whom {
            let next = self.named(reference, base, targets);
            owner = match (owner, next) {
                (Owner::Shared, next) => next,
                (owner, Owner::Shared) => owner,
                (Owner::Patient(one), Owner::Patient(other)) if one != other => {
                    return Err(RefusalCode::WrongPatient);
                }
                (Owner::Patient(one), Owner::Patient(_)) => Owner::Patient(one),
                (Owner::Unresolved, _) | (_, Owner::Unresolved) => Owner::Unresolved,
            };
        }
        Ok(owner)
    }

    /// Whom a reference in a patient's place names (R4 Bundle, "Resolving references in Bundles"): an entry by its `fullUrl`,
    /// a relative one after the base of the entry it is in. An absolute one that no entry has is another system's.
    fn named(&self, reference: &str, base: Option<&str>, targets: &Targets) -> Owner {
        let is_absolute = reference.contains("://") || reference.starts_with("urn:");
        let within = || {
            let base = base.filter(|_| !is_absolute)?;
            resolved_reference(&format!("{base}/{reference}"), targets)
        };
        if let Some(target) = resolved_reference(reference, targets).or_else(within) {
            return match stem(&target).strip_prefix("Patient/") {
                Some(id) => Owner::Patient(id.into()),
                None => of_no_patient(&target),
            };
        }
        match stem(reference).strip_prefix("Patient/") {
            Some(id) if self.is_certain(id, base) => Owner::Patient(id.into()),
            Some(_) => Owner::Unresolved,
            None => of_no_patient(reference),
        }
    }

    /// Whether `Patient/id` in an entry of the system at `base` is the patient this text, or the workstation, has.
    fn is_certain(&self, id: &str, base: Option<&str>) -> bool {
        let theirs = self.bases.get(id).and_then(Option::as_deref);
        let is_elsewhere = theirs.is_some_and(|theirs| base.is_some_and(|base| base != theirs));
        !self.doubtful.contains(id) && !is_elsewhere
    }
}

/// Whether two Patient resources of one id are of one person, as far as can be told.
pub(super) fn are_one(first: &str, second: &str) -> bool {
    match (Identity::read(first), Identity::read(second)) {
        (Ok(first), Ok(second)) => first.may_be(&second),
        _ => false,
    }
}

fn of_no_patient(reference: &str) -> Owner {
    let kind = stem(reference).split_once('/').map(|(kind, _)| kind);
    let is_subject = kind.is_some_and(|kind| SUBJECTS.contains(&kind));
    if is_subject || reference.starts_with('#') {
        Owner::Shared
    } else {
        Owner::Unresolved
    }
}

/// A reference without its version.
fn stem(reference: &str) -> &str {
    reference
        .split_once("/_history/")
        .map_or(reference, |(stem, _)| stem)
}

/// Of an entry at `base/Kind/id`.
fn base_of<'a>(found: &'a Found<'_>) -> Option<&'a str> {
    let url = found
        .full_url
        .as_deref()
        .filter(|url| url.contains("://"))?;
    let (rest, _) = url.rsplit_once('/')?;
    rest.strip_suffix(found.kind.as_str())?.strip_suffix('/')
}

/// What besides a patient FHIR allows as a subject.
const SUBJECTS: [&str; 8] = [
    "Device",
    "Group",
    "Location",
    "Medication",
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Substance",
];
