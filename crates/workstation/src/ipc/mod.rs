//! The contract with the UI: values, failures, and the TypeScript made from both.

pub mod dto;
mod failure;

pub use failure::{Failure, FailureCode};
