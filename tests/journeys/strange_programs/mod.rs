//! Workstations that are not what they should be, with the real programs: a copied one, a withdrawn one, one whose clock is off.
//! Nothing that was written is lost, and each says what is wrong with it and what to do.

mod clock;
mod copied;
mod withdrawn;

use std::time::Duration;

use charthold_chartlog::QuarantineReason;
use charthold_testkit::hospital::{DemoPerson, bundle};
use charthold_testkit::programs::{Premises, Said, Server, Station};
use serde_json::Value;

use crate::cast::{one_of, patient_today};

const CODE_VALID: Duration = Duration::from_secs(3_600);

/// A ward with a workstation and a patient.
struct Ward {
    premises: Premises,
    station: Station,
    nurse: DemoPerson,
    mrn: String,
}

impl Ward {
    async fn open() -> Self {
        let premises = Premises::open().await;
        let station = enrolled(&premises, "WS-4B-01").await;
        let admitted = patient_today(0);
        let ward = Self {
            premises,
            station,
            nurse: one_of("nurse", "4B"),
            mrn: admitted.mrn.clone(),
        };
        let file = ward.file("patient.json", &bundle(&admitted));
        ward.run(&ward.station, &["import", &file]).await;
        answer(&ward.station, &["sync"]).await;
        ward
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.premises.folder.path().join(name);
        std::fs::write(&path, text).expect("there is room");
        path.to_string_lossy().into_owned()
    }

    /// What `station` says to the nurse.
    async fn say(&self, station: &Station, words: &[&str]) -> Said {
        let mut arguments = station
            .sign_in(&self.nurse)
            .expect("there is room")
            .to_vec();
        arguments.extend(words.iter().map(Into::into));
        station.run(&arguments).await.expect("it starts")
    }

    async fn run(&self, station: &Station, words: &[&str]) -> Said {
        let said = self.say(station, words).await;
        assert_eq!(said.code, Some(0), "{words:?}: {said:?}");
        said
    }

    async fn note(&self, station: &Station, text: &str) -> Said {
        let file = self.file("note.txt", text);
        self.say(
            station,
            &["note", &self.mrn, "--text-file", &file, "--sign"],
        )
        .await
    }

    /// The chart as it is exported.
    async fn chart(&self, station: &Station) -> String {
        self.run(station, &["chart", &self.mrn]).await.out
    }

    async fn kept_aside(&self) -> Vec<QuarantineReason> {
        let store = self.premises.store().await;
        let kept = store.list_quarantine(100).await.expect("it can be read");
        kept.into_iter().map(|one| one.reason).collect()
    }

    /// What a command of central's says.
    async fn operate(&self, words: &[&str]) -> String {
        let said = self.premises.operate_central(words).await;
        let said = said.expect("it starts");
        assert_eq!(said.code, Some(0), "{words:?}: {said:?}");
        said.out
    }

    async fn bring_central_back(&mut self) {
        let servers = &mut self.premises.servers;
        servers.restart(Server::Central).expect("it starts");
        let ready = servers.doorbell().wait_until_ready().await;
        ready.expect("central comes back");
    }

    async fn assert_whole_at_central(&self) {
        let verified = self.premises.verify_central().await.expect("it starts");
        assert_eq!(verified.code, Some(0), "{verified:?}");
    }
}

async fn enrolled(premises: &Premises, name: &str) -> Station {
    let station = premises.station(name).expect("it was built");
    let code = premises.code(1, CODE_VALID).await;
    let run = premises.enrol(&station, name, &code).expect("it starts");
    assert_done(&run.end().await.expect("it ends"));
    premises.let_in(&station, &one_of("nurse", "4B")).await;
    station
}

/// The answer to a command that needs nobody, and that has to succeed.
async fn answer(station: &Station, words: &[&str]) -> Value {
    let said = station.run(words).await.expect("it starts");
    assert_done(&said);
    serde_json::from_str(&said.out).expect("an answer is JSON")
}

/// The same in words, however it ends.
async fn told(station: &Station, words: &[&str]) -> Said {
    station.tell(words).await.expect("it starts")
}

fn assert_done(said: &Said) {
    assert_eq!(said.code, Some(0), "{said:?}");
}

fn assert_says(said: &Said, wanted: &[&str]) {
    for words in wanted {
        let is_said = said.out.contains(words) || said.err.contains(words);
        assert!(is_said, "{words:?} is not said: {said:?}");
    }
}
