//! Charts nobody here wrote: bundles and bulk exports of other people's generators, found in a folder
//! and sampled the same way in every run. Making or unpacking them is `cargo xtask test`'s; what must
//! be true of them is the journeys'.

mod bulk;
mod spread;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub use bulk::{BulkExport, BulkPart};
pub use spread::spread;

/// How many charts of each set are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Every one.
    All,
    /// This many, from the smallest to the largest.
    Sample(usize),
}

impl Amount {
    /// `sample` of each set, unless the environment asks for all.
    #[must_use]
    pub fn or_all(sample: usize) -> Self {
        match std::env::var_os(ALL) {
            Some(value) if !value.is_empty() => Self::All,
            _ => Self::Sample(sample),
        }
    }

    /// What is taken of `from`, which is in order.
    #[must_use]
    pub fn of<T>(self, from: Vec<T>) -> Vec<T> {
        match self {
            Self::All => from,
            Self::Sample(count) => spread(from, count),
        }
    }
}

/// What a folder holds.
#[derive(Debug)]
pub struct ForeignCharts {
    /// The bundles of each folder that has any, the smallest first.
    pub bundles: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// Folders of NDJSON files.
    pub exports: Vec<PathBuf>,
}

impl ForeignCharts {
    /// Looks where the environment says, else where `cargo xtask test` last put them.
    ///
    /// # Panics
    /// When there are none: a test without charts has nothing to say.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "a test without charts has nothing to say"
    )]
    pub fn find() -> Self {
        let folder = std::env::var_os(FOLDER).map_or_else(
            || {
                let home = std::env::var_os("HOME").expect("there is a home folder");
                Path::new(&home).join(".cache/charthold/foreign-charts")
            },
            PathBuf::from,
        );
        let mut found = Self {
            bundles: BTreeMap::new(),
            exports: Vec::new(),
        };
        found
            .look_in(&folder)
            .expect("`cargo xtask test` unpacks or makes foreign charts");
        found
    }

    fn look_in(&mut self, folder: &Path) -> std::io::Result<()> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
        paths.sort();
        let has =
            |path: &PathBuf, extension: &str| path.extension().is_some_and(|e| e == extension);
        if paths.iter().any(|path| has(path, "ndjson")) {
            // What JSON lies beside NDJSON tells of the export and is no chart.
            self.exports.push(folder.to_owned());
            return Ok(());
        }
        let mut bundles = Vec::new();
        for path in &paths {
            if path.is_dir() {
                self.look_in(path)?;
            } else if has(path, "json") {
                bundles.push((fs::metadata(path)?.len(), path.clone()));
            }
        }
        if !bundles.is_empty() {
            bundles.sort();
            let bundles = bundles.into_iter().map(|(_, path)| path).collect();
            self.bundles.insert(folder.to_owned(), bundles);
        }
        Ok(())
    }
}

/// Where they are.
const FOLDER: &str = "CHARTHOLD_FOREIGN_CHARTS";
/// Not empty: all of them.
const ALL: &str = "CHARTHOLD_FOREIGN_CHARTS_ALL";

#[cfg(test)]
mod tests;
