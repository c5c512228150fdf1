//! From a text to its entries: finding out what it is, giving every resource an id, and naming
//! what cannot be taken.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::owner::Patients;
use super::reference::{Targets, resolve};
use super::{Entry, Form, MAX_RESOURCE_BYTES, Refusal, RefusalCode, Split};
use crate::fhir::{Many, Reference, read};
use crate::record::RecordKind;

/// Splits a bundle (transaction, batch, collection, searchset, document), a single resource or
/// NDJSON (resources or bundles, one a line) into entries. Never fails as a whole without saying
/// so in `refused`; taking the same bytes again gives the same entries.
#[must_use]
pub fn split(bytes: &[u8]) -> Split {
    let mut split = Split::default();
    match parts_of(bytes) {
        Ok((form, parts)) => {
            split.form = form;
            collect(parts, &mut split);
        }
        Err(code) => split.refused.push(Refusal { index: None, code }),
    }
    split
}

/// A resource found in the text, or why there is none in its place.
struct Part<'a> {
    full_url: Option<String>,
    resource: Result<&'a str, RefusalCode>,
}

impl<'a> Part<'a> {
    fn alone(resource: Result<&'a str, RefusalCode>) -> Self {
        Part {
            full_url: None,
            resource,
        }
    }
}

fn parts_of(bytes: &[u8]) -> Result<(Form, Vec<Part<'_>>), RefusalCode> {
    let text = std::str::from_utf8(bytes).map_err(|_| RefusalCode::NotUtf8)?;
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(whole) = serde_json::from_str::<&RawValue>(text) {
        return parts_of_value(whole.get());
    }
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    if !lines.iter().any(|line| type_of(line).is_some()) {
        return Err(RefusalCode::NotJson);
    }
    let parts = lines.into_iter().flat_map(parts_of_line).collect();
    Ok((Form::Lines, parts))
}

fn parts_of_line(line: &str) -> Vec<Part<'_>> {
    let value = serde_json::from_str::<&RawValue>(line).map_err(|_| RefusalCode::NotJson);
    match value.and_then(|value| parts_of_value(value.get())) {
        Ok((_, parts)) => parts,
        Err(code) => vec![Part::alone(Err(code))],
    }
}

fn parts_of_value(json: &str) -> Result<(Form, Vec<Part<'_>>), RefusalCode> {
    if !json.starts_with('{') {
        return Err(RefusalCode::NotABundle);
    }
    match type_of(json).as_deref() {
        Some("Bundle") => Ok((Form::Bundle, parts_of_bundle(json)?)),
        Some(_) => Ok((Form::Lines, vec![Part::alone(Ok(json))])),
        None => Err(RefusalCode::NoResourceType),
    }
}

fn parts_of_bundle(json: &str) -> Result<Vec<Part<'_>>, RefusalCode> {
    #[derive(Deserialize)]
    struct Bundle<'a> {
        #[serde(rename = "type")]
        kind: Option<String>,
        #[serde(borrow, default)]
        entry: Option<Vec<&'a RawValue>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct BundleEntry<'a> {
        full_url: Option<String>,
        #[serde(borrow)]
        resource: Option<&'a RawValue>,
    }
    let bundle: Bundle<'_> = serde_json::from_str(json).map_err(|_| RefusalCode::NotABundle)?;
    if !bundle
        .kind
        .is_some_and(|kind| BUNDLES.contains(&kind.as_str()))
    {
        return Err(RefusalCode::NotABundle);
    }
    let entries = bundle.entry.unwrap_or_default().into_iter();
    Ok(entries
        .map(
            |raw| match serde_json::from_str::<BundleEntry<'_>>(raw.get()) {
                Ok(entry) => Part {
                    full_url: entry.full_url,
                    resource: entry
                        .resource
                        .map(RawValue::get)
                        .ok_or(RefusalCode::NoResourceType),
                },
                Err(_) => Part::alone(Err(RefusalCode::NoResourceType)),
            },
        )
        .collect())
}

/// What must be known of a resource before its references can be resolved.
pub(super) struct Found<'a> {
    index: usize,
    pub(super) full_url: Option<String>,
    pub(super) kind: RecordKind,
    pub(super) fhir_id: String,
    lacks_id: bool,
    /// References in a patient's place.
    pub(super) whom: Vec<String>,
    pub(super) json: &'a str,
}

