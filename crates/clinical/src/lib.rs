#![doc = include_str!("../README.md")]

pub mod date;
mod error;
pub mod fhir;
pub mod import;
pub mod news2;
pub mod record;

pub use error::ClinicalError;
