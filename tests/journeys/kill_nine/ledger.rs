//! What the workstation was asked to write, and what it acknowledged: the test's own books, against
//! which charts are held.

use std::collections::BTreeMap;

use charthold_testkit::hospital::{GeneratedPatient, HospitalPlan, bundle, patient};
use charthold_testkit::programs::Said;
use charthold_workstation::{Clock, SystemClock};
use serde_json::Value;

/// A chart as `chartholdctl chart` prints it, by resource type and id.
pub(super) type Chart = BTreeMap<String, Value>;

/// Resources of an imported patient: enough to be cut in the middle.
const RESOURCES: usize = 24;

/// A patient who is brought in.
pub(super) struct Arrival {
    pub(super) mrn: String,
    pub(super) resources: usize,
    pub(super) bundle: String,
    pub(super) acknowledged: bool,
}

/// Everything asked for in the first patient's chart, and everything brought in.
pub(super) struct Ledger {
    /// The patient everything is written about: record number and FHIR id.
    pub(super) mrn: String,
    pub(super) subject: String,
    /// Texts of new records and notes, and whether they were acknowledged.
    written: Vec<(String, bool)>,
    /// Versions of the record that is revised, in order.
    versions: Vec<(String, bool)>,
    pub(super) arrivals: Vec<Arrival>,
    /// The numbers of patients whom a busy desk brought in.
    pub(super) came_in: Vec<usize>,
    next: usize,
}

impl Ledger {
    pub(super) fn new() -> Self {
        let mut ledger = Self {
            mrn: String::new(),
            subject: String::new(),
            written: Vec::new(),
            versions: Vec::new(),
            arrivals: Vec::new(),
            came_in: Vec::new(),
            next: 0,
        };
        let first = ledger.arrival();
        let whole: Value = serde_json::from_str(&first.bundle).expect("a bundle is JSON");
        let mrn = first.mrn.clone();
        let id = whole["entry"][0]["resource"]["id"].as_str();
        ledger.subject = format!("Patient/{}", id.expect("the patient comes first"));
        ledger.mrn = mrn;
        ledger
    }

    /// The patient who is being brought in: the same one until it is acknowledged.
    pub(super) fn arrival(&mut self) -> &Arrival {
        if self.arrivals.last().is_none_or(|last| last.acknowledged) {
            let patient = generated(self.next);
            self.next += 1;
            self.arrivals.push(Arrival {
                mrn: patient.mrn.clone(),
                resources: patient.resources.len(),
                bundle: bundle(&patient),
                acknowledged: false,
            });
        }
        self.arrivals.last().expect("one was put there")
    }

    /// A text nobody wrote before.
    pub(super) fn fresh_text(&self) -> String {
        format!("kill nine text {}.", self.written.len())
    }

    pub(super) fn fresh_version(&self) -> String {
        format!("kill nine version {}.", self.versions.len())
    }

    pub(super) fn note_text(&mut self, text: String, acknowledged: bool) {
        self.written.push((text, acknowledged));
    }

    pub(super) fn note_version(&mut self, version: String, acknowledged: bool) {
        self.versions.push((version, acknowledged));
    }

    pub(super) fn note_arrival(&mut self, acknowledged: bool) {
        if let Some(last) = self.arrivals.last_mut() {
            last.acknowledged |= acknowledged;
        }
    }

    /// How much was acknowledged.
    pub(super) fn acknowledged(&self) -> usize {
        let all = self.written.iter().chain(&self.versions);
        all.filter(|(_, acknowledged)| *acknowledged).count()
    }

    /// Holds the first patient's chart against the books.
    pub(super) fn check(&self, chart: &Chart) {
        let resources: Vec<String> = chart.values().map(Value::to_string).collect();
        for (text, acknowledged) in &self.written {
            let holds = |resource: &&String| resource.contains(text);
            let found = resources.iter().filter(holds).count();
            let right = if *acknowledged {
                found == 1
            } else {
                found <= 1
            };
            assert!(
                right,
                "{text:?} (acknowledged: {acknowledged}) is there {found} times"
            );
        }
        let last = self.versions.iter().rposition(|(_, done)| *done);
        let Some(last) = last else { return };
        let revised = chart.get("Goal/revised").expect("it was acknowledged");
        let revised = revised.to_string();
        assert!(
            self.versions[last..]
                .iter()
                .any(|(version, _)| revised.contains(version)),
            "{revised} is older than version {last}, which was acknowledged"
        );
    }
}

/// Whether the program printed its answer, however it ended after that.
pub(super) fn is_acknowledged(said: &Said) -> bool {
    let answer: Result<Value, _> = serde_json::from_str(&said.out);
    answer.is_ok_and(|answer| answer.get("what").is_none())
}

/// The patient of this number, wherever they lie: they are brought into 4B.
pub(super) fn generated(number: usize) -> GeneratedPatient {
    let plan = HospitalPlan {
        seed: 9,
        patients: 400,
        now: SystemClock.now(),
    };
    let mut patient = patient(&plan, number);
    patient.resources.truncate(RESOURCES);
    patient
}

/// A resource about `subject` that says `text`.
pub(super) fn resource(kind: &str, id: &str, text: &str, subject: &str) -> String {
    format!(
        r#"{{"resourceType":"{kind}","id":"{id}","status":"final","code":{{"text":"{text}"}},"subject":{{"reference":"{subject}"}}}}"#
    )
}

/// Reads a bundle; nothing may be in it twice.
pub(super) fn read_chart(said: &Said) -> Chart {
    assert_eq!(said.code, Some(0), "the chart opens: {said:?}");
    read_bundle(&said.out)
}

pub(super) fn read_bundle(text: &str) -> Chart {
    let bundle: Value = serde_json::from_str(text).expect("a chart is JSON");
    let mut chart = Chart::new();
    for entry in bundle["entry"].as_array().expect("a bundle has entries") {
        let resource = entry["resource"].clone();
        let part = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
        let name = format!("{}/{}", part("resourceType"), part("id"));
        let twice = chart.insert(name, resource);
        assert_eq!(twice, None, "nothing is there twice");
    }
    chart
}
