//! Somebody guesses at a workstation that has no network, waits, and starts the program again: ten passwords are tried, and no more.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use charthold_scoreboard::Row;
use charthold_store::Home;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{Environment, Secret, Workstation};

use crate::cast::{one_of, riverside, unlock};
use crate::strange_stations::copy;

const GUESSES: u32 = 500;
const GUESSES_OF_THE_CONTROL: u32 = 35;
/// A start forgets what is in memory.
const GUESSES_A_START: u32 = 7;
/// What a person waits for at the most.
const WAITS_S: [u64; 5] = [0, 1, 9, 61, 600];

struct Desk {
    hospital: Riverside,
    home: PathBuf,
    environment: Environment,
    nurse: DemoPerson,
}

impl Desk {
    /// Somebody was in here once; it is closed, and has no network.
    async fn open() -> Self {
        let hospital = riverside().await;
        let (home, environment) = (hospital.folder.path().join("desk"), hospital.environment());
        let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
        let station = opened.await.expect("it is enrolled");
        let nurse = one_of("nurse", "4B");
        unlock(&station, &nurse).await;
        station.lock().expect("it locks");
        drop(station);
        hospital.plug.pull();
        Self {
            hospital,
            home,
            environment,
            nurse,
        }
    }

    fn start(&self) -> Workstation {
        let opened = Workstation::open(self.home.clone(), self.environment.clone());
        opened.expect("it can be opened")
    }

    async fn try_in(&self, station: &Workstation, password: &str) -> Option<FailureCode> {
        let password = Secret::new(password.to_owned());
        let tried = station.unlock(self.nurse.username, password).await;
        tried.err().map(|error| Failure::from(error).code)
    }

    /// How many of so many guesses were tried; `between` starts.
    async fn guess(&self, guesses: u32, between: impl Fn()) -> u64 {
        let mut tried = 0;
        let mut station = Some(self.start());
        for guess in 0..guesses {
            if guess % GUESSES_A_START == GUESSES_A_START - 1 {
                drop(station.take());
                between();
            }
            let station = station.get_or_insert_with(|| self.start());
            let wait = WAITS_S[usize::try_from(guess).expect("a few") % WAITS_S.len()];
            self.hospital.clock.pass(Duration::from_secs(wait));
            match self.try_in(station, &format!("guess {guess}")).await {
                Some(FailureCode::WrongSecret) => tried += 1,
                Some(FailureCode::HeldOff) => {}
                other => panic!("guess {guess}: {other:?}"),
            }
        }
        tried
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_passwords_are_tried_without_a_network_however_often_it_starts() {
    let desk = Desk::open().await;
    let before = desk.home.with_extension("before");
    copy(&desk.home, &before);
    assert_eq!(desk.guess(GUESSES, || ()).await, 10);
    let right = desk.try_in(&desk.start(), desk.nurse.password).await;
    assert_eq!(right, Some(FailureCode::HeldOff), "not on its own word");

    // A home that is put back at each start, and nothing anchored: guesses without end.
    let entry = format!("{}-anchor", Home::at(desk.home.clone()).keyring_account());
    let put_back = || {
        fs::remove_dir_all(&desk.home).expect("it is closed");
        copy(&before, &desk.home);
        let forgotten = desk.environment.keyring.delete(&entry);
        forgotten.expect("the keyring answers");
    };
    put_back();
    let tried = desk.guess(GUESSES_OF_THE_CONTROL, put_back).await;
    assert!(tried > 10, "{tried}");
    Row::held("F18", "offline", GUESSES.into())
        .against(tried - 10)
        .record();
}
