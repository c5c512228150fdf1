//! `charthold-dictionary`: trains the dictionary of bodies from generated records and writes it to a new file. A dictionary that
//! bodies were written with is never replaced (`crates/chartlog/src/dictionary.rs`).

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use charthold_chartlog::Patch;
use charthold_domain::Timestamp;
use charthold_testkit::hospital::{HospitalPlan, patient};

/// 2026-11-22 14:32 UTC: the same records each time.
const NOW_MS: i64 = 1_795_357_920_000;
const PATIENTS: usize = 120;
/// `sync.md` A3 tried 16 KiB.
const DICTIONARY_BYTES: usize = 16 << 10;

fn main() -> Result<()> {
    let Some(path) = std::env::args_os().nth(1).map(PathBuf::from) else {
        bail!("say which file to write");
    };
    let plan = HospitalPlan {
        seed: 1,
        patients: PATIENTS,
        now: Timestamp::from_millis(NOW_MS),
    };
    let mut samples = Vec::new();
    for number in 0..PATIENTS {
        for resource in patient(&plan, number).resources {
            samples.push(Patch::of_resource(&resource.to_string())?.to_bytes());
        }
    }
    let dictionary = zstd::dict::from_samples(&samples, DICTIONARY_BYTES).context("training")?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .context("making the file")?;
    file.write_all(&dictionary).context("writing the file")
}
