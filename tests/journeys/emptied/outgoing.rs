//! A workstation of 4B with work that never left it, which IT withdraws.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use charthold_audit::Subtype;
use charthold_central_store::{Device, WithdrawalReason};
use charthold_crypto::Secret;
use charthold_testkit::Riverside;
use charthold_vault::{Keyring, MemoryKeyring, VaultError};
use charthold_workstation::{
    ChartId, Clock as _, Environment, Timestamp, Workstation, WorkstationError,
};

use crate::cast::{NOW_MS, admit, note, one_of, unlock, vitals};

pub(super) struct Outgoing {
    pub(super) hospital: Riverside,
    pub(super) chart: ChartId,
    pub(super) keyring: Arc<Refusing>,
    environment: Environment,
}

/// A keyring that refuses when it is told to, as one that is locked just then.
#[derive(Default)]
pub(super) struct Refusing {
    entries: MemoryKeyring,
    saves: AtomicU32,
    deletes: AtomicU32,
}

impl Refusing {
    pub(super) fn next_save(&self) {
        self.saves.store(1, Ordering::SeqCst);
    }

    pub(super) fn next_delete(&self) {
        self.deletes.store(1, Ordering::SeqCst);
    }
}

fn refuses(count: &AtomicU32) -> bool {
    let less = count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
        left.checked_sub(1)
    });
    less.is_ok()
}

impl Keyring for Refusing {
    fn load(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        self.entries.load(account)
    }

    fn save(&self, account: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        match refuses(&self.saves) {
            true => Err(VaultError::KeyringUnavailable),
            false => self.entries.save(account, secret),
        }
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        match refuses(&self.deletes) {
            true => Err(VaultError::KeyringUnavailable),
            false => self.entries.delete(account),
        }
    }
}

impl Outgoing {
    /// A nurse wrote without a network and locked; a physician was typing when the power went. Then IT withdrew it.
    pub(super) async fn make(hospital: Riverside) -> Self {
        let keyring = Arc::new(Refusing::default());
        let environment = Environment {
            keyring: keyring.clone(),
            ..hospital.environment()
        };
        let home = hospital.folder.path().join("desk");
        let enrolled = hospital.workstation_at(&home, "WS-4B-03", &["4B"], environment.clone());
        let station = enrolled.await.expect("it is enrolled");
        let (nurse, physician) = (one_of("nurse", "4B"), one_of("physician", "4B"));
        unlock(&station, &nurse).await;
        let patients = admit(&station, "4B", 1).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        station.sync(None).await.expect("central answers");
        unlock(&station, &physician).await;
        station.sync(None).await.expect("central answers");
        station.lock().expect("it locks");
        let desk = Self {
            hospital,
            chart,
            keyring,
            environment,
        };
        desk.hospital.plug.pull();
        unlock(&station, &nurse).await;
        station.open_chart(chart).expect("it opens");
        let intent = "01940000-0000-7000-8000-000000000001";
        let intent = intent.parse().expect("an id");
        station
            .record_vitals(chart, intent, NOW_MS, (&vitals(), false))
            .expect("it is saved");
        station
            .write_signed_note(chart, &note("Written offline."))
            .expect("it is signed");
        station
            .save_draft(chart, None, &note("Half a thought"))
            .expect("it is saved");
        station.lock().expect("it locks");
        unlock(&station, &physician).await;
        station.open_chart(chart).expect("it opens");
        station
            .save_draft(chart, None, &note("Typed when the power went"))
            .expect("it is saved");
        drop(station);
        desk.hospital.plug.put_back();
        let store = desk.hospital.store().await;
        let at = Timestamp::from_millis(NOW_MS);
        store
            .revoke_device(desk.device().await.id, WithdrawalReason::Lost, at)
            .await
            .expect("it is withdrawn");
        desk
    }

    pub(super) fn home(&self) -> PathBuf {
        self.hospital.folder.path().join("desk")
    }

    /// The program, started again.
    pub(super) fn again(&self) -> Workstation {
        let station = Workstation::open(self.home(), self.environment.clone());
        station.expect("it opens, wherever it was cut short")
    }

    pub(super) async fn try_in(&self, station: &Workstation) -> Result<(), WorkstationError> {
        let nurse = one_of("nurse", "4B");
        let password = Secret::new(nurse.password.to_owned());
        station.unlock(nurse.username, password).await
    }

    /// What is in the home folder; what SQLite keeps beside its files apart.
    pub(super) fn files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.home()).expect("it is there");
        let names = files.map(|file| file.expect("it is there").file_name());
        let mut names: Vec<String> = names
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
            .collect();
        names.sort();
        names
    }

    async fn device(&self) -> Device {
        let devices = self.hospital.store().await.list_devices().await;
        let devices = devices.expect("it answers").into_iter();
        let mut named = devices.filter(|device| device.name == "WS-4B-03");
        named.next().expect("it is enrolled")
    }

    pub(super) async fn wiped_at(&self) -> Option<Timestamp> {
        self.device().await.wiped_at
    }

    pub(super) async fn recorded(&self, subtype: Subtype) -> u64 {
        let device = self.device().await.id;
        let count = self.hospital.store().await;
        let count = count.count_events(device, subtype).await;
        count.expect("it can be read")
    }

    pub(super) async fn back_up(&self) {
        let store = self.hospital.store().await;
        let extent = store.measure().await.expect("it can be read");
        let at = self.hospital.clock.now();
        store.note_backup(&extent, at).await.expect("it is noted");
    }

    /// Central does what it does every night until the workstation is gone.
    pub(super) async fn end(&self, station: &Workstation) {
        for _ in 0..3 {
            self.back_up().await;
            station.sync(None).await.ok();
        }
        self.is_gone().await;
    }

    /// Everything is at central, it knows that nothing is here, and nothing is.
    pub(super) async fn is_gone(&self) {
        assert_eq!(self.files(), ["lock", "withdrawn"]);
        let home = charthold_store::Home::at(self.home());
        let entry = self.keyring.load(&home.keyring_account());
        assert!(entry.expect("it answers").is_none(), "its key went last");
        assert!(self.wiped_at().await.is_some(), "central knows");
        let kept = self.hospital.store().await.list_quarantine(100).await;
        assert!(kept.expect("it can be read").len() >= 3);
        assert_eq!(self.recorded(Subtype::DeviceEmptied).await, 1);
        assert_eq!(self.recorded(Subtype::DraftLost).await, 1);
    }
}
