//! Tests marked as ignored, which nextest leaves out of its report. `tidy` allows none; counting them anyway keeps
//! the last line honest if one gets past it.

use std::{collections::BTreeMap, process::Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::workspace::Workspace;

/// How many Rust tests are marked as ignored.
///
/// # Errors
/// When nextest cannot list them.
pub(crate) fn count(workspace: &Workspace) -> Result<u64> {
    let output = workspace
        .cargo()
        .args(["nextest", "list", "--workspace", "--message-format", "json"])
        .args(["--run-ignored", "all"])
        .stderr(Stdio::inherit())
        .output()
        .context("starting cargo nextest list")?;
    ensure!(
        output.status.success(),
        "cargo nextest list ended with {}",
        output.status
    );
    read(&String::from_utf8_lossy(&output.stdout))
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Listing {
    rust_suites: BTreeMap<String, Suite>,
}

#[derive(Deserialize)]
struct Suite {
    #[serde(default)]
    testcases: BTreeMap<String, Case>,
}

#[derive(Deserialize)]
struct Case {
    ignored: bool,
}

fn read(text: &str) -> Result<u64> {
    let listing: Listing = serde_json::from_str(text).context("understanding nextest's list")?;
    let cases = listing
        .rust_suites
        .values()
        .flat_map(|suite| suite.testcases.values());
    u64::try_from(cases.filter(|case| case.ignored).count()).context("counting ignored tests")
}

#[cfg(test)]
mod tests;
