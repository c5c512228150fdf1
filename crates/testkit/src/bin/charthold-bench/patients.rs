//! The charts that are measured: grown by the hospital's generator and cut to a size, so that "500
//! records" means 500. Foreign charts come whole, from a folder of somebody's own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use charthold_domain::Timestamp;
use charthold_testkit::hospital::{HospitalPlan, patient};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A chart.
pub(crate) struct Chart {
    /// The patient's record number.
    pub(crate) mrn: String,
    /// Its resources as JSON text, the Patient first.
    pub(crate) resources: Vec<String>,
}

impl Chart {
    /// Bytes of its JSON.
    pub(crate) fn json_bytes(&self) -> usize {
        self.resources.iter().map(String::len).sum()
    }

    /// The chart as a FHIR Bundle.
    pub(crate) fn bundle(&self) -> String {
        let entries: Vec<String> = self
            .resources
            .iter()
            .map(|resource| format!(r#"{{"resource":{resource}}}"#))
            .collect();
        let entries = entries.join(",");
        format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{entries}]}}"#)
    }
}

/// `count` charts of exactly `records` resources each, all of different patients; `from` is the
/// first patient that may be used, and comes back as the next.
///
/// # Errors
/// When the generator makes no charts of that size.
pub(crate) fn charts(
    now: Timestamp,
    from: &mut usize,
    (count, records): (usize, usize),
) -> Result<Vec<Chart>> {
    let plan = HospitalPlan {
        seed: SEED,
        patients: MOST_PATIENTS,
        now,
    };
    let mut charts = Vec::with_capacity(count);
    while charts.len() < count {
        ensure!(*from < MOST_PATIENTS, "no patient has so many records");
        let whole = patient(&plan, *from);
        *from += 1;
        let mut resources = whole.resources;
        if resources.len() < records {
            lengthen(&mut resources, records);
        }
        resources.truncate(records);
        charts.push(Chart {
            mrn: whole.mrn,
            resources,
        });
    }
    Ok(charts)
}

/// The `count` largest FHIR bundles in `folder`, and their resources.
///
/// # Errors
/// When the folder cannot be read, or a file of it is no bundle.
pub(crate) fn largest(folder: &Path, count: usize) -> Result<Vec<(PathBuf, u64)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context("listing the folder of foreign charts")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            files.push((path.clone(), fs::metadata(&path)?.len()));
        }
    }
    files.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    files.truncate(count);
    ensure!(
        !files.is_empty(),
        "the folder of foreign charts has no .json file"
    );
    Ok(files)
}

/// The resources of the FHIR bundle in `file`.
///
/// # Errors
/// When it is no bundle.
pub(crate) fn read_bundle(file: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(file).context("reading a foreign chart")?;
    let bundle: Bundle<'_> = serde_json::from_str(&text).context("reading a foreign chart")?;
    let resources = bundle
        .entry
        .iter()
        .map(|entry| entry.resource.get().to_owned());
    Ok(resources.collect())
}

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(borrow)]
    entry: Vec<BundleEntry<'a>>,
}

#[derive(Deserialize)]
struct BundleEntry<'a> {
    #[serde(borrow)]
    resource: &'a RawValue,
}

/// Adds later copies of the patient's own observations, each under an id of its own.
fn lengthen(resources: &mut Vec<String>, records: usize) {
    let observations: Vec<String> = resources
        .iter()
        .filter(|text| text.contains(r#""resourceType":"Observation""#))
        .cloned()
        .collect();
    let copies = (0..).flat_map(|round: u32| {
        observations.iter().map(move |text| {
            // The id is the first member that is called so in every resource of the generator.
            text.replacen(r#""id":""#, &format!(r#""id":"{round}-"#), 1)
        })
    });
    let missing = records.saturating_sub(resources.len());
    if !observations.is_empty() {
        resources.extend(copies.take(missing));
    }
}

const SEED: u64 = 4;
const MOST_PATIENTS: usize = 5000;
