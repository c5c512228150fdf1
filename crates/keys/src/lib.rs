#![doc = include_str!("../README.md")]

mod approval;
mod config;
mod custody;
mod data_dir;
mod error;
mod home;
mod http;
mod key_service;
mod log;
mod master;
mod operators;
mod sealed_file;
mod secret_file;
mod server;
mod store;
mod upkeep;
mod verify;

pub use approval::{
    Change, Done, Pending, ProposalId, Shown, Wanted, approve, found_operators, list_proposals,
    propose,
};
pub use config::{KeysConfig, MasterConfig, TlsFiles};
pub use error::KeysError;
pub use home::Home;
pub use http::router;
pub use key_service::KeyService;
pub use master::{FileMaster, MasterKey};
pub use operators::{Operator, OperatorKey};
pub use server::{RunningKeys, start};
pub use upkeep::{change_passphrase, init, make_generation, rewrap, rotate};
pub use verify::{Verified, verify};
