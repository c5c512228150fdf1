//! What two workstations wrote apart from each other, settled in the window: the mark on the ward, a
//! value for each field by keyboard, and a signature that came second. With `CHARTHOLD_SHOTS` set, a
//! picture of each is kept, light and dark.

use charthold_testkit::hospital::{DemoPerson, people};
use charthold_workstation::{ChartId, ImportSource, Secret, Workstation};
use serde_json::{Value, json};

use crate::driver::{App, Theme};
use crate::hospital::Ward;
use crate::inspector::Inspector;

const NURSES: &str = "Slept badly, woke at three.";
const ROOT: &str = "[data-testid=decision]";

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_is_settled_field_by_field_in_the_light_theme() {
    settle_everything(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_is_settled_field_by_field_in_the_dark_theme() {
    settle_everything(Theme::Dark).await;
}

async fn settle_everything(theme: Theme) {
    let ward = Ward::with(6).await;
    let chart = write_apart(&ward).await;
    let app = App::open_in(&ward.home, theme).await;
    let mut inspector = Inspector::of(&app, theme).await;
    app.sign_in(&ward.nurse).await;
    let mark = format!("[data-chart='{chart}'] [data-testid=ward-decide]");
    app.see(&mark).await;
    inspector.look(&app, "ward-decide").await;

    app.open_by(&mark, ROOT).await;
    app.focus_in(&format!("{ROOT}[data-chart='{chart}']")).await;
    inspector.look(&app, "conflict").await;
    app.open_by("[data-testid=choose-fields]", "[data-testid=settle-fields]")
        .await;
    for _ in ["to the first field", "choose its second value"] {
        app.press("Tab").await;
        app.press("Down").await;
    }
    app.read("[data-testid=result-field]", "unable-to-assess")
        .await;
    show(&app, "[data-testid=settle-fields]").await;
    inspector.look(&app, "conflict-fields").await;
    app.press("Tab").await;
    app.focus_in("[data-testid=settle-fields]").await;
    app.press("Enter").await;
    app.gone("[data-testid=choose-fields]").await;

    app.open_by("[data-testid=void-show]", "[data-testid=void-text]")
        .await;
    app.read("[data-testid=void-text]", NURSES).await;
    show(&app, "[data-testid=void-keep]").await;
    inspector.look(&app, "void").await;
    app.click("[data-testid=void-keep]").await;
    app.gone("[data-testid=void-text]").await;
    inspector.look(&app, "settled").await;
    app.press("Esc").await;
    app.gone(&mark).await;
    app.close().await;
    inspector.report();
    assert_settled(&ward, chart).await;
}

async fn show(app: &App, css: &str) {
    app.ask(&format!(
        "document.querySelector(\"{css}\").scrollIntoView()"
    ))
    .await;
}

/// Both write in one chart without seeing each other; the physician is the first to send it.
async fn write_apart(ward: &Ward) -> ChartId {
    let here = ward.reopened().await;
    enter(&here, &ward.nurse).await;
    let first = &here.search("").expect("the census is there")[0];
    let chart: ChartId = first.chart.parse().expect("an id");
    let subject = here.fhir_id_of(chart).expect("it is here");
    let put = |station: &Workstation, criticality: &str, severity: &str| {
        let allergy = allergy(&subject, criticality, severity);
        let done = station.put_record(chart, &allergy, None);
        done.expect("it is written");
    };
    put(&here, "low", "moderate");
    here.sync(None).await.expect("central answers");
    let there = ward.hospital.workstation("WS-4B-09", &["4B"]).await;
    enter(&there, &physician()).await;
    there.sync(None).await.expect("central answers");

    put(&there, "high", "severe");
    put(&here, "unable-to-assess", "mild");
    for (station, text) in [(&there, "Slept well."), (&here, NURSES)] {
        let name = "note".to_owned();
        let content = note(&subject, text);
        let report = station
            .import(&[ImportSource::Text { name, content }], None)
            .await;
        assert_eq!(report.expect("it is imported").refused, []);
        station.sync(None).await.expect("central answers");
    }
    here.lock().expect("it locks");
    chart
}

pub(crate) async fn enter(station: &Workstation, person: &DemoPerson) {
    let password = Secret::new(person.password.to_owned());
    let opened = station.unlock(person.username, password).await;
    opened.expect("the right password opens");
    station.settle().await.expect("central answers");
}

fn physician() -> DemoPerson {
    people()
        .into_iter()
        .find(|person| person.role.code() == "physician" && person.units.contains(&"4B"))
        .expect("4B has physicians")
}

fn allergy(subject: &str, criticality: &str, severity: &str) -> String {
    json!({
        "resourceType": "AllergyIntolerance",
        "id": "apart",
        "clinicalStatus": {"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
            "code": "active",
        }]},
        "code": {"text": "penicillins"},
        "patient": {"reference": format!("Patient/{subject}")},
        "criticality": criticality,
        "note": [{"text": format!("{severity} rash")}],
    })
    .to_string()
}

/// A signed note of one id, as two workstations take it over from elsewhere.
fn note(subject: &str, text: &str) -> String {
    json!({
        "resourceType": "Composition",
        "id": "night",
        "status": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "34746-8"}], "text": "Nursing note"},
        "subject": {"reference": format!("Patient/{subject}")},
        "date": "2026-11-22T05:00:00Z",
        "author": [{"display": "Night shift"}],
        "title": "Nursing note",
        "section": [{"text": {
            "status": "generated",
            "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{text}</p></div>"),
        }}],
    })
    .to_string()
}

/// The chart says what was chosen, and the second signature's text stands beside the first.
async fn assert_settled(ward: &Ward, chart: ChartId) {
    let station = ward.reopened().await;
    enter(&station, &ward.nurse).await;
    let decisions = station.decisions(Some(chart)).expect("it can be read");
    assert!(decisions.conflicts.is_empty(), "{:?}", decisions.conflicts);
    let bundle = station.export_chart(chart).expect("it can be exported");
    let bundle: Value = serde_json::from_str(&bundle).expect("it is JSON");
    let entries = bundle["entry"].as_array().expect("entries").iter();
    let resources: Vec<&Value> = entries.map(|entry| &entry["resource"]).collect();
    let allergy = resources.iter().find(|resource| resource["id"] == "apart");
    let allergy = allergy.expect("it is there");
    let taken = (&allergy["criticality"], &allergy["note"][0]["text"]);
    assert_eq!(taken, (&"unable-to-assess".into(), &"mild rash".into()));
    for text in ["Slept well.", NURSES] {
        let notes = resources.iter().filter(|resource| {
            resource["resourceType"] == "Composition" && resource.to_string().contains(text)
        });
        assert_eq!(notes.count(), 1, "{text}");
    }
}
