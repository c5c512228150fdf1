//! `cargo xtask torture`: the journeys that break things at random, many times as often as a test run.
//!
//! What is broken and what has to hold afterwards is in `tests/journeys`; this says how much, and from which seed.

use clap::Args;

#[derive(Args)]
pub(crate) struct Torture {
    /// So many times as much as a test run does
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) times: u32,
    /// Decides where things break; a run that fails prints its own
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    pub(crate) seed: u64,
}
