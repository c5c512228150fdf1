//! Charts of other people's generators: each comes in whole, opens, and comes out resource by resource
//! as it went in, whatever is in it. What it holds is nobody's business at central.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use charthold_testkit::Riverside;
use charthold_testkit::foreign::{Amount, BulkExport, BulkPart, ForeignCharts};
use charthold_testkit::hospital::people;
use charthold_workstation::ipc::dto::{ChartView, Listing};
use charthold_workstation::{ChartId, ImportSource, Workstation};
use fhirkit::json::Json;
use memchr::memmem;

use crate::cast::{one_of, riverside, unlock};
use crate::lossless::{assert_same, items, kind, name, resources_of, text};

/// Charts taken of each set, unless all are.
const SAMPLE: usize = 2;

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_bundle_comes_out_as_it_went_in() {
    let (hospital, station) = desk().await;
    let sets = ForeignCharts::find().bundles;
    assert!(!sets.is_empty(), "there are bundles");
    for bundles in sets.into_values() {
        let mut last = None;
        for path in Amount::or_all(SAMPLE).of(bundles) {
            let resources = read_bundle(&fs::read_to_string(&path).expect("it can be read"));
            bring_in(&station, path, &resources).await;
            last = find_patient(&resources).cloned().or(last);
        }
        let patient = last.expect("a set has a patient");
        assert_central_knows_nothing_of(&hospital, &station, &patient).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_bulk_export_comes_out_as_it_went_in() {
    let (hospital, station) = desk().await;
    let exports = ForeignCharts::find().exports;
    assert!(!exports.is_empty(), "there is a bulk export");
    for folder in exports {
        let files = tempfile::tempdir().expect("a folder");
        let part = BulkExport::read(&folder)
            .expect("it can be read")
            .write_part(Amount::or_all(SAMPLE), files.path())
            .expect("there is room");
        bring_in_part(&hospital, &station, &part).await;
    }
}

async fn desk() -> (Riverside, Workstation) {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    (hospital, station)
}

/// Imports a bundle twice, and looks at the chart; one without a patient is refused, entry by entry.
async fn bring_in(station: &Workstation, path: PathBuf, resources: &[Json]) {
    let sources = [ImportSource::File(path)];
    let first = station.import(&sources, None).await.expect("it is read");
    let again = station.import(&sources, None).await.expect("it is read");
    let count = resources.len();
    let Some(patient) = find_patient(resources) else {
        assert_eq!((first.imported, first.refused.len()), (0, count));
        assert!(first.refused.iter().all(|entry| entry.code == "no-patient"));
        return;
    };
    assert_eq!((first.imported, first.unchanged), (count, 0));
    assert!(first.refused.is_empty(), "{:?}", first.refused);
    assert_eq!((again.imported, again.unchanged), (0, count));
    look_at(station, chart_of(station, patient), resources);
}

/// Imports the files of an export in one go, twice, and looks at every chart.
async fn bring_in_part(hospital: &Riverside, station: &Workstation, part: &BulkPart) {
    let files = part.files.iter().cloned();
    let sources: Vec<ImportSource> = files.map(ImportSource::File).collect();
    let shared: BTreeMap<String, Json> = part
        .shared
        .iter()
        .map(|(_, _, json)| parsed(json))
        .map(|resource| (name(&resource), resource))
        .collect();
    let first = station.import(&sources, None).await.expect("it is read");
    let (mut count, mut used) = (0, BTreeSet::new());
    let mut last = None;
    for chart in part.charts.values() {
        let mut resources: Vec<Json> = chart.iter().map(|json| parsed(json)).collect();
        let named = shared_by(&resources, &shared);
        resources.extend(named.iter().map(|name| shared[name].clone()));
        used.extend(named);
        count += resources.len();
        let patient = find_patient(&resources).expect("an export has its patients");
        look_at(station, chart_of(station, patient), &resources);
        last = find_patient(&resources).cloned().or(last);
    }
    assert_eq!((first.imported, first.unchanged), (count, 0));
    let refused: BTreeSet<(String, usize)> = first
        .refused
        .into_iter()
        .map(|entry| {
            assert_eq!(entry.code, "no-patient");
            (entry.file, entry.entry.expect("one line is refused"))
        })
        .collect();
    let nobodys: BTreeSet<(String, usize)> = part
        .shared
        .iter()
        .filter(|(_, _, json)| !used.contains(&name(&parsed(json))))
        .map(|(file, place, _)| (file.clone(), *place))
        .collect();
    assert_eq!(refused, nobodys, "what no chart refers to, and no more");
    let again = station.import(&sources, None).await.expect("it is read");
    assert_eq!((again.imported, again.unchanged), (0, count));
    let patient = last.expect("an export has patients");
    assert_central_knows_nothing_of(hospital, station, &patient).await;
}

/// The chart opens, every section answers, and the export is what came in.
fn look_at(station: &Workstation, chart: ChartId, resources: &[Json]) {
    let view = station.open_chart(chart).expect("it opens");
    assert_eq!(view.freshness.unreadable, 0, "every record can be read");
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for resource in resources {
        *kinds.entry(kind(resource)).or_default() += 1;
    }
    for (kind, count) in &kinds {
        if !SHOWN.contains(kind) {
            let other = view.other.iter().find(|other| other.kind == *kind);
            let listed = other.map(|other| other.count);
            assert_eq!(listed, Some(*count), "{kind} is listed as other");
        }
    }
    assert_sections(&view, &kinds, resources.iter().any(states_an_allergy));
    read_notes(station, chart, &view);
    let exported = station.export_chart(chart).expect("it can be exported");
    assert_same(resources, &exported);
    station.close_chart(chart).expect("somebody is in");
}

/// A section whose kinds the chart has is never "not recorded" or "unavailable".
fn assert_sections(view: &ChartView, kinds: &BTreeMap<&str, u32>, allergy_stated: bool) {
    let has = |wanted: &[&str]| wanted.iter().any(|kind| kinds.contains_key(kind));
    let sections = [
        (has(&["Condition"]), is_there(&view.problems), "problems"),
        (allergy_stated, is_there(&view.allergies), "allergies"),
        (
            has(&["MedicationRequest", "MedicationStatement"]),
            is_there(&view.medications),
            "medications",
        ),
        (
            has(&["Composition", "DocumentReference"]),
            is_there(&view.notes),
            "notes",
        ),
    ];
    for (wanted, there, section) in sections {
        assert!(there || !wanted, "{section} are shown");
    }
    assert!(!view.banner.family.is_empty(), "the banner names somebody");
}

/// An allergy, or that there is none, as somebody holds it to be now. "No known allergies" that was
/// resolved since states nothing, and nothing may be concluded from it.
fn states_an_allergy(resource: &Json) -> bool {
    let coded = resource
        .get("clinicalStatus")
        .map_or(&[][..], |status| items(status, "coding"));
    let is_over = coded
        .iter()
        .any(|coding| text(coding, "code") == "resolved");
    kind(resource) == "AllergyIntolerance" && !is_over
}

fn is_there<T>(listing: &Listing<T>) -> bool {
    matches!(listing, Listing::Listed { .. } | Listing::NoneKnown { .. })
}

fn read_notes(station: &Workstation, chart: ChartId, view: &ChartView) {
    let Listing::Listed { items, .. } = &view.notes else {
        return;
    };
    for note in items.iter().take(NOTES_READ) {
        let record = note.record.parse().expect("a record id");
        station
            .read_note(chart, record)
            .expect("a note can be read");
    }
}

async fn assert_central_knows_nothing_of(
    hospital: &Riverside,
    station: &Workstation,
    patient: &Json,
) {
    station.sync(None).await.expect("central answers");
    let database = hospital.site.central_database();
    let mut bytes = fs::read(&database).expect("central's database");
    bytes.extend(fs::read(database.with_extension("db-wal")).unwrap_or_default());
    let needles = [mrn(patient), text(patient, "id")];
    for needle in needles.into_iter().chain(telling_name(patient)) {
        let at = memmem::find(&bytes, needle.as_bytes());
        assert_eq!(at, None, "central's database shows {} bytes", needle.len());
    }
    assert!(
        memmem::find(&bytes, b"WS-4B-03").is_some(),
        "the search finds what is there in clear"
    );
}

fn chart_of(station: &Workstation, patient: &Json) -> ChartId {
    let found = station.chart_of_mrn(mrn(patient));
    found.expect("the directory has the patient")
}

fn mrn(patient: &Json) -> &str {
    let is_mrn = |identifier: &&Json| {
        let kind = identifier.get("type");
        kind.is_some_and(|kind| {
            items(kind, "coding")
                .iter()
                .any(|c| text(c, "code") == "MR")
        })
    };
    let identifier = items(patient, "identifier").iter().find(is_mrn);
    text(
        identifier.expect("the patient has a record number"),
        "value",
    )
}

fn find_patient(resources: &[Json]) -> Option<&Json> {
    resources
        .iter()
        .find(|resource| kind(resource) == "Patient")
}

/// The family name, unless it is in central's database by chance or because somebody who works there has
/// it too.
fn telling_name(patient: &Json) -> Option<&str> {
    let family = family(patient);
    let mut staff = people().into_iter();
    let is_of_staff = staff.any(|person| person.display_name.contains(family));
    (family.len() > 5 && !is_of_staff).then_some(family)
}

fn family(patient: &Json) -> &str {
    text(&items(patient, "name")[0], "family")
}

fn parsed(json: &str) -> Json {
    Json::parse(json).expect("a resource is JSON")
}

/// The resources of a bundle as they are to be kept: `fullUrl`s in references become names.
fn read_bundle(text_of_bundle: &str) -> Vec<Json> {
    let bundle = parsed(text_of_bundle);
    let resources = resources_of(&bundle);
    let urls = items(&bundle, "entry")
        .iter()
        .map(|entry| text(entry, "fullUrl"));
    let names: BTreeMap<&str, String> = urls.zip(resources.iter().map(|r| name(r))).collect();
    let mut kept: Vec<Json> = resources.into_iter().cloned().collect();
    for resource in &mut kept {
        each_reference(resource, &mut |reference| {
            if let Some(name) = names.get(reference.as_str()) {
                reference.clone_from(name);
            }
        });
    }
    kept
}

/// The names of the shared resources that `resources` refer to, directly or through another.
fn shared_by(resources: &[Json], shared: &BTreeMap<String, Json>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut waiting: Vec<Json> = resources.to_vec();
    while let Some(mut resource) = waiting.pop() {
        each_reference(&mut resource, &mut |reference| {
            if let Some(next) = shared.get(reference.as_str())
                && named.insert(reference.clone())
            {
                waiting.push(next.clone());
            }
        });
    }
    named
}

fn each_reference(json: &mut Json, visit: &mut impl FnMut(&mut String)) {
    match json {
        Json::Object(members) => {
            for (element, value) in members {
                match value {
                    Json::String(reference) if *element == "reference" => visit(reference),
                    value => each_reference(value, visit),
                }
            }
        }
        Json::Array(items) => items
            .iter_mut()
            .for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

/// Kinds a section or the banner is made of; every other is to be listed as "other".
const SHOWN: [&str; 11] = [
    "AllergyIntolerance",
    "Composition",
    "Condition",
    "DocumentReference",
    "Encounter",
    "Flag",
    "MedicationAdministration",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Patient",
];

const NOTES_READ: usize = 20;
