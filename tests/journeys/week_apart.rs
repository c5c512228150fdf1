//! Two pairs of workstations in one ward that do not meet for a week: one pair has central, the other has not. Both write in one
//! chart, and both give one dose. When they meet, all four show the same, byte for byte. The programs are the real ones, and
//! all clocks are those of the day.

use std::time::Duration;

use charthold_testkit::hospital::{DemoPerson, bundle};
use charthold_testkit::programs::{Premises, Said, Server, Station, clock_off_by, own_environment};
use charthold_workstation::Workstation;
use serde_json::{Value, json};

use crate::cast::{one_of, patient_today, unlock};

/// What a pair lives through, and the dose is given on the second of them. A person may go seven days without central.
const DAYS: [u32; 3] = [0, 3, 6];
const LEASE_S: u32 = 7 * 86_400;
const CODE_VALID: Duration = Duration::from_secs(3_600);
const ORDER: &str = "order";

struct Desk {
    station: Station,
    person: DemoPerson,
    name: &'static str,
}

struct Ward {
    premises: Premises,
    mrn: String,
    subject: String,
}

impl Ward {
    /// Runs a command of the desk's person, `day` days from now; with a resource where it takes one.
    async fn run(&self, desk: &Desk, day: u32, words: &[&str], resource: Option<Value>) -> Said {
        let station = desk.station.run_by(&clock_off_by(i64::from(day) * 86_400));
        let mut arguments = station
            .sign_in(&desk.person)
            .expect("there is room")
            .to_vec();
        arguments.extend(words.iter().map(Into::into));
        if let Some(resource) = resource {
            let file = self.premises.folder.path().join("resource.json");
            std::fs::write(&file, resource.to_string()).expect("there is room");
            arguments.push(file.into());
        }
        let said = station.run(&arguments).await.expect("it starts");
        assert_eq!(said.code, Some(0), "{words:?} at {}: {said:?}", desk.name);
        said
    }

    async fn sync(&self, desk: &Desk, day: u32) {
        let station = desk.station.run_by(&clock_off_by(i64::from(day) * 86_400));
        let said = station.run(&["sync"]).await.expect("it starts");
        assert_eq!(said.code, Some(0), "at {}: {said:?}", desk.name);
    }

    async fn put(&self, desk: &Desk, day: u32, mut resource: Value) {
        resource["subject"] = json!({"reference": self.subject});
        let words = ["put", &self.mrn];
        self.run(desk, day, &words, Some(resource)).await;
    }

    /// A day at a desk: an observation, and on the day of the dose the dose.
    async fn work(&self, desk: &Desk, day: u32) {
        let (name, text) = (desk.name, said_at(desk, day));
        self.put(
            desk,
            day,
            json!({"resourceType": "Observation", "id": format!("{name}-{day}"), "status": "final", "code": {"text": text}}),
        )
        .await;
        if day == DAYS[1] && desk.person.role.code() == "nurse" {
            self.put(desk, day, giving(desk)).await;
        }
    }

    /// What the window draws at the desk for `person`: the chart, and what is to be decided in it. When it was last exchanged is
    /// the desk's own.
    async fn drawn(&self, desk: &Desk, person: &DemoPerson) -> [String; 2] {
        let opened = Workstation::open(desk.station.home().to_owned(), own_environment());
        let opened = opened.expect("it is enrolled");
        unlock(&opened, person).await;
        let chart = opened.chart_of_mrn(&self.mrn).expect("it is listed");
        let mut view = opened.open_chart(chart).expect("it opens");
        view.freshness.as_of_ms = None;
        let decisions = opened.decisions(Some(chart)).expect("they can be read");
        opened.lock().expect("it locks");
        let view = serde_json::to_string(&view);
        let decisions = serde_json::to_string(&decisions);
        [view, decisions].map(|json| json.expect("the window gets it as JSON"))
    }

