//! Two workstations, each offline for its author, change one field of one allergy. Both say so, with
//! both values; a clinician settles it on one, and both show the same. The programs are the real ones.

use std::time::Duration;

use charthold_testkit::hospital::{DemoPerson, HospitalPlan, bundle, patient};
use charthold_testkit::programs::{Premises, Said, Station, own_environment};
use charthold_workstation::{Secret, Workstation};
use serde_json::{Value, json};

use crate::cast::{NOW_MS, one_of};

const HOUR: Duration = Duration::from_secs(3_600);

/// A person at a workstation.
pub(crate) struct Desk {
    pub(crate) station: Station,
    pub(crate) person: DemoPerson,
}

impl Desk {
    pub(crate) async fn open(premises: &Premises, name: &str, role: &str) -> Self {
        let code = premises.code(1, HOUR).await;
        Self::enrolled(premises, name, &code, one_of(role, "4B")).await
    }

    async fn enrolled(premises: &Premises, name: &str, code: &str, person: DemoPerson) -> Self {
        let station = premises.station(name).expect("it was built");
        let run = premises.enrol(&station, name, code);
        answer(&run.expect("it starts").end().await.expect("it ends"));
        Self { station, person }
    }

    async fn say(&self, arguments: &[&str]) -> Said {
        let mut all = self
            .station
            .sign_in(&self.person)
            .expect("there is room")
            .to_vec();
        all.extend(arguments.iter().map(std::ffi::OsString::from));
        self.station.run(&all).await.expect("it starts")
    }

    pub(crate) async fn run(&self, arguments: &[&str]) -> Value {
        answer(&self.say(arguments).await)
    }

    pub(crate) async fn sync(&self) {
        answer(&self.station.run(&["sync"]).await.expect("it starts"));
    }
}

fn answer(said: &Said) -> Value {
    assert_eq!(said.code, Some(0), "{said:?}");
    serde_json::from_str(&said.out).expect("an answer is JSON")
}

/// A chart both hold, with one allergy; its record number.
pub(crate) async fn admitted(
    premises: &Premises,
    first: &Desk,
    second: &Desk,
) -> (String, impl Fn(&str) -> String) {
    let now = charthold_workstation::Timestamp::from_millis(NOW_MS);
    let plan = HospitalPlan {
        seed: 5,
        patients: 40,
        now,
    };
    let mut patients = (0..40).map(|index| patient(&plan, index));
    let mut patient = patients
        .find(|patient| first.person.units.contains(&patient.unit.as_str()))
        .expect("every unit has patients");
    patient.resources.truncate(20);
    let resource: Value = serde_json::from_str(&patient.resources[0]).expect("it is JSON");
    let subject = resource["id"].as_str().expect("it is a text").to_owned();
    let folder = premises.folder.path().to_owned();
    let chart = folder.join("chart.json");
    std::fs::write(&chart, bundle(&patient)).expect("there is room");
    first.run(&["import", &chart.to_string_lossy()]).await;
    let allergy = move |criticality: &str| {
        let resource = json!({
            "resourceType": "AllergyIntolerance",
            "id": "journey",
            "code": {"text": "penicillins"},
            "patient": {"reference": format!("Patient/{subject}")},
            "criticality": criticality,
        });
        let path = folder.join(format!("{criticality}.json"));
        std::fs::write(&path, resource.to_string()).expect("there is room");
        path.to_string_lossy().into_owned()
    };
    first.run(&["put", &patient.mrn, &allergy("low")]).await;
    first.sync().await;
    // Their first sign-in brings the keys.
    second.run(&["search"]).await;
    (patient.mrn, allergy)
}

