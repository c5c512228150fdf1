#![doc = include_str!("../README.md")]

mod answer;
mod bootstrap;
mod caller;
mod central;
mod chance;
mod closed_author;
mod colleague;
pub mod command;
mod config;
mod endpoint;
mod enrolment_code;
mod epoch_file;
mod error;
mod hold_off;
mod keys_client;
mod live;
mod metrics;
mod nonces;
mod openapi;
mod operator_log;
mod registration;
mod room;
mod router;
mod second_factor;
mod server;
mod sign_in;
mod sign_on;
mod signing_key;
mod tls;
mod withdrawing;

pub use bootstrap::{Bootstrap, CodeTerms, Initialised, NewPerson, init, init_at};
pub use config::{
    Config, KeysSection, LimitsSection, SecondFactorRule, ServerSection, SignInSection,
    SingleSignOnSection, StoreSection, UsernameClaim,
};
pub use error::CentralError;
pub use openapi::document as openapi_document;
pub use server::{CentralHandle, Parts, open_store, serve, start};
pub use withdrawing::{Gathered, Withdrawing};
