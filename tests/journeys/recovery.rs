//! A way back: for a workstation whose keyring was wiped, and for a person who forgot their password. Two operators of the key service
//! agree to each, and nothing that was written is lost.

use std::path::PathBuf;
use std::sync::Arc;

use charthold_scoreboard::Row;
use charthold_store::Home;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_vault::MemoryKeyring;
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{
    ChartId, Environment, Secret, Workstation, WorkstationError, ask_for_device, bring_device_back,
};

use crate::cast::{admit, note, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

struct Desk {
    hospital: Riverside,
    home: PathBuf,
    environment: Environment,
    nurse: DemoPerson,
    chart: ChartId,
}

impl Desk {
    /// A note that central does not have, and a draft.
    async fn open() -> (Self, Workstation) {
        let hospital = riverside().await;
        let environment = Environment {
            keyring: Arc::new(MemoryKeyring::new()),
            ..hospital.environment()
        };
        let home = hospital.folder.path().join("desk");
        let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
        let station = opened.await.expect("it is enrolled");
        let nurse = one_of("nurse", "4B");
        unlock(&station, &nurse).await;
        let patients = admit(&station, "4B", 1).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        hospital.plug.pull();
        station.open_chart(chart).expect("it opens");
        let written = station.write_signed_note(chart, &note("Unsent."));
        written.expect("it is signed");
        let saved = station.save_draft(chart, None, &note("Half a sentence"));
        saved.expect("it is saved");
        station.lock().expect("it locks");
        let desk = Self {
            hospital,
            home,
            environment,
            nurse,
            chart,
        };
        (desk, station)
    }

    fn start(&self) -> Result<Workstation, FailureCode> {
        let opened = Workstation::open(self.home.clone(), self.environment.clone());
        opened.map_err(|error| Failure::from(error).code)
    }

    fn wipe_the_keyring(&self) {
        let account = Home::at(self.home.clone()).keyring_account();
        for entry in [format!("{account}-anchor"), account] {
            let forgotten = self.environment.keyring.delete(&entry);
            forgotten.expect("the keyring answers");
        }
    }

    /// All that was written is there.
    fn assert_whole(&self, station: &Workstation) {
        station.open_chart(self.chart).expect("it opens");
        assert!(bundle(station, self.chart).contains("Unsent."));
        let draft = station.load_draft(self.chart).expect("it can be read");
        let draft = draft.expect("it is there");
        assert_eq!(draft.text.sections[0].text, "Half a sentence");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_keyring_is_filled_again_and_nothing_is_lost() {
    let (desk, station) = Desk::open().await;
    drop(station);
    let (home, environment) = (&desk.home, &desk.environment);
    let refused = ask_for_device(home.clone(), environment);
    assert!(matches!(refused, Err(WorkstationError::NothingToRecover)));
    desk.wipe_the_keyring();
    assert_eq!(desk.start().err(), Some(FailureCode::KeyringWiped));

    let mut operators = desk.hospital.operators();
    let first = ask_for_device(home.clone(), environment).expect("it was put by");
    let second = ask_for_device(home.clone(), environment).expect("it was put by");
    assert_ne!(first.fingerprint(), second.fingerprint());
    let late = operators.agree(&first).expect("they agree");
    for wrong in [late.as_slice(), b"", b"no answer"] {
        let refused = bring_device_back(home.clone(), environment, wrong);
        assert!(matches!(refused, Err(WorkstationError::NoSuchAnswer)));
    }
    assert_eq!(
        desk.start().err(),
        Some(FailureCode::KeyringWiped),
        "as before"
    );
    let answer = operators.agree(&second).expect("they agree");
    bring_device_back(home.clone(), environment, &answer).expect("it is theirs");
    let again = bring_device_back(home.clone(), environment, &answer);
    assert!(again.is_err(), "nothing is waited for any more");

    let station = desk.start().expect("the keyring has its keys");
    unlock(&station, &desk.nurse).await;
    desk.assert_whole(&station);
    desk.hospital.plug.put_back();
    let sent = station.sync(None).await.expect("central answers");
    assert!(sent.report.pushed > 0, "{:?}", sent.report);
    Row::held("F10", "way back", 1).record();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgot_their_password_has_what_they_had_under_another() {
    const NEXT: &str = "winter-came-early-this-year";
    let (desk, station) = Desk::open().await;
    let name = desk.nurse.username;
    desk.hospital.plug.put_back();
    desk.hospital.set_password(name, NEXT).await;
    let unknown = station.unlock(name, Secret::new(NEXT.to_owned())).await;
    assert!(
        matches!(unknown, Err(WorkstationError::PasswordChanged)),
        "{unknown:?}"
    );
    let mut operators = desk.hospital.operators();
    let request = station.ask_for_person(name).expect("it was put by");
    let answer = operators.agree(&request).expect("they agree");
    let next = || Secret::new(NEXT.to_owned());
    let other = one_of("physician", "4B");
    assert!(
        station
            .bring_person_back(other.username, &next(), &answer)
            .await
            .is_err()
    );
    station
        .bring_person_back(name, &next(), &answer)
        .await
        .expect("it is hers");
    station.unlock(name, next()).await.expect("one is enough");
    station.settle().await.expect("what is here can be read");
    desk.assert_whole(&station);
    let events = station.list_audit(None, None, 100).expect("it can be read");
    assert_eq!(
        events
            .iter()
            .filter(|event| event.what == "recovered")
            .count(),
        1
    );

    station.lock().expect("it locks");
    desk.hospital.plug.pull();
    let old = station.unlock(name, Secret::new(desk.nurse.password.to_owned()));
    assert!(old.await.is_err());
    station
        .unlock(name, next())
        .await
        .expect("also without a network");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_put_by_does_not_come_back() {
    let hospital = riverside().await;
    let home = hospital.folder.path().join("desk");
    let environment = Environment {
        keyring: Arc::new(MemoryKeyring::new()),
        ..hospital.environment()
    };
    let nowhere = ask_for_device(home.clone(), &environment);
    assert!(matches!(nowhere, Err(WorkstationError::NotEnrolled)));
    let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
    let station = opened.await.expect("it is enrolled");
    let nurse = one_of("nurse", "4B");
    let unknown = station.ask_for_person(nurse.username);
    assert!(
        matches!(unknown, Err(WorkstationError::Unknown(_))),
        "she was never here"
    );
    drop(station);
    let account = Home::at(home.clone()).keyring_account();
    environment.keyring.delete(&account).expect("it answers");
    let refused = ask_for_device(home, &environment);
    assert!(
        matches!(refused, Err(WorkstationError::NothingPutBy)),
        "nobody was in yet"
    );
}
