//! The demo's workstation: enrolled once, with the keyring of the operating system, then given to
//! the desktop app.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charthold_testkit::Site;
use charthold_testkit::programs::Program;
use charthold_workstation::{Enrolment, Environment, Programme, Workstation};

use crate::seeding::told;

/// Enrols the workstation unless it is, and exchanges with central once.
///
/// # Errors
/// When the keyring or central refuses.
pub(crate) async fn prepare(site: &Site, folder: &Path, code: String) -> Result<()> {
    let programme = Programme {
        name: "charthold-demo".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    };
    let environment = Environment::system(programme);
    let workstation = Workstation::open(home(folder), environment).map_err(told)?;
    if !workstation.home_status().map_err(told)?.enrolled {
        let enrolment = Enrolment {
            central_url: site.central_url(),
            ca_pem: site.ca_pem.clone(),
            code,
            name: NAME.to_owned(),
        };
        workstation.enroll(&enrolment).await.map_err(told)?;
    }
    workstation.sync(None).await.map_err(told)?;
    Ok(())
}

/// Opens the desktop app on it.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn open(folder: &Path) -> Result<Program> {
    let home = home(folder);
    Ok(Program::start(
        "charthold",
        folder,
        &[],
        &[("CHARTHOLD_HOME", home.as_os_str())],
    )?)
}

fn home(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// The workstation's name, and that of its home.
pub(crate) const NAME: &str = "WS-4B-03";
