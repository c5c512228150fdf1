//! A few charts of each generator, the same ones on every machine.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{
    setup::CHART_MAKERS,
    terminal,
    workspace::{self, Workspace},
};

/// Makes them in `folder` unless they are there; answers `folder`.
///
/// # Errors
/// When a generator cannot be installed or fails.
pub(super) fn ensure(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let programs = CHART_MAKERS.ensure(workspace)?;
    let (synthea, clinosim) = (words(SYNTHEA), words(CLINOSIM));
    let wanted = format!("{SYNTHEA}\n{CLINOSIM}\n{}", CHART_MAKERS.requirements());
    let note = folder.join("charthold-stamp");
    if fs::read_to_string(&note).is_ok_and(|found| found == wanted) {
        return Ok(folder.to_path_buf());
    }
    terminal::step("making a few foreign charts");
    if folder.exists() {
        fs::remove_dir_all(folder).context("removing charts made before")?;
    }
    fs::create_dir_all(folder).context("making a folder for charts")?;
    let makers = [
        ("synthea", synthea, "tietai", "fhir"),
        ("clinosim", clinosim, "clinosim", "fhir_r4"),
    ];
    for (program, arguments, set, charts) in makers {
        // Beside charts a generator writes what it made them from, which is none.
        let workshop = tempfile::tempdir_in(folder).context("making a folder for a generator")?;
        let mut generator: Command = workspace.program(programs.join(program));
        generator.args(arguments).arg("-o").arg(workshop.path());
        workspace::run(&mut generator)?;
        fs::rename(workshop.path().join(charts), folder.join(set))
            .context("taking the charts a generator made")?;
    }
    fs::write(note, wanted).context("noting which charts were made")?;
    Ok(folder.to_path_buf())
}

fn words(line: &'static str) -> std::str::SplitWhitespace<'static> {
    line.split_whitespace()
}

const SYNTHEA: &str = "-p 3 -s 20261122 --clinician-seed 20261122 -r 20261101 \
    --state Massachusetts --profile us-core";
const CLINOSIM: &str = "simulate --country US --population 20 --seed 20261122 \
    --start 2026-05-01 --end 2026-10-31 --format fhir-r4";