/// What both are told of the one field, without its order.
fn told(listed: &Value) -> (Value, Vec<(Value, Value, Value)>) {
    let conflicts = listed["conflicts"].as_array().expect("a list");
    assert_eq!(conflicts.len(), 1, "{listed}");
    assert_eq!(conflicts[0]["about"], "penicillins");
    let fields = conflicts[0]["fields"].as_array().expect("a list");
    assert_eq!(fields.len(), 1, "{listed}");
    assert_eq!(fields[0]["name"], "criticality");
    let values = fields[0]["values"].as_array().expect("a list").iter();
    let told = |value: &Value| {
        let part = |name: &str| value[name].clone();
        (part("text"), part("author"), part("shown"))
    };
    (conflicts[0].clone(), values.map(told).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workstations_name_one_conflict_alike_and_agree_once_it_is_settled() {
    let premises = Premises::open().await;
    let nurse = Desk::open(&premises, "one", "nurse").await;
    let physician = Desk::open(&premises, "two", "physician").await;
    let (mrn, allergy) = admitted(&premises, &nurse, &physician).await;

    // Neither exchanges anything between reading and writing.
    nurse
        .run(&["put", &mrn, &allergy("unable-to-assess")])
        .await;
    physician.run(&["put", &mrn, &allergy("high")]).await;
    for desk in [&nurse, &physician, &nurse] {
        desk.sync().await;
    }
    let here = nurse.run(&["conflicts", &mrn]).await;
    let there = physician.run(&["conflicts"]).await;
    assert_eq!(here, there, "one chart, or all of them, on either");
    let (conflict, values) = told(&here);
    let by = |person: &DemoPerson| Value::from(person.display_name);
    assert!(values.contains(&("unable-to-assess".into(), by(&nurse.person), false.into())));
    assert!(
        values.contains(&("high".into(), by(&physician.person), true.into())),
        "the cautious one is shown meanwhile: {values:?}"
    );

    let refused = nurse.say(&["put", &mrn, &allergy("low")]).await;
    assert_eq!(refused.code, Some(6), "nobody writes over a disagreement");
    let record = conflict["record"].as_str().expect("an id");
    let values = conflict["fields"][0]["values"].as_array().expect("a list");
    let taken = values
        .iter()
        .find(|value| value["text"] == "unable-to-assess")
        .expect("it was told");
    let take = taken["head"].as_str().expect("an id");
    let stale = ["reconcile", &mrn, record, "--take", take, "--base", take];
    let refused = physician.say(&stale).await;
    assert_eq!(refused.code, Some(6), "that is not all there is");
    let settled = physician
        .run(&["reconcile", &mrn, record, "--take", take])
        .await;
    assert_eq!(settled["conflict"], false);
    for desk in [&physician, &nurse] {
        desk.sync().await;
    }
    for desk in [&nurse, &physician] {
        let listed = desk.run(&["conflicts"]).await;
        let nothing = json!({"conflicts": [], "possible_doubles": [], "drafts": []});
        assert_eq!(listed, nothing);
    }
    let (left, right) = (
        nurse.say(&["chart", &mrn]).await,
        physician.say(&["chart", &mrn]).await,
    );
    assert!(left.out.contains("unable-to-assess"));
    assert_eq!(left.out, right.out, "both show the same, byte for byte");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_somebody_who_does_not_work_in_this_workstations_unit_has_their_name() {
    let premises = Premises::open().await;
    let code = premises.code(1, HOUR).await;
    let far = one_of("physician", "5A");
    let physician = Desk::enrolled(&premises, "one", &code, far.clone()).await;
    // Of 4B alone: a hello names nobody who works in 5A. Its patients are here because one of their nurses is.
    let code = premises.code_for(&["4B"], 1, HOUR).await;
    let nurse = Desk::enrolled(&premises, "two", &code, one_of("nurse", "5A")).await;
    let (mrn, allergy) = admitted(&premises, &physician, &nurse).await;
    nurse.sync().await;
    nurse
        .run(&["put", &mrn, &allergy("unable-to-assess")])
        .await;
    physician.run(&["put", &mrn, &allergy("high")]).await;
    for desk in [&nurse, &physician, &nurse] {
        desk.sync().await;
    }

    let (_, values) = told(&nurse.run(&["conflicts", &mrn]).await);
    let theirs = ("high".into(), far.display_name.into(), true.into());
    assert!(values.contains(&theirs), "{values:?}");
    // The window reads the same home.
    let window = Workstation::open(nurse.station.home().to_owned(), own_environment());
    let window = window.expect("it is enrolled");
    let password = Secret::new(nurse.person.password.to_owned());
    let entered = window.unlock(nurse.person.username, password).await;
    entered.expect("the right password opens");
    window.settle().await.expect("what is here can be read");
    let decisions = window.decisions(None).expect("they can be read");
    let values = &decisions.conflicts[0].fields[0].values;
    let high = values
        .iter()
        .find(|value| value.text.as_deref() == Some("high"))
        .expect("it is shown");
    assert_eq!(high.by.name.as_deref(), Some(far.display_name));
    assert_eq!(high.by.role.as_deref(), Some("physician"));
    window.lock().expect("it locks");
}