fn collect(parts: Vec<Part<'_>>, split: &mut Split) {
    let mut found: Vec<Found<'_>> = Vec::with_capacity(parts.len());
    let mut taken = HashMap::new();
    let mut patients = Patients::default();
    for (index, part) in parts.into_iter().enumerate() {
        let look = part
            .resource
            .and_then(|json| look_at(index, part.full_url, json));
        let look = look.and_then(|look| {
            let name = (look.kind.clone(), look.fhir_id.clone());
            let first: Option<&usize> = taken.get(&name);
            match first.and_then(|place| found.get(*place)) {
                None => {
                    taken.insert(name, found.len());
                    patients.note(&look);
                    Ok(look)
                }
                Some(first) => {
                    patients.note_second(first, &look);
                    Err(RefusalCode::DuplicateId)
                }
            }
        });
        match look {
            Ok(look) => found.push(look),
            Err(code) => split.refused.push(Refusal {
                index: Some(index),
                code,
            }),
        }
    }
    let targets: Targets = found
        .iter()
        .filter_map(|f| Some((f.full_url.clone()?, format!("{}/{}", f.kind, f.fhir_id))))
        .collect();
    for look in found {
        let index = look.index;
        match entry_of(look, &targets, &patients) {
            Ok(entry) => split.entries.push(entry),
            Err(code) => split.refused.push(Refusal {
                index: Some(index),
                code,
            }),
        }
    }
    split.refused.sort_by_key(|refusal| refusal.index);
}

fn look_at(index: usize, full_url: Option<String>, json: &str) -> Result<Found<'_>, RefusalCode> {
    #[derive(Default, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Elements {
        resource_type: Option<String>,
        id: Option<String>,
        subject: Many<Reference>,
        patient: Many<Reference>,
        beneficiary: Option<Reference>,
        r#for: Option<Reference>,
        individual: Option<Reference>,
    }
    if json.len() > MAX_RESOURCE_BYTES {
        return Err(RefusalCode::TooLarge);
    }
    let elements: Elements = read(json).map_err(|_| RefusalCode::NoResourceType)?;
    let kind = elements.resource_type.filter(|kind| !kind.is_empty());
    let kind = RecordKind::new(&kind.ok_or(RefusalCode::NoResourceType)?);
    if NOT_RECORDS.contains(&kind.as_str()) {
        return Err(RefusalCode::NoPatient);
    }
    let own_id = elements.id.filter(|id| !id.is_empty());
    let lacks_id = own_id.is_none();
    let from_url = || full_url.as_deref().and_then(|url| id_in_url(url, &kind));
    let fhir_id = own_id
        .or_else(from_url)
        .unwrap_or_else(|| id_from_content(json));
    let single = [elements.beneficiary, elements.r#for, elements.individual];
    let single = single.into_iter().flatten();
    let whom = elements
        .subject
        .0
        .into_iter()
        .chain(elements.patient.0)
        .chain(single);
    let whom = whom.filter_map(|whom| whom.reference).collect();
    Ok(Found {
        index,
        full_url,
        kind,
        fhir_id,
        lacks_id,
        whom,
        json,
    })
}

fn entry_of(
    found: Found<'_>,
    targets: &Targets,
    patients: &Patients,
) -> Result<Entry, RefusalCode> {
    let owner = patients.owner_of(&found, targets)?;
    let mut json = resolve(found.json, targets).ok_or(RefusalCode::NotJson)?;
    if found.lacks_id {
        let id = serde_json::Value::from(found.fhir_id.as_str());
        json.insert_str(1, &format!("\"id\":{id},"));
    }
    let Found {
        index,
        full_url,
        kind,
        fhir_id,
        ..
    } = found;
    Ok(Entry {
        index,
        full_url,
        kind,
        fhir_id,
        owner,
        json,
    })
}

/// `urn:uuid:x` gives `x`; `…/Kind/x` gives `x` when the kind is the resource's.
fn id_in_url(url: &str, kind: &RecordKind) -> Option<String> {
    let uuid = url.strip_prefix("urn:uuid:");
    let path = || {
        let (rest, id) = url.rsplit_once('/')?;
        rest.rsplit('/')
            .next()
            .filter(|name| *name == kind.as_str())
            .map(|_| id)
    };
    uuid.or_else(path)
        .filter(|id| !id.is_empty() && id.len() <= 64)
        .map(Into::into)
}

/// An id made of the content (128-bit FNV-1a), so that importing again finds the same record.
/// Not a defence against forgery: whoever can write the content can also write the id.
fn id_from_content(json: &str) -> String {
    let hash = json.bytes().fold(FNV_OFFSET, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(FNV_PRIME)
    });
    format!("{hash:032x}")
}

fn type_of(json: &str) -> Option<String> {
    #[derive(Default, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Typed {
        resource_type: Option<String>,
    }
    read::<Typed>(json).ok()?.resource_type
}

/// Bundle types whose entries are resources to keep, one version each.
const BUNDLES: [&str; 5] = [
    "transaction",
    "batch",
    "collection",
    "searchset",
    "document",
];

/// Resources that speak about an exchange, not about a patient.
const NOT_RECORDS: [&str; 3] = ["Bundle", "OperationOutcome", "Parameters"];

const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
