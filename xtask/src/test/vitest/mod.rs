//! The UI's tests: vitest, read from its JSON report.

use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::tally::Tally;
use crate::{ui, workspace::Workspace};

/// Runs the UI's tests once.
///
/// # Errors
/// When vitest cannot start or leaves no report.
pub(crate) fn run(workspace: &Workspace) -> Result<Tally> {
    let report = workspace.target().join("charthold-vitest.json");
    if report.exists() {
        fs::remove_file(&report).context("removing the last report of vitest")?;
    }
    let status = ui::npm(workspace)?
        .args([
            "exec",
            "--",
            "vitest",
            "run",
            "--reporter=default",
            "--reporter=json",
        ])
        .arg(format!("--outputFile.json={}", report.display()))
        .status()
        .context("starting vitest")?;
    let text = fs::read_to_string(&report).context("reading the report of vitest")?;
    Ok(read(&text)?.with_verdict(status.success()))
}

/// What we need of vitest's report; it has the shape of Jest's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    num_passed_tests: u64,
    num_failed_tests: u64,
    num_pending_tests: u64,
    num_todo_tests: u64,
    success: bool,
}

fn read(text: &str) -> Result<Tally> {
    let report: Report =
        serde_json::from_str(text).context("understanding the report of vitest")?;
    let tally = Tally {
        passed: report.num_passed_tests,
        failed: report.num_failed_tests,
        skipped: report.num_pending_tests + report.num_todo_tests,
        ..Tally::default()
    };
    Ok(tally.with_verdict(report.success))
}

#[cfg(test)]
mod tests;
