//! A home that was put back from a copy: by somebody who wants a guess forgiven or a note gone, by a restored disk, by a failing
//! one. Nobody is let in on it, and central is told; without the anchor it opens as if nothing had been.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use charthold_scoreboard::Row;
use charthold_store::Home;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_vault::{Keyring, VaultError};
use charthold_workstation::ipc::dto::{LockReason, SessionState};
use charthold_workstation::{ChartId, Environment, Secret, Trouble, Workstation, WorkstationError};

use crate::cast::{admit, note, one_of, riverside, unlock};
use crate::strange_stations::copy;
use crate::sync_round_trip::bundle;

/// Moments whose copies are put back.
const MOMENTS: usize = 11;

/// A workstation with copies of its home, and of its keyring's anchor, from several moments.
struct Desk {
    hospital: Riverside,
    home: PathBuf,
    environment: Environment,
    nurse: DemoPerson,
    chart: ChartId,
    copies: Vec<Copy>,
}

struct Copy {
    home: PathBuf,
    anchor: Option<Secret<Vec<u8>>>,
}

impl Desk {
    /// Somebody writes, and everything is copied after each note: of the running program, as a thief of disks would, or after it
    /// was closed.
    async fn open() -> Self {
        let hospital = riverside().await;
        let (home, environment) = (hospital.folder.path().join("desk"), hospital.environment());
        let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
        let station = opened.await.expect("it is enrolled");
        let nurse = one_of("nurse", "4B");
        unlock(&station, &nurse).await;
        let patients = admit(&station, "4B", 1).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        station.sync(None).await.expect("central answers");
        station.lock().expect("it locks");
        let mut desk = Self {
            hospital,
            home,
            environment,
            nurse,
            chart,
            copies: Vec::new(),
        };
        let mut running = Some(station);
        for number in 0..MOMENTS {
            let station = running.take().unwrap_or_else(|| desk.start());
            unlock(&station, &desk.nurse).await;
            station.open_chart(chart).expect("it opens");
            let written = station.write_signed_note(chart, &note(&format!("Note {number}.")));
            written.expect("it is signed");
            station.lock().expect("it locks");
            if number % 2 == 0 {
                running = Some(station);
            } else {
                drop(station);
            }
            desk.copy_away(number);
        }
        drop(running);
        desk
    }

    fn copy_away(&mut self, number: usize) {
        let home = self.home.with_extension(format!("copy{number}"));
        copy(&self.home, &home);
        let anchor = self.anchor();
        self.copies.push(Copy { home, anchor });
    }

    fn anchor(&self) -> Option<Secret<Vec<u8>>> {
        let anchor = self.environment.keyring.load(&self.anchor_entry());
        anchor.expect("the keyring answers")
    }

    fn anchor_entry(&self) -> String {
        let account = Home::at(self.home.clone()).keyring_account();
        format!("{account}-anchor")
    }

    fn start(&self) -> Workstation {
        let opened = Workstation::open(self.home.clone(), self.environment.clone());
        opened.expect("it can be opened")
    }

    async fn try_in(&self, station: &Workstation) -> Result<(), WorkstationError> {
        let password = Secret::new(self.nurse.password.to_owned());
        station.unlock(self.nurse.username, password).await
    }

    /// These files of a copy in place of those that are there.
    fn put_back(&self, from: &Path, files: &[&str]) {
        for file in files {
            let (from, to) = (from.join(file), self.home.join(file));
            match fs::copy(&from, &to) {
                Ok(_) => {}
                // A closed journal has no log beside it.
                Err(_) if to.exists() => fs::remove_file(to).expect("it is ours"),
                Err(_) => {}
            }
        }
    }

    /// Whether the chart has what was written last.
    fn shows_the_last(&self, station: &Workstation) -> bool {
        station.open_chart(self.chart).expect("it opens");
        bundle(station, self.chart).contains(&format!("Note {}.", MOMENTS - 1))
    }
}

