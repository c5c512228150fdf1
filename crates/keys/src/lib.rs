#![doc = include_str!("../README.md")]

mod config;
mod custody;
mod data_dir;
mod error;
mod home;
mod http;
mod key_service;
mod log;
mod master;
mod sealed_file;
mod secret_file;
mod server;
mod store;
mod upkeep;

pub use config::{KeysConfig, MasterConfig, TlsFiles};
pub use error::KeysError;
pub use home::Home;
pub use http::router;
pub use key_service::KeyService;
pub use master::{FileMaster, MasterKey};
pub use server::{RunningKeys, start};
pub use upkeep::{Verified, change_passphrase, init, rewrap, rotate, verify};
