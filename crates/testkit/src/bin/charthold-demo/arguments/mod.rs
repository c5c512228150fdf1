//! The command line of the demo: that of `cargo xtask demo`, which passes it on.

use std::path::PathBuf;

use clap::Parser;

/// Runs Riverside General, a synthetic hospital, on this machine.
#[derive(Debug, Parser)]
#[command(name = "charthold-demo", version)]
pub(crate) struct Arguments {
    /// How many synthetic inpatients a new hospital has [default: 250]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=5000))]
    pub(crate) patients: Option<u16>,
    /// Decides everything about them [default: 4]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Fill a new hospital with the FHIR R4 bundles and NDJSON files of a folder instead
    #[arg(long, value_name = "DIR", conflicts_with_all = ["patients", "seed"])]
    pub(crate) import: Option<PathBuf>,
    /// Delete what an earlier run left and begin again
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Open no window and enrol nothing; print one line of JSON when ready
    #[arg(long)]
    pub(crate) headless: bool,
    /// Where everything is kept
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    pub(crate) data: PathBuf,
    /// Stop when the process that started this one is gone
    #[arg(long, hide = true)]
    pub(crate) end_with_parent: bool,
}

/// What a hospital is filled with.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Filling {
    /// Synthetic inpatients.
    Generated {
        /// How many.
        patients: u16,
        /// Decides everything about them.
        seed: u64,
    },
    /// The charts in a folder.
    Imported {
        /// The folder, absolute.
        folder: PathBuf,
    },
}

impl Arguments {
    /// What was asked for by name; absent when nothing was.
    ///
    /// # Errors
    /// When the folder of `--import` has no absolute path.
    pub(crate) fn find_filling(&self) -> std::io::Result<Option<Filling>> {
        if let Some(folder) = &self.import {
            let folder = std::path::absolute(folder)?;
            return Ok(Some(Filling::Imported { folder }));
        }
        let asked = self.patients.is_some() || self.seed.is_some();
        Ok(asked.then(|| Filling::Generated {
            patients: self.patients.unwrap_or(DEFAULT_PATIENTS),
            seed: self.seed.unwrap_or(DEFAULT_SEED),
        }))
    }
}

impl Default for Filling {
    fn default() -> Self {
        Self::Generated {
            patients: DEFAULT_PATIENTS,
            seed: DEFAULT_SEED,
        }
    }
}

const DEFAULT_PATIENTS: u16 = 250;
const DEFAULT_SEED: u64 = 4;

#[cfg(test)]
mod tests;
