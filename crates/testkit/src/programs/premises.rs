//! "Riverside General" with its servers as processes of their own, for what one process cannot show:
//! a server that is killed, a command line, a keyring of the operating system.

use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

use charthold_central::open_store;
use charthold_central_store::CentralStore;
use charthold_crypto::{OsEntropy, Secret, SlotParams};
use charthold_domain::{ChartId, SystemClock};
use charthold_protocol::Policy;
use charthold_workstation::{Enrolment, Environment, Programme, Workstation};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{ProgramError, Run, Said, Servers, Station, find_program};
use crate::Site;
use crate::hospital::{DemoPerson, UNITS};
use crate::programs::program::command;

/// The hospital.
pub struct Premises {
    /// Its servers; they end before their disk goes.
    pub servers: Servers,
    /// Its settings.
    pub site: Site,
    /// Its disk.
    pub folder: TempDir,
}

impl Premises {
    /// Founds the hospital and starts its servers.
    ///
    /// # Panics
    /// When it cannot: there is nothing to test then.
    pub async fn open() -> Self {
        Self::open_under(Policy::default(), None).await
    }

    /// Founds the hospital and starts its servers; people may go so many seconds without central.
    ///
    /// # Panics
    /// As [`Self::open`].
    pub async fn open_with_lease(offline_lease_s: u32) -> Self {
        let policy = Policy {
            offline_lease_s,
            ..Policy::default()
        };
        Self::open_under(policy, None).await
    }

    /// Founds the hospital in the store at `url` and starts its servers.
    ///
    /// # Panics
    /// As [`Self::open`].
    pub async fn open_on(url: &str) -> Self {
        Self::open_under(Policy::default(), Some(url)).await
    }

    #[expect(
        clippy::expect_used,
        reason = "a test without a hospital has nothing to say"
    )]
    async fn open_under(policy: Policy, store: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the hospital");
        let root = folder.path().join("site");
        let site = Site::make_on(&root, store, (&SystemClock, &mut OsEntropy), policy)
            .await
            .expect("a site");
        let servers = Servers::start(&site, folder.path()).expect("both servers start");
        let ready = servers.doorbell().wait_until_ready().await;
        ready.expect("both servers answer");
        Self {
            servers,
            site,
            folder,
        }
    }

    /// An enrolment code for every unit.
    ///
    /// # Panics
    /// When central's store refuses.
    pub async fn code(&self, uses: u32, valid: Duration) -> String {
        self.code_for(&UNITS, uses, valid).await
    }

    /// An enrolment code for `units`.
    ///
    /// # Panics
    /// When central's store refuses.
    #[expect(
        clippy::expect_used,
        reason = "a test without a code has nothing to say"
    )]
    pub async fn code_for(&self, units: &[&str], uses: u32, valid: Duration) -> String {
        self.site
            .make_code(units, uses, valid, &SystemClock, &mut OsEntropy)
            .await
            .expect("a code")
    }

    /// The workstation `name`, not enrolled yet.
    ///
    /// # Errors
    /// [`ProgramError::Missing`].
    pub fn station(&self, name: &str) -> Result<Station, ProgramError> {
        Station::at(&self.folder.path().join(name), self.folder.path())
    }

    /// Enrols `station` as `name` with `code`.
    ///
    /// # Errors
    /// When it cannot be started; what it answers is the caller's.
    pub fn enrol(&self, station: &Station, name: &str, code: &str) -> Result<Run, ProgramError> {
        let (central, ca) = (self.site.central_url(), self.site.ca_path());
        let ca = ca.to_string_lossy();
        station.begin(&[
            "enroll",
            "--central",
            &central,
            "--ca",
            &ca,
            "--code",
            code,
            "--name",
            name,
        ])
    }

    /// Lets somebody in at `station` for the first time, from this process. The slot made here opens fast, so that the programs
    /// that open it spend their time on what they are to show.
    ///
    /// # Panics
    /// When nobody is let in.
    #[expect(
        clippy::expect_used,
        reason = "a test without somebody at work has nothing to say"
    )]
    pub async fn let_in(&self, station: &Station, person: &DemoPerson) {
        let opened = Workstation::open(station.home().to_owned(), own_environment());
        let opened = opened.expect("it is enrolled");
        let password = Secret::new(person.password.to_owned());
        let entered = opened.unlock(person.username, password).await;
        entered.expect("central lets them in");
        opened.settle().await.expect("what is here can be read");
        opened.lock().expect("it locks");
    }

    /// What a workstation in the test's own process needs to enrol.
    #[must_use]
    pub fn enrolment(&self, name: &str, code: &str) -> Enrolment {
        Enrolment {
            central_url: self.site.central_url(),
            ca_pem: self.site.ca_pem.clone(),
            code: code.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Central's store, beside the central that serves it.
    ///
    /// # Panics
    /// When it cannot be opened.
    #[expect(
        clippy::expect_used,
        reason = "a test without a store has nothing to say"
    )]
    pub async fn store(&self) -> Arc<dyn CentralStore> {
        let store = open_store(&self.site.central.store.url).await;
        store.expect("central's store")
    }

    /// What `charthold-central verify` says of central's chains.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn verify_central(&self) -> Result<Said, ProgramError> {
        self.operate_central(&["verify"]).await
    }

    /// Somebody with central's disk removes an entry of a chart from its file, past every trigger there. Central does not run.
    ///
    /// # Errors
    /// When the file is no database, or the entry is not in it.
    pub fn remove_entry(&self, chart: ChartId, seq: u64) -> rusqlite::Result<()> {
        let file = Connection::open(self.site.central.server.data.join("central.db"))?;
        file.execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS entry_is_never_removed;",
        )?;
        let remove = "DELETE FROM entry WHERE chart = ?1 AND seq = ?2";
        match file.execute(remove, (chart.as_bytes(), seq))? {
            0 => Err(rusqlite::Error::QueryReturnedNoRows),
            _ => Ok(()),
        }
    }

    /// Runs `charthold-central` on the server's own machine: a command, its `--data`, and more words.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn operate_central<A: AsRef<OsStr>>(
        &self,
        words: &[A],
    ) -> Result<Said, ProgramError> {
        const CENTRAL: &str = "charthold-central";
        let mut operate = command(&find_program(CENTRAL)?);
        operate.args(words).arg("--data");
        operate.arg(self.site.central.server.data.as_os_str());
        Run::begin(CENTRAL, operate)?.end().await
    }
}

/// What a workstation in the test's own process gets of the world: the machine's own clocks and keyring, as a program of ours
/// does, and slots that open fast.
#[must_use]
pub fn own_environment() -> Environment {
    let programme = Programme {
        name: "journey".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    };
    Environment {
        slot: SlotParams::FLOOR,
        ..Environment::system(programme)
    }
}
