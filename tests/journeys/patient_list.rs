//! The list of patients says what their charts say: after a marriage, a corrected number, a move to
//! another bed, a settled disagreement; here and on every other workstation.

use charthold_workstation::ipc::dto::WardSubject;
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{ChartId, ImportSource, Settlement, Workstation};
use serde_json::{Value, json};

use crate::cast::{one_of, riverside, unlock};

fn patient(family: &str, mrn: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "id": "p",
        "identifier": [
            {"system": "urn:national", "value": "9"},
            {"type": {"coding": [{"code": "MR"}]}, "system": "urn:ward", "value": mrn},
        ],
        "name": [{"family": family, "given": ["Ada"]}],
        "birthDate": "1950-03-01",
        "gender": "female",
    })
}

fn stay(bed: &str) -> Value {
    json!({
        "resourceType": "Encounter",
        "id": "stay",
        "status": "in-progress",
        "class": {"code": "IMP"},
        "subject": {"reference": "Patient/p"},
        "period": {"start": "2026-11-20"},
        "location": [{"location": {"display": bed}, "status": "active"}],
    })
}

async fn import(station: &Workstation, resources: &[Value]) {
    let entries: Vec<Value> = resources
        .iter()
        .map(|resource| json!({ "resource": resource }))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    let (name, content) = ("bundle".to_owned(), bundle.to_string());
    let sources = [ImportSource::Text { name, content }];
    let report = station.import(&sources, None);
    let refused = report.await.expect("an import reports").refused;
    assert!(refused.is_empty(), "{refused:?}");
}

/// Two workstations of 4B with somebody in, the patient brought in on the first, in both.
async fn admitted(hospital: &charthold_testkit::Riverside) -> (Workstation, Workstation, ChartId) {
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&first, &one_of("nurse", "4B")).await;
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &one_of("physician", "4B")).await;
    import(&first, &[patient("First", "111"), stay("4B-1")]).await;
    exchange(&first, &second).await;
    let chart = first.chart_of_mrn("111").expect("it is listed");
    first.open_chart(chart).expect("it opens");
    second.open_chart(chart).expect("it is there, too");
    (first, second, chart)
}

/// Everything written on either is on both.
async fn exchange(first: &Workstation, second: &Workstation) {
    for station in [first, second, first] {
        station.sync(None).await.expect("central answers");
    }
}

/// Name, number and bed: of the ward's one row, and of what search finds by the name.
fn listed(station: &Workstation, typed: &str) -> [String; 2] {
    let ward = station.ward(None).expect("it is this person's");
    let [row] = ward.rows.as_slice() else {
        panic!("one patient, {:?}", ward.rows);
    };
    let WardSubject::Open { name, mrn, .. } = &row.subject else {
        panic!("it may be opened, {row:?}");
    };
    let hits = station.search(typed).expect("anybody may search");
    let [hit] = hits.as_slice() else {
        panic!("one patient is {typed}, {hits:?}");
    };
    let bed = hit.bed.as_deref().unwrap_or_default();
    [
        format!("{name} {mrn} {}", row.bed),
        format!("{} {} {bed}", hit.name, hit.mrn),
    ]
}

fn assert_listed(station: &Workstation, typed: &str, expected: &str) {
    let expected = [expected.to_owned(), expected.to_owned()];
    assert_eq!(listed(station, typed), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_name_number_or_bed_is_on_every_list() {
    let hospital = riverside().await;
    let (first, second, chart) = admitted(&hospital).await;
    assert_listed(&second, "first", "FIRST, Ada 111 4B-1");

    import(&first, &[patient("Wed", "111")]).await;
    assert_listed(&first, "wed", "WED, Ada 111 4B-1");
    let gone = first.search("first").expect("anybody may search");
    assert!(gone.is_empty(), "{gone:?}");
    exchange(&first, &second).await;
    assert_listed(&second, "wed", "WED, Ada 111 4B-1");

    let corrected = patient("Wed", "222").to_string();
    let put = second.put_record(chart, &corrected, None);
    put.expect("the same person");
    let moved = second.put_record(chart, &stay("4B-7").to_string(), None);
    moved.expect("another bed");
    assert_listed(&second, "222", "WED, Ada 222 4B-7");
    exchange(&first, &second).await;
    assert_listed(&first, "222", "WED, Ada 222 4B-7");

    let mut left = stay("4B-7");
    left["status"] = "finished".into();
    let put = first.put_record(chart, &left.to_string(), None);
    put.expect("the stay is over");
    assert_listed(&first, "wed", "WED, Ada 222 ");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_about_two_names_is_on_every_list() {
    let hospital = riverside().await;
    let (first, second, chart) = admitted(&hospital).await;
    let here = first.put_record(chart, &patient("Here", "111").to_string(), None);
    let here = here.expect("the same person").head.expect("it was written");
    let there = second.put_record(chart, &patient("There", "111").to_string(), None);
    let record = there.expect("the same person").record;
    exchange(&first, &second).await;
    let same = [listed(&first, "ada"), listed(&second, "ada")];
    assert_eq!(same[0], same[1], "while it is open, both say the same");

    let taken = Settlement::Side(here);
    let settled = second.settle_conflict(chart, record, None, None, &taken);
    assert!(!settled.expect("both are seen").conflict);
    assert_listed(&second, "ada", "HERE, Ada 111 4B-1");
    exchange(&first, &second).await;
    assert_listed(&first, "ada", "HERE, Ada 111 4B-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_not_given_to_a_second_patient() {
    let hospital = riverside().await;
    let (first, _, chart) = admitted(&hospital).await;
    let other = json!({
        "resourceType": "Patient",
        "id": "q",
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "333"}],
        "name": [{"family": "Other"}],
    });
    import(&first, &[other]).await;
    let doubled = first.put_record(chart, &patient("First", "333").to_string(), None);
    let refused = Failure::from(doubled.expect_err("it is another patient's"));
    assert_eq!(refused.code, FailureCode::InvalidInput);
    first.chart_of_mrn("333").expect("one patient has it");
}
