//! The command line of the bench; `cargo xtask bench` says all of it.

use std::path::PathBuf;

use clap::Parser;

/// Measures Charthold against its budgets, each beside a peer in the same run.
#[derive(Debug, Parser)]
#[command(name = "charthold-bench", version)]
pub(crate) struct Arguments {
    /// Writes every pair and floor to this file as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Fewer and smaller: under three minutes
    #[arg(long)]
    pub(crate) quick: bool,
    /// Measures how cost grows with what central holds, and nothing else
    #[arg(long)]
    pub(crate) scale: bool,
    /// With `--scale`: central's store is PostgreSQL instead of a file
    #[arg(long, requires = "scale")]
    pub(crate) postgres: bool,
    /// Measures many workstations at once, and nothing else
    #[arg(long, conflicts_with = "scale")]
    pub(crate) load: bool,
    /// Measures what goes between workstations and central (P5 and P10), and nothing else
    #[arg(long, conflicts_with_all = ["scale", "load"])]
    pub(crate) exchanges: bool,
    /// Draws what `--scale` measured into this file, SVG
    #[arg(long, value_name = "FILE", requires = "scale")]
    pub(crate) plot: Option<PathBuf>,
    /// Where peers from a registry are kept
    #[arg(long, value_name = "DIR")]
    pub(crate) peers: PathBuf,
    /// The app, for the figures of the window; without it they are not measured
    #[arg(long, value_name = "FILE")]
    pub(crate) app: Option<PathBuf>,
    /// A folder with FHIR bundles; the largest are opened too
    #[arg(long, value_name = "DIR")]
    pub(crate) foreign: Option<PathBuf>,
}
