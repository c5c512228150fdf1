//! One function a command: take the request apart, call one use case, answer.

pub(crate) mod chart;
pub(crate) mod entry;
pub(crate) mod session;
pub(crate) mod sync;

use std::str::FromStr;

use charthold_workstation::WorkstationError;
use charthold_workstation::ipc::Failure;

/// Reads an id the window was given before.
fn id<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|_| Failure::from(WorkstationError::InvalidInput("an id is not an id")))
}
