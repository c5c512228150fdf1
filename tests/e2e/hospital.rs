//! The hospital behind the window: real servers, a ward with patients, and a home enrolled for it.
//! It is what `cargo xtask demo` makes, smaller. What happens in the window does not belong here.

use std::path::{Path, PathBuf};
use std::time::Duration;

use charthold_testkit::hospital::{
    DemoPerson, GeneratedPatient, HospitalPlan, bundle, patient, people, unit_of,
};
use charthold_testkit::{Provider, Riverside};
use charthold_workstation::{
    Clock, Environment, ImportSource, Programme, Secret, SystemClock, Timestamp, Workstation,
};

/// The unit of everybody in these tests.
const UNIT: &str = "4B";
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(100);

/// A ward, and the workstation on it.
pub(crate) struct Ward {
    pub(crate) hospital: Riverside,
    /// The home the app opens.
    pub(crate) home: PathBuf,
    pub(crate) nurse: DemoPerson,
    /// Family names, in the order of the beds.
    pub(crate) families: Vec<String>,
}

impl Ward {
    /// A ward with the patients of 4B among the first `patients` of the hospital.
    pub(crate) async fn with(patients: usize) -> Self {
        Self::with_changed(patients, bundle).await
    }

    /// As [`Self::with`], each chart written by `write`.
    pub(crate) async fn with_changed(
        patients: usize,
        write: impl Fn(&GeneratedPatient) -> String,
    ) -> Self {
        Self::of(Riverside::open(now()).await, patients, write).await
    }

    /// As [`Self::with`], on workstations that lock after so many seconds without input.
    pub(crate) async fn locking_after(limit_s: u32, patients: usize) -> Self {
        let hospital = Riverside::open_locking_after(now(), limit_s).await;
        Self::of(hospital, patients, bundle).await
    }

    /// As [`Self::with`], where people sign in at `provider`, too.
    pub(crate) async fn signing_on(provider: &Provider, patients: usize) -> Self {
        let hospital = Riverside::open_signing_on(now(), provider, false).await;
        Self::of(hospital, patients, bundle).await
    }

    async fn of(
        hospital: Riverside,
        patients: usize,
        write: impl Fn(&GeneratedPatient) -> String,
    ) -> Self {
        let nurse = nurse();
        let plan = HospitalPlan {
            seed: 4,
            patients,
            now: now(),
        };
        let sources: Vec<ImportSource> = (0..patients)
            .filter(|index| unit_of(*index) == UNIT)
            .map(|index| patient(&plan, index))
            .map(|patient| ImportSource::Text {
                name: patient.mrn.clone(),
                content: write(&patient),
            })
            .collect();
        let families = admit(&hospital, &nurse, &sources).await;
        let home = hospital.folder.path().join("WS-4B-03");
        enrol(&hospital, &home).await;
        Self {
            hospital,
            home,
            nurse,
            families,
        }
    }

    /// The family name in the first bed.
    pub(crate) fn first(&self) -> &str {
        self.families.first().expect("somebody is in")
    }

    /// Lets the nurse come in at the home and go again, before the app opens it.
    pub(crate) async fn come_in_once(&self) {
        let station = self.reopened().await;
        let password = Secret::new(self.nurse.password.to_owned());
        let unlocked = station.unlock(self.nurse.username, password).await;
        unlocked.expect("the right password opens");
        station.settle().await.expect("central answers");
        station.lock().expect("it locks");
    }

    /// The home, once the app that was closed has let go of it.
    pub(crate) async fn reopened(&self) -> Workstation {
        let mut polls = tokio::time::interval(POLL);
        let opened = async {
            loop {
                polls.tick().await;
                if let Ok(station) = Workstation::open(self.home.clone(), environment()) {
                    return station;
                }
            }
        };
        tokio::time::timeout(PATIENCE, opened)
            .await
            .expect("the app let go of its home")
    }
}

/// Brings the patients in through another workstation; answers their family names by bed.
async fn admit(hospital: &Riverside, nurse: &DemoPerson, sources: &[ImportSource]) -> Vec<String> {
    let loader = hospital.workstation("WS-LOADER", &[UNIT]).await;
    let password = Secret::new(nurse.password.to_owned());
    loader
        .unlock(nurse.username, password)
        .await
        .expect("the right password opens");
    loader.settle().await.expect("central answers");
    loader
        .import(sources, Some(UNIT))
        .await
        .expect("they are imported");
    loader.sync(None).await.expect("central answers");
    let mut census = loader.search("").expect("the census is there");
    census.sort_by_key(|hit| hit.bed.clone());
    census.iter().map(|hit| family(&hit.name)).collect()
}

fn family(name: &str) -> String {
    name.split(',')
        .next()
        .expect("a name has a family name")
        .to_owned()
}

/// Makes the home the app opens, with its secret in the session's own keyring.
async fn enrol(hospital: &Riverside, home: &Path) {
    let station = hospital
        .workstation_at(home, "WS-4B-03", &[UNIT], environment())
        .await
        .expect("it is enrolled");
    station.sync(None).await.expect("central answers");
}

fn nurse() -> DemoPerson {
    people()
        .into_iter()
        .find(|person| person.role.code() == "nurse" && person.units.first() == Some(&UNIT))
        .expect("4B has nurses")
}

fn environment() -> Environment {
    Environment::system(Programme {
        name: "window test".into(),
        version: "0.1.0".into(),
    })
}

/// The app reads the machine's clock, so the hospital does too.
fn now() -> Timestamp {
    SystemClock.now()
}
