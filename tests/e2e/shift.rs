//! A stretch of a night shift: unlock, ward, chart, vitals, note, sign, the network goes, another
//! set, lock, unlock, the network comes back, and central holds what it cannot read.

use std::path::Path;

use crate::driver::App;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::{DemoPerson, HospitalPlan, bundle, patient, people};
use charthold_workstation::{
    Clock, Environment, ImportSource, Programme, Secret, SystemClock, Timestamp, Workstation,
};

const NOTE: &str = "Wean oxygen as tolerated, repeat chest film at noon.";
const HALF: &str = "Half a thought about potassium";

#[tokio::test(flavor = "multi_thread")]
async fn a_night_shift_in_the_window() {
    let hospital = Riverside::open(now()).await;
    let nurse = nurse();
    let family = admit(&hospital, &nurse).await;
    let home = hospital.folder.path().join("WS-4B-03");
    enrol(&hospital, &home).await;

    let app = App::open(&home).await;
    app.see("[data-testid=lock-screen]").await;
    assert!(!app.holds(&family).await, "a lock screen shows no patient");
    app.picture("1-lock").await;
    app.sign_in(&nurse).await;
    // The chart comes with the first exchange after the first sign-in.
    app.see("[data-testid=ward-row][data-kind=open]").await;
    app.read("[data-testid=ward-row]", &family).await;
    app.see("[data-testid=ward-row]:first-child[data-kind=open]")
        .await;
    app.picture("2-ward").await;

    open_chart(&app).await;
    app.read("[data-testid=patient-banner]", &family).await;
    app.picture("3-chart").await;
    app.record_vitals("23", "38.1").await;
    app.read("[data-testid=frame]", "38.1").await;
    write_note(&app, NOTE).await;
    app.open_by("[data-testid=sign-note]", "[data-testid=confirm-sign]")
        .await;
    app.click("[data-testid=confirm-sign]").await;
    app.read("[data-testid=new-note]", "New note").await;

    hospital.plug.pull();
    app.record_vitals("26", "38.7").await;
    app.read("[data-testid=frame]", "38.7").await;
    app.read("[data-testid=status-network]", "Offline").await;
    app.picture("4-offline").await;
    write_note(&app, HALF).await;
    app.read("[data-testid=note-save-state]", "aved").await;

    app.click("[data-testid=lock]").await;
    app.see("[data-testid=lock-screen]").await;
    for text in [family.as_str(), "38.7", HALF] {
        assert!(
            !app.holds(text).await,
            "the locked window still holds patient text"
        );
    }
    app.sign_in(&nurse).await;
    app.read("[data-testid=patient-banner]", &family).await;
    let restored = app.see("[data-testid=note-section-0]").await;
    let value = restored.prop("value").await.expect("it has a value");
    assert_eq!(
        value.as_deref(),
        Some(HALF),
        "the draft is back where it was"
    );

    hospital.plug.put_back();
    app.read("[data-testid=status-network]", "Online").await;
    app.close().await;
    assert_at_central(&hospital, &home, &family).await;
}

async fn open_chart(app: &App) {
    let cell = app.see("[data-testid=ward-row][data-kind=open] td").await;
    let actions = app.page.action_chain().double_click_element(&cell);
    actions.perform().await.expect("a row can be opened");
    app.see("[data-testid=patient-banner]").await;
}

async fn write_note(app: &App, text: &str) {
    app.open_by("[data-testid=new-note]", "[data-testid=note-section-0]")
        .await;
    app.type_into("[data-testid=note-section-0]", text).await;
    app.read("[data-testid=note-save-state]", "aved").await;
}

/// Everything arrived, and central's database shows none of it.
async fn assert_at_central(hospital: &Riverside, home: &Path, family: &str) {
    let station = reopened(home).await;
    station.sync(None).await.expect("central answers");
    let status = station.home_status().expect("it can be read");
    assert_eq!((status.ops_unconfirmed, status.audit_unconfirmed), (0, 0));
    let database = hospital.site.central_database();
    let mut bytes = std::fs::read(&database).expect("central's database");
    bytes.extend(std::fs::read(database.with_extension("db-wal")).unwrap_or_default());
    for needle in [family, NOTE, "resourceType"] {
        let found = bytes
            .windows(needle.len())
            .any(|w| w.eq_ignore_ascii_case(needle.as_bytes()));
        assert!(!found, "central can read what it holds");
    }
}

/// The home, once the app that was closed has let go of it.
async fn reopened(home: &Path) -> Workstation {
    let mut polls = tokio::time::interval(std::time::Duration::from_millis(100));
    let opened = async {
        loop {
            polls.tick().await;
            if let Ok(station) = Workstation::open(home.to_owned(), environment()) {
                return station;
            }
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, opened)
        .await
        .expect("the app let go of its home")
}

fn nurse() -> DemoPerson {
    people()
        .into_iter()
        .find(|person| person.role.code() == "nurse" && person.units.first() == Some(&"4B"))
        .expect("4B has nurses")
}

fn environment() -> Environment {
    Environment::system(Programme {
        name: "window test".into(),
        version: "0.1.0".into(),
    })
}

/// Brings three patients in through another workstation; answers the first one's family name.
async fn admit(hospital: &Riverside, nurse: &DemoPerson) -> String {
    let loader = hospital.workstation("WS-LOADER", &["4B"]).await;
    let password = Secret::new(nurse.password.to_owned());
    loader
        .unlock(nurse.username, password)
        .await
        .expect("the right password opens");
    loader.settle().await.expect("central answers");
    let plan = HospitalPlan {
        seed: 4,
        patients: 6,
        now: now(),
    };
    let sources: Vec<ImportSource> = (0..6)
        .map(|index| patient(&plan, index))
        .filter(|patient| patient.unit == "4B")
        .map(|patient| ImportSource::Text {
            name: patient.mrn.clone(),
            content: bundle(&patient),
        })
        .collect();
    loader
        .import(&sources, Some("4B"))
        .await
        .expect("they are imported");
    loader.sync(None).await.expect("central answers");
    let mut census = loader.search("").expect("the census is there");
    census.sort_by_key(|hit| hit.bed.clone());
    let first = census.first().expect("somebody is in");
    first
        .name
        .split(',')
        .next()
        .expect("a family name")
        .to_owned()
}

/// Makes the home the app opens, with its secret in the session's own keyring.
async fn enrol(hospital: &Riverside, home: &Path) {
    let station = hospital
        .workstation_at(home, "WS-4B-03", &["4B"], environment())
        .await
        .expect("it is enrolled");
    station.sync(None).await.expect("central answers");
}

/// The app reads the machine's clock, so the hospital does too.
fn now() -> Timestamp {
    SystemClock.now()
}
