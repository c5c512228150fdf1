//! The restore drill, with the real programs: central is put back from a copy while the workstations are ahead of it. What
//! it lost comes back from whoever holds it, also what only a workstation wrote that is gone for good.

use std::path::Path;
use std::time::Duration;

use charthold_testkit::hospital::bundle;
use charthold_testkit::programs::{Premises, Said, Server, Station};
use serde_json::Value;

use crate::cast::{one_of, patient_today};

const CODE_VALID: Duration = Duration::from_secs(3_600);
/// An exchange moves everything; the next ones confirm it.
const EXCHANGES_TO_SETTLE: u32 = 3;

struct Ward {
    premises: Premises,
    code: String,
}

impl Ward {
    async fn open() -> Self {
        let premises = Premises::open().await;
        let code = premises.code(10, CODE_VALID).await;
        Self { premises, code }
    }

    async fn station(&self, name: &str) -> Station {
        let station = self.premises.station(name).expect("it was built");
        let run = self.premises.enrol(&station, name, &self.code);
        well(&run.expect("it starts").end().await.expect("it ends"));
        station
    }

    async fn operate(&self, words: &[&str]) -> String {
        let said = self.premises.operate_central(words).await;
        let said = said.expect("it starts");
        assert_eq!(said.code, Some(0), "{words:?}: {said:?}");
        said.out
    }

    async fn put_back(&mut self, copy: &str) -> String {
        let servers = &mut self.premises.servers;
        servers.kill(Server::Central).await;
        let told = self.operate(&["restore", "--from", copy]).await;
        let servers = &mut self.premises.servers;
        servers.restart(Server::Central).expect("it starts");
        let ready = servers.doorbell().wait_until_ready().await;
        ready.expect("central comes back");
        told
    }

    fn path(&self, name: &str) -> String {
        let path = self.premises.folder.path().join(name);
        path.to_string_lossy().into_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_central_put_back_from_a_copy_lacks_comes_back() {
    let mut ward = Ward::open().await;
    let first = ward.station("WS-4B-01").await;
    let before = admit(&first, 0, Path::new(&ward.path("before.json"))).await;
    let second = ward.station("WS-4B-02").await;
    settle(&second).await;
    let copy = ward.path("backup");
    ward.operate(&["backup", "--to", &copy]).await;

    // A patient is admitted and a workstation enrolled that the copy knows nothing of.
    let after = admit(&first, 1, Path::new(&ward.path("after.json"))).await;
    let late = ward.station("WS-4B-04").await;
    settle(&late).await;
    for (station, mrn, text) in [
        (&first, &before, "Written by the first"),
        (&second, &before, "Written by the second"),
        (&late, &after, "Written by one that is not in the copy"),
    ] {
        let file = ward.path("note.txt");
        std::fs::write(&file, text).expect("there is room");
        run(station, &["note", mrn, "--text-file", &file, "--sign"]).await;
    }
    for station in [&first, &late, &second] {
        settle(station).await;
    }
    let whole = [
        records(&second, &before).await,
        records(&second, &after).await,
    ];
    assert_ne!(whole[0], whole[1], "they are two patients");

    // The two are dropped down the stairs; then central is put back, twice from the same copy.
    drop((first, late));
    let told = ward.put_back(&copy).await;
    assert!(told.contains("epoch 2"), "{told}");
    settle(&second).await;
    let told = ward.put_back(&copy).await;
    assert!(told.contains("epoch 3"), "{told}");
    settle(&second).await;
    let status = answer(&second.run(&["status"]).await.expect("it starts"));
    assert_eq!(status["ops_unconfirmed"], 0, "{status}");

    let third = ward.station("WS-4B-03").await;
    settle(&third).await;
    for station in [&second, &third] {
        let shown = [
            records(station, &before).await,
            records(station, &after).await,
        ];
        assert_eq!(shown, whole, "nothing is missing, nothing is doubled");
    }
    ward.operate(&["verify"]).await;
}

/// Brings the generated patient of this number in the ward in; answers the record number.
async fn admit(station: &Station, number: usize, file: &Path) -> String {
    let admitted = patient_today(number);
    std::fs::write(file, bundle(&admitted)).expect("there is room");
    run(station, &["import", &file.to_string_lossy()]).await;
    settle(station).await;
    let found = run(station, &["search", &admitted.mrn]).await;
    assert_eq!(found["patients"].as_array().map(Vec::len), Some(1));
    admitted.mrn
}

async fn settle(station: &Station) {
    for _ in 0..EXCHANGES_TO_SETTLE {
        run(station, &["sync"]).await;
    }
}

/// Every record of the chart as it is exported, in an order of their own.
async fn records(station: &Station, mrn: &str) -> Vec<String> {
    let chart = run(station, &["chart", mrn]).await;
    let entries = chart["entry"].as_array().expect("a bundle has entries");
    let mut records: Vec<String> = entries
        .iter()
        .map(|entry| entry["resource"].to_string())
        .collect();
    records.sort();
    records
}

async fn run(station: &Station, words: &[&str]) -> Value {
    let nurse = one_of("nurse", "4B");
    let mut arguments = station.sign_in(&nurse).expect("there is room").to_vec();
    arguments.extend(words.iter().map(Into::into));
    answer(&station.run(&arguments).await.expect("it starts"))
}

fn answer(said: &Said) -> Value {
    well(said);
    serde_json::from_str(&said.out).expect("an answer is JSON")
}

fn well(said: &Said) {
    assert_eq!(said.code, Some(0), "{said:?}");
}
