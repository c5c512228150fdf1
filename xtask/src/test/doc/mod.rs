//! Documentation tests, which nextest does not run: rustdoc's own runner, read from its summary lines.

use anyhow::{Context as _, Result, ensure};

use super::tally::Tally;
use crate::{terminal, workspace::Workspace};

/// Runs the documentation tests of every library.
///
/// # Errors
/// When cargo cannot start, or compiles nothing to run.
pub(crate) fn run(workspace: &Workspace) -> Result<Tally> {
    let output = workspace
        .cargo()
        .args(["test", "--doc", "--workspace", "--no-fail-fast"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("starting cargo test --doc")?;
    terminal::pass_on(&output.stdout);
    let printed = String::from_utf8_lossy(&output.stdout);
    let summaries: Vec<Tally> = printed.lines().filter_map(summary).collect();
    ensure!(
        !summaries.is_empty(),
        "cargo test --doc ran nothing ({})",
        output.status
    );
    let mut total = Tally::default();
    for one in summaries {
        total += one;
    }
    Ok(total.with_verdict(output.status.success()))
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; …`.
fn summary(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| {
        counts
            .split("; ")
            .find_map(|part| part.strip_suffix(word)?.trim_end().parse::<u64>().ok())
    };
    Some(Tally {
        passed: count("passed")?,
        failed: count("failed")?,
        skipped: count("ignored")?,
        ..Tally::default()
    })
}

#[cfg(test)]
mod tests;
