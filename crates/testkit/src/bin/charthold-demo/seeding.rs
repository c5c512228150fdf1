//! Filling a new hospital: a workstation for the occasion imports every chart as a nurse of its
//! unit, which is the way charts come into any Charthold. It leaves no home behind.

use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use charthold_crypto::SlotParams;
use charthold_domain::Timestamp;
use charthold_testkit::Site;
use charthold_testkit::hospital::{
    DemoPerson, HospitalPlan, UNITS, bundle, patient, people, unit_of,
};
use charthold_vault::MemoryKeyring;
use charthold_workstation::ipc::Failure;
use charthold_workstation::{
    Enrolment, Environment, ImportReport, ImportSource, Programme, Secret, Workstation,
    WorkstationError,
};

use crate::arguments::Filling;
use crate::console::say;

/// What to fill, and how to get in.
pub(crate) struct Seeding<'a> {
    /// The hospital, its servers running.
    pub(crate) site: &'a Site,
    /// The demo's folder.
    pub(crate) folder: &'a Path,
    /// An enrolment code for all units.
    pub(crate) code: String,
    /// The present of synthetic charts.
    pub(crate) now: Timestamp,
}

impl Seeding<'_> {
    /// Brings in `filling`; afterwards central has confirmed all of it.
    ///
    /// # Errors
    /// When anything of a generated chart is refused, nothing of an imported folder is taken, or
    /// central is.
    pub(crate) async fn run(self, filling: &Filling) -> Result<()> {
        let home = self.folder.join("loader");
        let workstation = self.enrol(home.clone()).await?;
        match filling {
            Filling::Generated { patients, seed } => {
                let plan = HospitalPlan {
                    seed: *seed,
                    patients: usize::from(*patients),
                    now: self.now,
                };
                generate(&workstation, &plan).await?;
            }
            Filling::Imported { folder } => import(&workstation, folder).await?,
        }
        drop(workstation);
        std::fs::remove_dir_all(home).context("removing the loading workstation")
    }

    async fn enrol(&self, home: PathBuf) -> Result<Workstation> {
        let programme = Programme {
            name: "charthold-demo".into(),
            version: env!("CARGO_PKG_VERSION").into(),
        };
        let environment = Environment {
            keyring: std::sync::Arc::new(MemoryKeyring::new()),
            // The home lives for minutes, and its passwords are printed.
            slot: SlotParams::FLOOR,
            ..Environment::system(programme)
        };
        let enrolment = Enrolment {
            central_url: self.site.central_url(),
            ca_pem: self.site.ca_pem.clone(),
            code: self.code.clone(),
            name: "WS-LOADER".to_owned(),
        };
        let workstation = Workstation::open(home, environment).map_err(told)?;
        workstation.enroll(&enrolment).await.map_err(told)?;
        workstation.sync(None).await.map_err(told)?;
        Ok(workstation)
    }
}

async fn generate(workstation: &Workstation, plan: &HospitalPlan) -> Result<()> {
    let mut done: usize = 0;
    for unit in UNITS {
        let mine: Vec<usize> = (0..plan.patients)
            .filter(|index| unit_of(*index) == unit)
            .collect();
        if mine.is_empty() {
            continue;
        }
        let nurse = nurse_of(unit)?;
        unlock(workstation, &nurse).await?;
        for index in mine {
            let patient = patient(plan, index);
            let source = ImportSource::Text {
                name: patient.mrn.clone(),
                content: bundle(&patient),
            };
            let report = bring_in(workstation, &[source], unit).await?;
            ensure!(
                report.refused.is_empty(),
                "a generated chart was refused in part"
            );
            done += 1;
            if done.is_multiple_of(10) || done == plan.patients {
                say(&format!("  {done} of {} patients", plan.patients));
            }
            if done.is_multiple_of(PATIENTS_PER_EXCHANGE) {
                workstation.sync(None).await.map_err(told)?;
            }
        }
        leave(workstation).await?;
    }
    Ok(())
}

async fn import(workstation: &Workstation, folder: &Path) -> Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    ensure!(
        !files.is_empty(),
        "the folder to import holds no .json or .ndjson file"
    );
    unlock(workstation, &nurse_of(WARD)?).await?;
    let mut total = ImportReport::default();
    // NDJSON files of a bulk export say something only together.
    let is_lines = |file: &PathBuf| file.extension().is_some_and(|e| e == "ndjson");
    let (lines, bundles): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(is_lines);
    let mut parts: Vec<Vec<PathBuf>> = bundles.into_iter().map(|file| vec![file]).collect();
    parts.extend((!lines.is_empty()).then_some(lines));
    let count = parts.len();
    for (position, files) in parts.into_iter().enumerate() {
        let sources: Vec<ImportSource> = files.into_iter().map(ImportSource::File).collect();
        let report = bring_in(workstation, &sources, WARD).await?;
        total.imported += report.imported;
        total.refused.extend(report.refused);
        let done = position + 1;
        if done.is_multiple_of(10) || done == count {
            say(&format!("  {done} of {count} parts"));
        }
        if done.is_multiple_of(PATIENTS_PER_EXCHANGE) {
            workstation.sync(None).await.map_err(told)?;
        }
    }
    leave(workstation).await?;
    say(&format!(
        "{} resources imported, {} refused",
        total.imported,
        total.refused.len()
    ));
    ensure!(
        total.imported > 0,
        "nothing in the folder to import could be taken"
    );
    Ok(())
}

async fn bring_in(
    workstation: &Workstation,
    sources: &[ImportSource],
    unit: &str,
) -> Result<ImportReport> {
    // Nobody types here; without this the inactivity lock would end a long import.
    workstation.activity().map_err(told)?;
    workstation.import(sources, Some(unit)).await.map_err(told)
}

async fn unlock(workstation: &Workstation, person: &DemoPerson) -> Result<()> {
    let password = Secret::new(person.password.to_owned());
    workstation
        .unlock(person.username, password)
        .await
        .map_err(told)?;
    workstation.settle().await.map_err(told)
}

/// Locks, and sends until central has confirmed everything, the locking too.
async fn leave(workstation: &Workstation) -> Result<()> {
    workstation.lock().map_err(told)?;
    let mut left = u32::MAX;
    loop {
        workstation.sync(None).await.map_err(told)?;
        let status = workstation.home_status().map_err(told)?;
        let now = status
            .ops_unconfirmed
            .saturating_add(status.audit_unconfirmed);
        if now == 0 {
            return Ok(());
        }
        if now >= left {
            bail!("central does not confirm what was sent: {now} items are left");
        }
        left = now;
    }
}

fn nurse_of(unit: &str) -> Result<DemoPerson> {
    let nurse = |person: &DemoPerson| person.role.code() == "nurse" && person.units.contains(&unit);
    people()
        .into_iter()
        .find(nurse)
        .context("finding a nurse of the unit")
}

/// JSON and NDJSON files below `folder`, by name.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut below = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| Ok(entry?.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .context("listing the folder to import")?;
    below.sort();
    for path in below {
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "ndjson")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// A failure in the words the workstation has for people.
pub(crate) fn told(error: WorkstationError) -> Error {
    let failure = Failure::from(error);
    anyhow!("{} {}", failure.what, failure.remedy)
}

const PATIENTS_PER_EXCHANGE: usize = 20;

/// Where imported patients lie, and where the demo's workstation stands.
pub(crate) const WARD: &str = "4B";
