//! Two workstations, an hour apart from each other and from central, agree in the end.

use std::time::Duration;

use charthold_workstation::ipc::dto::SyncItemState;
use charthold_workstation::{ChartId, Workstation};

use crate::cast::{NOW_MS, admit, desk, note, one_of, riverside, unlock, vitals};

#[tokio::test(flavor = "multi_thread")]
async fn two_workstations_offline_for_an_hour_converge() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&first, &nurse).await;
    let patients = admit(&first, "4B", 1).await;
    let mrn = patients[0].mrn.clone();
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    let physician = one_of("physician", "4B");
    unlock(&second, &physician).await;
    let chart = second.chart_of_mrn(&mrn).expect("the directory came along");
    first.open_chart(chart).expect("it opens");
    second.open_chart(chart).expect("it opens there too");

    hospital.plug.pull();
    hospital.clock.pass(Duration::from_secs(600));
    let intent = "01940000-0000-7000-8000-000000000001"
        .parse()
        .expect("an id");
    first
        .record_vitals(chart, intent, NOW_MS, (&vitals(), false))
        .expect("it is saved");
    second
        .write_signed_note(chart, &note("Seen on rounds."))
        .expect("it is signed");
    revise_problem(&first, chart, "note", r#"[{"text":"first"}]"#);
    revise_problem(&second, chart, "recordedDate", "\"2026-11-20\"");

    hospital.plug.put_back();
    for station in [&first, &second, &first, &second] {
        station.sync(None).await.expect("central answers");
    }
    let (left, right) = (bundle(&first, chart), bundle(&second, chart));
    assert_eq!(left, right, "both show the same chart");
    assert!(left.contains("Seen on rounds.") && left.contains(r#""text":"first""#));
    assert!(
        left.contains(r#""recordedDate":"2026-11-20""#),
        "different fields combine"
    );
    for station in [&first, &second] {
        assert_eq!(
            station.sync_status().expect("it can be read").ops_to_send,
            0
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contrary_changes_to_one_field_are_both_kept_and_shown_as_a_conflict() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&first, &one_of("nurse", "4B")).await;
    let patients = admit(&first, "4B", 1).await;
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &one_of("physician", "4B")).await;
    let chart = second
        .chart_of_mrn(&patients[0].mrn)
        .expect("the directory came along");
    first.open_chart(chart).expect("it opens");
    second.open_chart(chart).expect("it opens");
    revise_problem(&first, chart, "recordedDate", "\"2026-11-19\"");
    revise_problem(&second, chart, "recordedDate", "\"2026-11-20\"");
    for station in [&first, &second, &first] {
        station.sync(None).await.expect("central answers");
    }
    for station in [&first, &second] {
        let seen = station.view_chart(chart).expect("it is open");
        let charthold_workstation::ipc::dto::Listing::Listed { items, .. } = seen.problems else {
            panic!("there are problems")
        };
        assert_eq!(items.iter().filter(|problem| problem.conflict).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signature_has_no_effect_and_its_author_alone_is_told() {
    let hospital = riverside().await;
    let (first, nurse, chart) = desk(&hospital).await;
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &one_of("physician", "4B")).await;
    first
        .write_signed_note(chart, &note("Slept well."))
        .expect("it is signed");
    for station in [&first, &second] {
        station.sync(None).await.expect("central answers");
    }
    let signed = bundle(&second, chart);
    let revised = signed
        .lines()
        .find(|line| line.contains("Slept well."))
        .expect("the note came along")
        .replace("Slept well.", "Slept badly.");
    second
        .put_record(chart, &revised, None)
        .expect("it is kept here");
    for station in [&second, &first] {
        station.sync(None).await.expect("central answers");
    }
    assert_eq!(bundle(&first, chart), signed, "the signed text stays");
    assert_eq!(bundle(&second, chart), signed);
    let void = |station: &Workstation| {
        let status = station.sync_status().expect("it can be read");
        let items = status.items.iter();
        items
            .filter(|item| item.state == SyncItemState::Void)
            .count()
    };
    assert_eq!((void(&second), void(&first)), (1, 0));
    second.lock().expect("it locks");
    unlock(&second, &nurse).await;
    assert_eq!(void(&second), 0, "it is nobody else's");
}

/// Sets one element of the chart's first problem.
fn revise_problem(station: &Workstation, chart: ChartId, element: &str, value: &str) {
    let bundle = station
        .chart_bundle(chart, Some("Condition"))
        .expect("it can be read");
    let bundle: serde_json::Value = serde_json::from_str(&bundle).expect("it is JSON");
    let entries = bundle["entry"].as_array().expect("entries");
    let mut problems: Vec<_> = entries
        .iter()
        .map(|entry| entry["resource"].clone())
        .collect();
    problems.sort_by_key(|problem| problem["id"].to_string());
    let mut problem = problems[0].clone();
    problem[element] = serde_json::from_str(value).expect("it is JSON");
    if let Some(meta) = problem["meta"].as_object_mut() {
        meta.remove("versionId");
        if meta.is_empty() {
            problem.as_object_mut().expect("a resource").remove("meta");
        }
    }
    station
        .put_record(chart, &problem.to_string(), None)
        .expect("it is written");
}

/// Every resource of a chart as it is exported, in an order of their own.
pub(crate) fn bundle(station: &Workstation, chart: ChartId) -> String {
    let bundle = station.export_chart(chart).expect("it can be exported");
    let bundle: serde_json::Value = serde_json::from_str(&bundle).expect("it is JSON");
    let mut resources: Vec<String> = bundle["entry"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["resource"].to_string())
        .collect();
    resources.sort();
    resources.join("\n")
}
