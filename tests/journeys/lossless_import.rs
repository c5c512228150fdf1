//! What was brought in comes out again, resource by resource: decimals as they were written, elements
//! nobody here knows, kinds nobody here shows.

use charthold_testkit::hospital::{HospitalPlan, bundle, patient};
use charthold_workstation::{ImportSource, Timestamp};
use fhirkit::json::Json;

use crate::cast::{NOW_MS, one_of, riverside, unlock};
use crate::lossless::{assert_same, text};

/// A chart nobody here wrote could hold this.
const ODD: &str = r#"{"resourceType":"VisionPrescription","id":"odd-1","patient":{"reference":"Patient/PATIENT"},"lensSpecification":[{"sphere":-2.50,"cylinder":1e-1,"axis":180}],"_created":{"extension":[{"url":"urn:x","valueDecimal":0.10}]},"x-unknown":[1.000,"a \"quoted\" b"]}"#;

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
    let first = parsed(&chart.resources[0]);
    chart
        .resources
        .push(ODD.replace("PATIENT", text(&first, "id")));
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
    let before: Vec<Json> = chart.resources.iter().map(|json| parsed(json)).collect();
    assert_same(&before, &exported);
    let shown = station.open_chart(open).expect("it opens");
    assert!(
        shown
            .other
            .iter()
            .any(|other| other.kind == "VisionPrescription")
    );
}

fn parsed(json: &str) -> Json {
    Json::parse(json).expect("a resource is JSON")
}
