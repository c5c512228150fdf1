//! Any element of any resource in words, for a person who has to compare two values of it. Where it is
//! not of a datatype that is known here, the words are its text as it is kept: nothing is left out.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::dosage::Dosage;
use crate::fhir::{Annotation, Concept, Reference, read};
use crate::medication::Medication;
use crate::number::{Style, quantity_text};
use crate::{administration::Administration, allergy::Allergy, condition::Problem};

/// "Verification status" of `verificationStatus`.
#[must_use]
pub fn element_label(name: &str) -> String {
    let mut label = String::with_capacity(name.len() + 4);
    for letter in name.trim_end_matches("CodeableConcept").chars() {
        if label.is_empty() {
            label.extend(letter.to_uppercase());
        } else if letter.is_uppercase() {
            label.push(' ');
            label.extend(letter.to_lowercase());
        } else {
            label.push(letter);
        }
    }
    label
}

/// The value of an element in words, of each; two that differ never read the same.
#[must_use]
pub fn value_words<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let values: Vec<&str> = values.into_iter().collect();
    let words: Vec<String> = values.iter().map(|json| words(json)).collect();
    let misleads = |(n, value): (usize, &&str)| {
        let mut others = words.iter().zip(&values);
        others.any(|(other, json)| json != value && Some(other) == words.get(n))
    };
    if values.iter().enumerate().any(misleads) {
        return values.into_iter().map(str::to_owned).collect();
    }
    words
}

/// The value of an element in words; `None` when it is not of a datatype that is known here.
#[must_use]
pub fn known_words(json: &str) -> Option<String> {
    let json = json.trim();
    match json.chars().next() {
        Some('[') => list(json),
        _ => element(json),
    }
}

/// What a record is about, as its list names it; `None` when it does not say.
#[must_use]
pub fn record_label(kind: &str, json: &str) -> Option<String> {
    match kind {
        "AllergyIntolerance" => Allergy::read(json).ok().map(|one| one.agent),
        "Condition" => Problem::read(json).ok().map(|one| one.label),
        "MedicationRequest" | "MedicationStatement" => {
            Medication::read(json).ok().map(|one| one.name)
        }
        "MedicationAdministration" => Administration::read(json).ok().map(|one| one.name),
        _ => {
            let code = crate::record::head(json).ok()?.code?;
            code.display.or(code.code)
        }
    }
}

fn words(json: &str) -> String {
    known_words(json).unwrap_or_else(|| json.trim().to_owned())
}

fn list(json: &str) -> Option<String> {
    let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    let each: Vec<String> = items
        .into_iter()
        .map(|item| element(item.get()))
        .collect::<Option<_>>()?;
    (!each.is_empty()).then(|| each.join(", "))
}

fn element(json: &str) -> Option<String> {
    match json {
        "true" => return Some("yes".into()),
        "false" => return Some("no".into()),
        _ => {}
    }
    if json.starts_with('"') {
        return serde_json::from_str(json).ok();
    }
    // Raw, since a number is told as it is written.
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    let has = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
    if has(&["doseAndRate", "timing", "route"]) {
        return dosage(&read(json).ok()?);
    }
    if has(&["value"]) {
        return quantity_text(&read(json).ok()?, Style::Dose);
    }
    if has(&["reference", "display"]) {
        let named: Reference = read(json).ok()?;
        return named.label().map(str::to_owned);
    }
    if has(&["coding"]) {
        let concept: Concept = read(json).ok()?;
        return concept.label().map(str::to_owned);
    }
    if has(&["text"]) {
        let remark: Annotation = read(json).ok()?;
        return remark.text;
    }
    None
}

fn dosage(dosage: &Dosage) -> Option<String> {
    let coded = [
        dosage.dose_text(),
        dosage.rate_text(),
        dosage.route_text(),
        dosage.frequency_text(),
    ];
    let coded: Vec<String> = coded.into_iter().flatten().collect();
    if coded.is_empty() {
        return dosage.own_text().map(str::to_owned);
    }
    Some(coded.join(" "))
}
