//! P13: what the files of a workstation weigh, beside the JSON of the records in them.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::figure::{Figure, Goal, Measure, Outcome, Pair};

/// Journal and projection of the closed home at `home`, which holds `records` records of
/// `json_bytes` bytes of JSON.
///
/// # Errors
/// Those of the file system.
pub(crate) fn figures(home: &Path, records: usize, json_bytes: usize) -> Result<Vec<Figure>> {
    let journal = weight(&home.join("journal.db"))?;
    let mut charts = 0;
    for file in fs::read_dir(home.join("charts")).context("listing the charts")? {
        charts += weight(&file?.path())?;
    }
    let json = size(u64::try_from(json_bytes)?)?;
    let figure = |what: &str, goal, bytes| -> Result<Figure> {
        Ok(Figure {
            metric: "P13",
            what: format!("{what}, {records} records"),
            peer: "their JSON".into(),
            measure: Measure::Bytes,
            goal: Goal::Ratio(goal),
            outcome: Outcome::Measured {
                pairs: vec![Pair {
                    ours: size(bytes)?,
                    peer: json,
                }],
                floors: None,
            },
            remarks: vec![],
        })
    };
    Ok(vec![
        figure("journal at rest", 0.6, journal)?,
        figure("projection at rest", 1.2, charts)?,
    ])
}

fn weight(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file).context("weighing a file")?.len())
}

fn size(bytes: u64) -> Result<f64> {
    // Files of four gigabytes and more are not what this measures.
    Ok(f64::from(u32::try_from(bytes).context("weighing a file")?))
}
