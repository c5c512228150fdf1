//! The contract with the UI: values, failures, and the TypeScript made from both.

mod contract;
pub mod dto;
mod failure;
mod translate;

pub use contract::{COMMANDS, Command, Reach};
pub use failure::{Failure, FailureCode};

#[cfg(test)]
mod tests;
