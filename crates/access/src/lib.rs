#![doc = include_str!("../README.md")]

mod decision;
mod rule;

pub use decision::{Decision, Granted, Relation};
pub use rule::{Ask, Deed, decide};

#[cfg(test)]
mod tests;