const PAGE: usize = 16_384;
const JOURNAL: [&str; 2] = ["journal.db", "journal.db-wal"];
const ALL: [&str; 4] = [
    "journal.db",
    "journal.db-wal",
    "directory.db",
    "directory.db-wal",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_was_put_back_lets_nobody_in_and_central_is_told() {
    let desk = Desk::open().await;
    desk.hospital.plug.pull();
    let newest = desk.home.with_extension("newest");
    copy(&desk.home, &newest);
    let mut tried = 0;
    for older in &desk.copies[..MOMENTS - 1] {
        for files in [&JOURNAL[..], &JOURNAL[..1], &ALL[..]] {
            desk.put_back(&newest, &ALL);
            desk.put_back(&older.home, files);
            // A file without its log may be as empty as before the enrolment.
            let refused = match Workstation::open(desk.home.clone(), desk.environment.clone()) {
                Ok(station) => desk.try_in(&station).await,
                Err(error) => Err(error),
            };
            assert!(
                matches!(refused, Err(WorkstationError::RolledBack)),
                "{refused:?}"
            );
            tried += 1;
        }
    }
    // It says so before anybody types, and a start does not forget it.
    let station = desk.start();
    let status = station.session_status().expect("it can be shown");
    assert!(matches!(
        status.state,
        SessionState::Locked {
            reason: LockReason::RolledBack,
            ..
        }
    ));
    // What central does not have yet still goes there, and it makes nothing well.
    desk.hospital.plug.put_back();
    let _ = station.sync(None).await;
    let trouble = station.home_status().expect("it is whole").trouble;
    assert_eq!(trouble, Some(Trouble::RolledBack));
    assert!(desk.try_in(&station).await.is_err());
    drop(station);

    // Without the anchor the oldest opens, and does not have what was charted since.
    desk.hospital.plug.pull();
    let mut shown = 0;
    for older in &desk.copies[..2] {
        desk.put_back(&older.home, &ALL);
        let charts = desk.home.join("charts");
        fs::remove_dir_all(&charts).expect("it is ours");
        copy(&older.home.join("charts"), &charts);
        let entry = desk.anchor_entry();
        let forgotten = desk.environment.keyring.delete(&entry);
        forgotten.expect("the keyring answers");
        let station = desk.start();
        desk.try_in(&station).await.expect("it seems well");
        shown += u64::from(!desk.shows_the_last(&station));
    }
    assert!(shown > 0);
    Row::held("F5", "home", tried).against(shown).record();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_put_back_lets_nobody_in_not_even_to_guess() {
    let desk = Desk::open().await;
    desk.hospital.plug.pull();
    let newest = desk.home.with_extension("newest");
    copy(&desk.home, &newest);
    // Of a program that was closed: everything is in the file.
    let older = fs::read(desk.copies[1].home.join("journal.db")).expect("it is there");
    let newer = fs::read(newest.join("journal.db")).expect("it is there");
    let pages = older.chunks(PAGE).zip(newer.chunks(PAGE));
    let other: Vec<usize> = (0..)
        .zip(pages)
        .filter(|(_, (old, new))| old != new)
        .map(|(number, _)| number * PAGE)
        .collect();
    assert!(other.len() > 3, "{other:?}");
    let anchor = desk.anchor().expect("it was anchored");
    let (mut found, mut without_effect) = (0, 0);
    for place in other {
        let kept = desk.environment.keyring.save(&desk.anchor_entry(), &anchor);
        kept.expect("the keyring answers");
        let mut bytes = newer.clone();
        bytes[place..place + PAGE].copy_from_slice(&older[place..place + PAGE]);
        desk.put_back(&newest, &ALL);
        fs::write(desk.home.join("journal.db"), bytes).expect("it is ours");
        let Ok(station) = Workstation::open(desk.home.clone(), desk.environment.clone()) else {
            found += 1;
            continue;
        };
        let wrong = Secret::new("not the password of anybody".to_owned());
        let guessed = station.unlock(desk.nurse.username, wrong).await;
        let let_in = desk.try_in(&station).await;
        if matches!(guessed, Err(WorkstationError::Vault(_))) {
            // Written again between the two with what was in it before: nothing is older. The store's own test compares all rows.
            let_in.unwrap_or_else(|error| panic!("page {place}: a guess was answered: {error}"));
            assert!(desk.shows_the_last(&station), "page {place} is shown");
            without_effect += 1;
        } else {
            assert!(let_in.is_err(), "page {place} is shown");
            found += 1;
        }
    }
    assert!(
        found > 3 * without_effect,
        "{found} found, {without_effect} without effect"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_put_back_with_its_keyring_is_known_at_the_first_contact() {
    let desk = Desk::open().await;
    let station = desk.start();
    station.sync(None).await.expect("central answers");
    drop(station);
    let mut tried = 0;
    for older in &desk.copies[..MOMENTS - 1] {
        let anchor = older.anchor.as_ref().expect("it was anchored");
        desk.put_back(&older.home, &ALL);
        let kept = desk.environment.keyring.save(&desk.anchor_entry(), anchor);
        kept.expect("the keyring answers");
        let station = desk.start();
        station.sync(None).await.expect_err("central knows more");
        let trouble = station.home_status().expect("it is whole").trouble;
        assert_eq!(trouble, Some(Trouble::Copied));
        tried += 1;
    }
    Row::held("F5", "profile", tried).record();
}

/// A keyring that does not say what is anchored while it is `deaf`, and takes what it is given.
struct Deaf {
    inner: Arc<dyn Keyring>,
    deaf: AtomicBool,
}

impl Keyring for Deaf {
    fn load(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        if self.deaf.load(Ordering::SeqCst) && account.ends_with("-anchor") {
            return Err(VaultError::KeyringUnavailable);
        }
        self.inner.load(account)
    }

    fn save(&self, account: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        self.inner.save(account, secret)
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.inner.delete(account)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_does_not_answer_is_given_no_anchor_of_an_older_home() {
    let mut desk = Desk::open().await;
    desk.hospital.plug.pull();
    let keyring = Arc::new(Deaf {
        inner: Arc::clone(&desk.environment.keyring),
        deaf: AtomicBool::new(true),
    });
    desk.environment.keyring = Arc::<Deaf>::clone(&keyring);
    desk.put_back(&desk.copies[0].home, &ALL);
    let opened = Workstation::open(desk.home.clone(), desk.environment.clone());
    assert!(opened.is_err(), "nobody knows how far it had come");
    keyring.deaf.store(false, Ordering::SeqCst);
    let refused = desk.try_in(&desk.start()).await;
    assert!(
        matches!(refused, Err(WorkstationError::RolledBack)),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_copy_forgives_no_wrong_password() {
    let desk = Desk::open().await;
    desk.hospital.plug.pull();
    let before = desk.home.with_extension("before");
    copy(&desk.home, &before);
    let station = desk.start();
    let (kept, entry) = (&desk.environment.keyring, desk.anchor_entry());
    let forgotten = kept.delete(&entry);
    forgotten.expect("the keyring answers");
    let wrong = Secret::new("not the password of anybody".to_owned());
    let refused = station.unlock(desk.nurse.username, wrong).await;
    assert!(refused.is_err());
    assert!(desk.anchor().is_some(), "at once, not at the end alone");
    drop(station);
    desk.put_back(&before, &ALL);
    let station = desk.start();
    let refused = desk.try_in(&station).await;
    assert!(
        matches!(refused, Err(WorkstationError::RolledBack)),
        "{refused:?}"
    );
}
