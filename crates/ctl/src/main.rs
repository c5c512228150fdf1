//! `chartholdctl`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // A kernel that refuses keeps nobody from a chart.
    let _ = charthold_workstation::forbid_dumps();
    charthold_ctl::run()
}
