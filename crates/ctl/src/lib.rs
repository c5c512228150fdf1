#![doc = include_str!("../README.md")]

mod arguments;
mod command;
mod exit;
mod input;
mod load;
mod output;
mod rate;
mod secret;

use std::process::ExitCode;

use charthold_workstation::ipc::Failure;
use charthold_workstation::{Environment, Programme};
use clap::Parser;

use crate::arguments::Arguments;
use crate::output::Output;

/// Runs the program with the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; everything else is usage.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(exit::USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let output = Output::new(arguments.json);
    let programme = Programme {
        name: "chartholdctl".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    };
    let environment = Environment::system(programme);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            let error = charthold_workstation::WorkstationError::File(error);
            return fail(&output, &Failure::from(error));
        }
    };
    match runtime.block_on(command::carry_out(arguments, environment, &output)) {
        Ok(code) => code,
        Err(failure) => fail(&output, &failure),
    }
}

fn fail(output: &Output, failure: &Failure) -> ExitCode {
    output.failure(failure);
    ExitCode::from(exit::code(failure.code))
}
