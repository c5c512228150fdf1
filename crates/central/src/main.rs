//! `charthold-central`: reads the command line, runs it, and turns the ending into an exit code.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use charthold_central::CentralError;
use charthold_central::command::{CommandLine, Ending};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    // A kernel that refuses keeps nobody from the hospital's log.
    let _ = charthold_crypto::forbid_dumps();
    match CommandLine::parse().run().await {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Damaged) => ExitCode::from(7),
        Err(error) => {
            report(&error);
            match error {
                CentralError::Usage(_) => ExitCode::from(2),
                CentralError::EpochBehind { .. } | CentralError::OperatorLog { .. } => {
                    ExitCode::from(7)
                }
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn report(error: &dyn Error) {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    // There is nowhere else to say that standard error is closed.
    let _ = writeln!(std::io::stderr(), "charthold-central: {text}");
}
