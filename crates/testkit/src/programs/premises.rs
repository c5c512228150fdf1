//! "Riverside General" with its servers as processes of their own, for what one process cannot show:
//! a server that is killed, a command line, a keyring of the operating system.

use std::ffi::OsStr;
use std::time::Duration;

use charthold_crypto::OsEntropy;
use charthold_domain::SystemClock;
use charthold_protocol::Policy;
use tempfile::TempDir;

use super::{ProgramError, Run, Said, Servers, Station, find_program};
use crate::Site;
use crate::hospital::UNITS;
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
    #[expect(
        clippy::expect_used,
        reason = "a test without a hospital has nothing to say"
    )]
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the hospital");
        let root = folder.path().join("site");
        let site = Site::make(&root, &SystemClock, &mut OsEntropy, Policy::default())
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
    #[expect(
        clippy::expect_used,
        reason = "a test without a code has nothing to say"
    )]
    pub async fn code(&self, uses: u32, valid: Duration) -> String {
        self.site
            .make_code(&UNITS, uses, valid, &SystemClock, &mut OsEntropy)
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

    /// What `charthold-central verify` says of central's chains.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn verify_central(&self) -> Result<Said, ProgramError> {
        self.operate_central(&["verify"]).await
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
