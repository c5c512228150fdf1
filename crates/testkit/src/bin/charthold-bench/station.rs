//! A workstation with charts on it, at a hospital in this process: what every figure of the whole
//! core is measured at. Central is unplugged while anything is measured: it is not on the path.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Error, Result, anyhow, ensure};
use charthold_crypto::OsEntropy;
use charthold_domain::{Clock as _, SystemClock};
use charthold_testkit::Riverside;
use charthold_testkit::hospital::{DemoPerson, people};
use charthold_workstation::ipc::Failure;
use charthold_workstation::{
    ChartId, Environment, ImportSource, Secret, Workstation, WorkstationError,
};
use tokio::runtime::Runtime;

use crate::patients::Chart;

/// The workstation.
pub(crate) struct Station {
    workstation: Workstation,
    environment: Environment,
    home: PathBuf,
    nurse: DemoPerson,
    hospital: Riverside,
    runtime: Runtime,
}

impl Station {
    /// An empty workstation, somebody signed in, online.
    ///
    /// # Errors
    /// When the hospital cannot be opened.
    pub(crate) fn open() -> Result<Self> {
        Self::open_on(None)
    }

    /// The same; central's store is where `store` says, or a file.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn open_on(store: Option<&str>) -> Result<Self> {
        let runtime = Runtime::new().context("starting threads")?;
        let hospital = runtime.block_on(Riverside::open_on(SystemClock.now(), store));
        let nurse = nurse()?;
        let home = hospital.folder.path().join("bench");
        let environment = Environment {
            // As the product has it: chance comes from the system.
            entropy: Arc::new(|| Box::new(OsEntropy)),
            ..hospital.environment()
        };
        let enrolled = hospital.workstation_at(&home, "WS-BENCH", &[WARD], environment.clone());
        let workstation = runtime.block_on(enrolled).map_err(told)?;
        let station = Self {
            workstation,
            environment,
            home,
            nurse,
            hospital,
            runtime,
        };
        station.runtime.block_on(station.come_in())?;
        Ok(station)
    }

    /// Brings charts in; answers their ids.
    ///
    /// # Errors
    /// When any resource is refused.
    pub(crate) fn import(&self, charts: &[Chart]) -> Result<Vec<ChartId>> {
        let mut ids = Vec::with_capacity(charts.len());
        for chart in charts {
            let sources = [ImportSource::Text {
                name: "chart".to_owned(),
                content: chart.bundle(),
            }];
            let imported = self.workstation.import(&sources, Some(WARD));
            let report = self.runtime.block_on(imported).map_err(told)?;
            ensure!(
                report.refused.is_empty(),
                "a generated chart was refused in part"
            );
            ids.push(self.workstation.chart_of_mrn(&chart.mrn).map_err(told)?);
        }
        Ok(ids)
    }

    /// Brings the chart in a file in, as far as it is taken; answers its id.
    ///
    /// # Errors
    /// When central or the disk refuses, or no chart came.
    pub(crate) fn import_file(&self, file: &Path) -> Result<ChartId> {
        let before = self.charts_here()?;
        let sources = [ImportSource::File(file.to_owned())];
        let imported = self.workstation.import(&sources, Some(WARD));
        self.runtime.block_on(imported).map_err(told)?;
        let new = self.charts_here()?;
        let new = new.into_iter().find(|chart| !before.contains(chart));
        let new = new.context("finding the chart that was brought in")?;
        new.parse().map_err(|_| anyhow!("a chart has no id"))
    }

    fn charts_here(&self) -> Result<Vec<String>> {
        let hits = self.workstation.search("").map_err(told)?;
        Ok(hits.into_iter().map(|hit| hit.chart).collect())
    }

    /// Sends everything that was brought in to central.
    ///
    /// # Errors
    /// When central refuses.
    pub(crate) fn send(&self) -> Result<()> {
        self.runtime
            .block_on(self.workstation.sync(None))
            .map_err(told)?;
        Ok(())
    }

    /// Another workstation of the ward with nothing on it, and somebody in.
    ///
    /// # Errors
    /// What enrolling and unlocking fail with.
    pub(crate) fn enrol(&self, name: &str, person: &DemoPerson) -> Result<Workstation> {
        self.enrol_in(WARD, name, person)
    }

    /// The same, of another unit.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn enrol_in(
        &self,
        unit: &str,
        name: &str,
        person: &DemoPerson,
    ) -> Result<Workstation> {
        self.runtime.block_on(async {
            let workstation = self.hospital.workstation(name, &[unit]).await;
            let password = Secret::new(person.password.to_owned());
            let unlocked = workstation.unlock(person.username, password);
            unlocked.await.map_err(told)?;
            Ok(workstation)
        })
    }

    /// Plugs the network in and signs in anew, which bringing charts in needs.
    ///
    /// # Errors
    /// What signing in fails with.
    pub(crate) fn go_online(&self) -> Result<()> {
        self.hospital.plug.put_back();
        self.come_in_again()
    }

    /// Unplugs the network, closes the home, does `while_closed` with its files, and comes in again:
    /// nothing is in any cache of ours, and nothing waits beside the files to be folded into them.
    ///
    /// # Errors
    /// Those of `while_closed`, or when the home does not open again.
    pub(crate) fn restart_offline<T>(
        mut self,
        while_closed: impl FnOnce(&Path) -> Result<T>,
    ) -> Result<(Self, T)> {
        self.hospital.plug.pull();
        self.workstation.lock().map_err(told)?;
        let Self {
            workstation,
            environment,
            home,
            ..
        } = &mut self;
        let empty = home.with_extension("nothing");
        // The old one lets go of the home's lock only when it is dropped.
        let idle = Workstation::open(empty, environment.clone()).map_err(told)?;
        drop(std::mem::replace(workstation, idle));
        let done = while_closed(home)?;
        *workstation = Workstation::open(home.clone(), environment.clone()).map_err(told)?;
        self.runtime.block_on(self.come_in())?;
        Ok((self, done))
    }

    /// Somebody comes in with a password, and the ward is shown.
    ///
    /// # Errors
    /// What unlocking fails with.
    pub(crate) async fn come_in(&self) -> Result<()> {
        self.come_in_as(&self.nurse).await
    }

    /// The same for `person`.
    ///
    /// # Errors
    /// As there.
    pub(crate) async fn come_in_as(&self, person: &DemoPerson) -> Result<()> {
        let password = Secret::new(person.password.to_owned());
        let unlocked = self.workstation.unlock(person.username, password);
        unlocked.await.map_err(told)?;
        self.workstation.settle().await.map_err(told)?;
        self.workstation.ward(Some(WARD)).map_err(told)?;
        Ok(())
    }

    /// Locks and comes in again: every cache of the person's is cold.
    ///
    /// # Errors
    /// What locking and unlocking fail with.
    pub(crate) fn come_in_again(&self) -> Result<()> {
        self.workstation.lock().map_err(told)?;
        self.runtime.block_on(self.come_in())
    }

    /// The workstation.
    pub(crate) fn workstation(&self) -> &Workstation {
        &self.workstation
    }

    /// Whose workstation it is.
    pub(crate) const fn nurse(&self) -> &DemoPerson {
        &self.nurse
    }

    /// A folder on the same disk.
    pub(crate) fn folder(&self) -> &Path {
        self.hospital.folder.path()
    }

    /// The hospital.
    pub(crate) fn hospital(&self) -> &Riverside {
        &self.hospital
    }

    /// The threads it runs on.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

/// A nurse of the ward that is measured.
///
/// # Errors
/// When the hospital has none.
pub(crate) fn nurse() -> Result<DemoPerson> {
    nurse_of(WARD)
}

/// Who writes in the unit of this name.
///
/// # Errors
/// When nobody does.
pub(crate) fn nurse_of(unit: &str) -> Result<DemoPerson> {
    somebody("nurse", unit).context("finding a nurse of the unit")
}

/// A physician of the ward that is measured.
///
/// # Errors
/// When the hospital has none.
pub(crate) fn physician() -> Result<DemoPerson> {
    somebody("physician", WARD).context("finding a physician of the ward")
}

fn somebody(role: &str, unit: &str) -> Option<DemoPerson> {
    people()
        .into_iter()
        .find(|person| person.role.code() == role && person.units.first() == Some(&unit))
}

/// A failure in the words the workstation has for people.
pub(crate) fn told(error: WorkstationError) -> Error {
    let failure = Failure::from(error);
    anyhow!("{} {}", failure.what, failure.remedy)
}

/// Where the patients lie.
pub(crate) const WARD: &str = "4B";
