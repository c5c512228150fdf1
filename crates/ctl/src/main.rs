//! `chartholdctl`.

use std::process::ExitCode;

fn main() -> ExitCode {
    charthold_ctl::run()
}