    /// Both servers begin the day.
    async fn serve(&mut self, day: u32) {
        let servers = &mut self.premises.servers;
        for server in [Server::Keys, Server::Central] {
            servers.kill(server).await;
            servers
                .restart_by(server, &clock_off_by(i64::from(day) * 86_400))
                .expect("it starts");
        }
        servers
            .doorbell()
            .wait_until_ready()
            .await
            .expect("they answer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pairs_that_were_apart_for_a_week_show_the_same_when_they_meet() {
    let (mut ward, with_central, without) = open().await;
    for day in DAYS {
        ward.serve(day).await;
        for desk in &with_central {
            ward.work(desk, day).await;
        }
        let [nurse, physician] = &with_central;
        ward.put(nurse, day, goal(&said_at(nurse, day))).await;
        for desk in [nurse, physician] {
            ward.sync(desk, day).await;
        }
        ward.premises.servers.kill(Server::Central).await;
        for desk in &without {
            ward.work(desk, day).await;
        }
        ward.put(&without[0], day, goal(&said_at(&without[0], day)))
            .await;
    }
    let day = DAYS[2];
    ward.serve(day).await;
    let all: Vec<&Desk> = with_central.iter().chain(&without).collect();
    for desk in all.iter().rev().chain(&all) {
        ward.sync(desk, day).await;
    }

    let mut shown = Vec::new();
    for desk in &all {
        let chart = ward.run(desk, day, &["chart", &ward.mrn], None).await.out;
        let questions = ward.run(desk, day, &["conflicts", &ward.mrn], None).await;
        let listed: Value = serde_json::from_str(&questions.out).expect("an answer is JSON");
        let doubles = listed["possible_doubles"].as_array().expect("a list");
        assert_eq!(doubles.len(), 1, "at {}: {listed}", desk.name);
        assert_eq!(doubles[0]["severity"], "high", "{listed}");
        let conflicts = listed["conflicts"].as_array().expect("a list");
        assert_eq!(conflicts.len(), 1, "the goal, at {}: {listed}", desk.name);
        shown.push((chart, questions.out));
    }
    for desk in &all {
        for day in DAYS {
            let text = format!("\"{}\"", said_at(desk, day));
            assert!(shown[0].0.contains(&text), "{text} is shown");
        }
    }
    assert!(
        shown.iter().all(|other| *other == shown[0]),
        "byte for byte"
    );
    let mut drawn = Vec::new();
    for desk in &all {
        drawn.push(ward.drawn(desk, &all[0].person).await);
    }
    assert!(
        drawn[0][1].contains("furosemide"),
        "the dose is to be decided"
    );
    for other in &drawn {
        assert_eq!(*other, drawn[0], "in the window, too");
    }
    let verified = ward.premises.verify_central().await.expect("it starts");
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

fn said_at(desk: &Desk, day: u32) -> String {
    format!("At {} on day {day}.", desk.name)
}

fn goal(text: &str) -> Value {
    json!({"resourceType": "Goal", "id": "shared", "lifecycleStatus": "active", "description": {"text": text}})
}

fn order() -> Value {
    json!({
        "resourceType": "MedicationRequest",
        "id": ORDER,
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "furosemide"},
        "dosageInstruction": [{"timing": {"repeat": {
            "frequency": 2, "period": 1, "periodUnit": "d", "timeOfDay": ["08:00:00", "20:00:00"],
        }}}],
    })
}

fn giving(desk: &Desk) -> Value {
    json!({
        "resourceType": "MedicationAdministration",
        "id": format!("given-{}", desk.name),
        "status": "completed",
        "medicationCodeableConcept": {"text": "furosemide"},
        "effectiveDateTime": "2026-11-22T08:02:00Z",
        "request": {"reference": format!("MedicationRequest/{ORDER}")},
        "dosage": {"dose": {"value": 40, "unit": "mg"}},
    })
}

/// Two pairs, a nurse and a physician each, who hold one chart with one order in it.
async fn open() -> (Ward, [Desk; 2], [Desk; 2]) {
    let premises = Premises::open_with_lease(LEASE_S).await;
    let code = premises.code(4, CODE_VALID).await;
    let mut desks = Vec::new();
    for (name, role) in [
        ("one", "nurse"),
        ("two", "physician"),
        ("three", "nurse"),
        ("four", "physician"),
    ] {
        let station = premises.station(name).expect("it was built");
        let run = premises.enrol(&station, name, &code).expect("it starts");
        let said = run.end().await.expect("it ends");
        assert_eq!(said.code, Some(0), "{said:?}");
        let person = one_of(role, "4B");
        desks.push(Desk {
            station,
            person,
            name,
        });
    }
    let patient = patient_today(0);
    let whole: Value = serde_json::from_str(&bundle(&patient)).expect("a bundle is JSON");
    let id = whole["entry"][0]["resource"]["id"].as_str();
    let ward = Ward {
        premises,
        mrn: patient.mrn.clone(),
        subject: format!("Patient/{}", id.expect("the patient comes first")),
    };
    let Desk {
        station, person, ..
    } = &desks[0];
    ward.premises.let_in(station, person).await;
    ward.run(&desks[0], 0, &["import", "--unit", "4B"], Some(whole))
        .await;
    ward.put(&desks[0], 0, order()).await;
    ward.put(&desks[0], 0, goal("Before they part.")).await;
    for desk in &desks {
        ward.sync(desk, 0).await;
        // Who was never in at a workstation cannot come in there without central.
        ward.premises.let_in(&desk.station, &desk.person).await;
    }
    let mut desks = desks.into_iter();
    let mut pair = || {
        [
            desks.next().expect("one of four"),
            desks.next().expect("one of four"),
        ]
    };
    (ward, pair(), pair())
}
