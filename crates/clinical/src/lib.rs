#![doc = include_str!("../README.md")]

pub mod administration;
pub mod allergy;
pub mod banner;
pub mod condition;
pub mod date;
pub mod dosage;
pub mod encounter;
mod error;
pub mod fhir;
pub mod flag;
pub mod immunization;
pub mod import;
pub mod listing;
pub mod medication;
pub mod mrn;
pub mod name;
pub mod news2;
pub mod note;
pub mod note_entry;
pub mod number;
pub mod observation;
pub mod party;
pub mod patient;
pub mod procedure;
pub mod record;
pub mod report;
pub mod route;
pub mod summary;
pub mod tall_man;
pub mod vitals;
pub mod vitals_entry;
pub mod ward;

pub use error::ClinicalError;
