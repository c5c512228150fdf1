//! What was brought in comes out again, resource by resource: decimals as they were written, elements
//! nobody here knows, kinds nobody here shows.

use std::collections::BTreeMap;

use charthold_testkit::hospital::{HospitalPlan, bundle, patient};
use charthold_workstation::{ImportSource, Timestamp};
use serde_json::value::RawValue;

use crate::cast::{NOW_MS, one_of, riverside, unlock};

/// A chart nobody here wrote could hold this.
const ODD: &str = r#"{"resourceType":"VisionPrescription","id":"odd-1","patient":{"reference":"Patient/PATIENT"},"lensSpecification":[{"sphere":-2.50,"cylinder":1e-1,"axis":180}],"_created":{"extension":[{"url":"urn:x","valueDecimal":0.10}]},"x-unknown":[1.000,"a \"quoted\" b"]}"#;

type Resource = BTreeMap<String, Box<RawValue>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_comes_out_as_it_went_in_and_a_second_import_changes_nothing() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    let now = Timestamp::from_millis(NOW_MS);
    let plan = HospitalPlan {
        seed: 11,
        patients: 1,
        now,
    };
    let mut chart = patient(&plan, 0);
    let id = text(&resource(&chart.resources[0]), "id");
    chart.resources.push(ODD.replace("PATIENT", &id));
    let source = || {
        let content = bundle(&chart);
        [ImportSource::Text {
            name: "chart".into(),
            content,
        }]
    };

    let first = station
        .import(&source(), None)
        .await
        .expect("it is imported");
    assert_eq!(
        (first.imported, first.refused.len()),
        (chart.resources.len(), 0)
    );
    let again = station
        .import(&source(), None)
        .await
        .expect("it is imported again");
    assert_eq!(
        (again.imported, again.unchanged),
        (0, chart.resources.len())
    );

    let open = station
        .chart_of_mrn(&chart.mrn)
        .expect("it is in the directory");
    let exported = station.export_chart(open).expect("it can be exported");
    assert_same(&chart.resources, &exported);
    let shown = station.open_chart(open).expect("it opens");
    assert!(
        shown
            .other
            .iter()
            .any(|other| other.kind == "VisionPrescription")
    );
}

/// Every resource of `before` is in the bundle, element by element the same text, and no other.
fn assert_same(before: &[String], exported: &str) {
    let exported: Bundle = serde_json::from_str(exported).expect("it is a bundle");
    let out: BTreeMap<String, Resource> = exported
        .entry
        .into_iter()
        .map(|entry| (name(&entry.resource), entry.resource))
        .collect();
    assert_eq!(out.len(), before.len(), "nothing is added and nothing lost");
    for json in before {
        let resource = resource(json);
        let after = out.get(&name(&resource)).expect("every resource comes out");
        assert_eq!(
            texts(&resource),
            texts(after),
            "{} is as it was",
            name(&resource)
        );
    }
}

#[derive(serde::Deserialize)]
struct Bundle {
    entry: Vec<Entry>,
}

#[derive(serde::Deserialize)]
struct Entry {
    resource: Resource,
}

fn resource(json: &str) -> Resource {
    serde_json::from_str(json).expect("a resource is an object")
}

fn text(resource: &Resource, element: &str) -> String {
    let value = resource.get(element).expect("the element is there");
    serde_json::from_str(value.get()).expect("it is a text")
}

fn name(resource: &Resource) -> String {
    format!(
        "{}/{}",
        text(resource, "resourceType"),
        text(resource, "id")
    )
}

fn texts(resource: &Resource) -> BTreeMap<&str, &str> {
    resource
        .iter()
        .map(|(element, value)| (element.as_str(), value.get()))
        .collect()
}
