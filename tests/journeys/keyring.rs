//! A keyring that is away, locked, wiped, another, damaged or slow, as a program starts, while somebody works and at a lock: it is said
//! what to do, nothing is kept beside it instead, nothing is lost, and with the keyring back everything is there.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use charthold_scoreboard::Row;
use charthold_store::Home;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_vault::{Keyring, MemoryKeyring, VaultError};
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{ChartId, Environment, Secret, Trouble, Workstation};

use crate::cast::{admit, note, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

/// What is wrong with a keyring. One that is not there, one that is locked and one that does not answer in time are alike to who asks:
/// that the real one says so of each is in `vault`'s tests, with a Secret Service on a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// Nothing answers, it is locked, or it does not answer in time.
    Away,
    /// It answers, and has nothing: wiped, or another one.
    Empty,
    /// It answers, and what it has is not what was put there.
    Damaged,
    /// It has the keys of another home.
    Foreign,
    /// It reads, and does not write.
    ReadOnly,
}

struct Faulty {
    inner: MemoryKeyring,
    fault: Mutex<Fault>,
}

impl Faulty {
    fn set(&self, fault: Fault) {
        *self.fault.lock().expect("nobody died") = fault;
    }

    fn fault(&self) -> Fault {
        *self.fault.lock().expect("nobody died")
    }
}

impl Keyring for Faulty {
    fn load(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        match self.fault() {
            Fault::Away => Err(VaultError::KeyringUnavailable),
            Fault::Empty => Ok(None),
            Fault::Damaged => Ok(Some(Secret::new(vec![0xa4, 0x00, 0x01, 0x17]))),
            Fault::Foreign => self.inner.load("another home"),
            Fault::None | Fault::ReadOnly => self.inner.load(account),
        }
    }

    fn save(&self, account: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        match self.fault() {
            Fault::Away | Fault::ReadOnly => Err(VaultError::KeyringUnavailable),
            _ => self.inner.save(account, secret),
        }
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        match self.fault() {
            Fault::Away | Fault::ReadOnly => Err(VaultError::KeyringUnavailable),
            _ => self.inner.delete(account),
        }
    }
}

struct Desk {
    hospital: Riverside,
    home: PathBuf,
    keyring: Arc<Faulty>,
    environment: Environment,
    nurse: DemoPerson,
    chart: ChartId,
}

impl Desk {
    /// A note that central does not have, and nobody in.
    async fn open() -> (Self, Workstation) {
        let hospital = riverside().await;
        let keyring = Arc::new(Faulty {
            inner: MemoryKeyring::new(),
            fault: Mutex::new(Fault::None),
        });
        let environment = Environment {
            keyring: Arc::<Faulty>::clone(&keyring),
            ..hospital.environment()
        };
        let home = hospital.folder.path().join("desk");
        let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
        let station = opened.await.expect("it is enrolled");
        let nurse = one_of("nurse", "4B");
        unlock(&station, &nurse).await;
        let patients = admit(&station, "4B", 1).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        station.sync(None).await.expect("central answers");
        hospital.plug.pull();
        station.open_chart(chart).expect("it opens");
        let written = station.write_signed_note(chart, &note("Unsent."));
        written.expect("it is signed");
        station.lock().expect("it locks");
        let account = Home::at(home.clone()).keyring_account();
        let of_another = charthold_vault::DeviceKeys::make((environment.entropy)().as_mut());
        let kept = of_another.save(&keyring.inner, "another home");
        kept.expect("there is room");
        assert_ne!(account, "another home");
        let desk = Self {
            hospital,
            home,
            keyring,
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

    /// Everything is there, and arrives.
    async fn assert_whole(&self, station: &Workstation) {
        unlock(station, &self.nurse).await;
        station.open_chart(self.chart).expect("it opens");
        assert!(bundle(station, self.chart).contains("Unsent."));
        station.lock().expect("it locks");
    }

    fn files(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.home).expect("it is there");
        let names = files.map(|file| file.expect("it is there").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into()).collect();
        names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
        names.sort();
        names
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_in_trouble_is_told_and_nothing_is_lost() {
    let (desk, station) = Desk::open().await;
    drop(station);
    let files = desk.files();
    let mut tried = 0;
    for (fault, told) in [
        (Fault::Away, FailureCode::KeyringUnavailable),
        (Fault::Empty, FailureCode::KeyringWiped),
        (Fault::Damaged, FailureCode::IntegrityFailure),
        (Fault::Foreign, FailureCode::IntegrityFailure),
    ] {
        desk.keyring.set(fault);
        assert_eq!(desk.start().err(), Some(told), "{fault:?}");
        assert_eq!(desk.files(), files, "{fault:?}: nothing is kept instead");
        desk.keyring.set(Fault::None);
        let station = desk.start().expect("the keyring is back");
        desk.assert_whole(&station).await;
        tried += 1;
    }
    // While it runs: whoever is in goes on, locks, and comes in again.
    for fault in [Fault::Away, Fault::Empty, Fault::ReadOnly] {
        let station = desk.start().expect("the keyring is there");
        unlock(&station, &desk.nurse).await;
        desk.keyring.set(fault);
        station.open_chart(desk.chart).expect("it opens");
        station.lock().expect("it locks");
        desk.assert_whole(&station).await;
        drop(station);
        desk.keyring.set(Fault::None);
        let station = desk.start().expect("the keyring is back");
        desk.assert_whole(&station).await;
        tried += 1;
    }
    // The anchor alone is gone.
    let entry = format!("{}-anchor", Home::at(desk.home.clone()).keyring_account());
    desk.keyring.delete(&entry).expect("the keyring answers");
    let station = desk.start().expect("rows and central remain");
    desk.assert_whole(&station).await;
    tried += 1;

    desk.hospital.plug.put_back();
    let sent = station.sync(None).await.expect("central answers");
    assert!(sent.report.pushed > 0, "{:?}", sent.report);
    let trouble = station.home_status().expect("it is whole").trouble;
    assert_eq!(trouble, None::<Trouble>);
    Row::held("F10", "keyring", tried).record();
}
