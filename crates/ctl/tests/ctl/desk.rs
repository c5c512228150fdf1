//! A workstation in 4B with a nurse and one patient, and what a refusal has to look like.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use charthold_testkit::hospital::{DemoPerson, HospitalPlan, bundle, patient, people};
use charthold_testkit::programs::{Premises, Run, Said, Station};
use serde_json::Value;

/// Stands in everything that is refused here, and in no answer.
pub(crate) const CANARY: &str = "Zaunkoenig";
const HOUR: Duration = Duration::from_secs(3_600);

pub(crate) struct Desk {
    pub(crate) premises: Premises,
    pub(crate) station: Station,
    pub(crate) nurse: DemoPerson,
    /// The patient's record number and FHIR id.
    pub(crate) mrn: String,
    pub(crate) subject: String,
    family: String,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let premises = Premises::open().await;
        let station = premises.station("station").expect("it was built");
        let code = premises.code(1, HOUR).await;
        let run = premises.enrol(&station, "WS-4B-03", &code);
        answer(&run.expect("it starts").end().await.expect("it ends"));
        let is_nurse =
            |person: &DemoPerson| person.role.code() == "nurse" && person.units.contains(&"4B");
        let nurse = people().into_iter().find(is_nurse).expect("4B has nurses");
        let plan = HospitalPlan {
            seed: 5,
            patients: 40,
            now: charthold_workstation::Timestamp::from_millis(1_795_357_920_000),
        };
        let mut patients = (0..40).map(|index| patient(&plan, index));
        let mut first = patients
            .find(|patient| patient.unit == "4B")
            .expect("4B has patients");
        first.resources.truncate(30);
        let resource: Value = serde_json::from_str(&first.resources[0]).expect("it is JSON");
        let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
        let desk = Self {
            premises,
            station,
            nurse,
            mrn: first.mrn.clone(),
            subject: text(&resource["id"]),
            family: text(&resource["name"][0]["family"]),
        };
        let file = desk.file("chart.json", bundle(&first));
        let report = answer(&desk.run(&["import", &file]).await);
        assert_eq!(report["refused"], serde_json::json!([]), "all is taken");
        desk
    }

    /// Writes a file to be named on the command line.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).expect("there is room");
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.premises.folder.path().join(name)
    }

    /// A resource about `subject` that holds the canary.
    pub(crate) fn resource(&self, id: &str, subject: &str) -> String {
        format!(
            r#"{{"resourceType":"Condition","id":"{id}","code":{{"text":"{CANARY}"}},"subject":{{"reference":"Patient/{subject}"}}}}"#
        )
    }

    pub(crate) fn arguments(&self, arguments: &[&str]) -> Vec<OsString> {
        let mut all = self
            .station
            .sign_in(&self.nurse)
            .expect("there is room")
            .to_vec();
        all.extend(arguments.iter().map(OsString::from));
        all
    }

    /// A command of the nurse's, with `--json`.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Said {
        self.begin(arguments).end().await.expect("it ends")
    }

    pub(crate) fn begin(&self, arguments: &[&str]) -> Run {
        let arguments = self.arguments(arguments);
        self.station.begin(&arguments).expect("it starts")
    }

    /// A command of the nurse's, in words.
    pub(crate) async fn tell(&self, arguments: &[&str]) -> Said {
        let told = self.station.tell(&self.arguments(arguments)).await;
        told.expect("it ends")
    }

    /// The patient's chart, as it is printed.
    pub(crate) async fn chart(&self) -> String {
        let said = self.run(&["chart", &self.mrn]).await;
        answer(&said);
        said.out
    }

    /// Holds a refusal against the contract, and looks for what no message may hold.
    pub(crate) fn assert_refused(&self, what: &str, said: &Said, (exit, code): (i32, &str)) {
        assert_failure(what, said, (exit, code));
        self.assert_hushed(what, said);
    }

    /// No name, number, value, secret or path is in what was said.
    pub(crate) fn assert_hushed(&self, what: &str, said: &Said) {
        let folder = self.premises.folder.path().to_string_lossy();
        let secrets = [
            CANARY,
            &folder,
            &self.family,
            &self.mrn,
            &self.subject,
            self.nurse.password,
        ];
        assert_holds_none(what, said, &secrets);
    }
}

/// The answer of a command that has to succeed.
pub(crate) fn answer(said: &Said) -> Value {
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.err, "", "nothing is said on standard error");
    serde_json::from_str(&said.out).expect("an answer is JSON")
}

/// The failure in `said` has the code, the exit code and the shape of the contract.
pub(crate) fn assert_failure(what: &str, said: &Said, (exit, code): (i32, &str)) {
    assert_eq!(said.code, Some(exit), "{what}: {said:?}");
    assert_eq!(said.err, "", "{what}: all is said on standard output");
    let failure: Value = serde_json::from_str(&said.out).expect("a failure is JSON");
    assert_eq!(
        keys(&failure),
        ["code", "remedy", "retry", "what"],
        "{what}: {failure}"
    );
    assert_eq!(failure["code"], code, "{what}: {failure}");
    for part in ["what", "remedy"] {
        let words = failure[part].as_str().expect("words are text");
        assert!(words.ends_with('.'), "{what}: {words:?} is a sentence");
    }
}

pub(crate) fn assert_holds_none(what: &str, said: &Said, secrets: &[&str]) {
    for secret in secrets {
        let told = said.out.contains(secret) || said.err.contains(secret);
        assert!(!told, "{what}: {secret:?} is in {said:?}");
    }
}

/// The names in an object, sorted.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().expect("it is an object");
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

pub(crate) fn text_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
