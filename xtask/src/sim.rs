//! `cargo xtask sim`: more seeds of the simulator of `chartlog` than a test run takes, or one again.
//!
//! What a run is, and what is checked, is in `crates/chartlog/tests/simulator`; this starts it and passes on
//! what it says.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Sim {
    /// How many seeds
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    from: u64,
    /// This one alone
    #[arg(long, conflicts_with_all = ["seeds", "from"], value_name = "SEED")]
    seed: Option<u64>,
    /// Breaks each rule in turn instead, and says by how many of the seeds that is noticed
    #[arg(long, conflicts_with_all = ["from", "seed"])]
    mutations: bool,
}

/// Runs the seeds; the schedule of the first that fails comes out with the reason.
///
/// # Errors
/// When cargo cannot be started; a failing seed is a result.
pub(crate) fn run(workspace: &Workspace, sim: &Sim) -> Result<ExitCode> {
    let (from, seeds) = match sim.seed {
        Some(seed) => (seed, 1),
        None => (sim.from, sim.seeds),
    };
    let wanted = if sim.mutations {
        "is_noticed"
    } else {
        "every_invariant_holds_in_every_run"
    };
    let status = workspace
        .cargo()
        .args(["test", "--quiet", "--package", "charthold-chartlog"])
        .args(["--test", "simulator", "--", "--nocapture", wanted])
        // Each test takes all processors by itself.
        .arg("--test-threads=1")
        .env("CHARTHOLD_SIM_FROM", from.to_string())
        .env("CHARTHOLD_SIM_SEEDS", seeds.to_string())
        .status()
        .context("starting cargo test")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
