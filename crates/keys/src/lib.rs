#![doc = include_str!("../README.md")]

mod config;
mod custody;
mod data_dir;
mod error;
mod http;
mod key_service;
mod log;
mod master;
mod server;
mod store;
mod upkeep;

pub use config::{KeysConfig, MasterConfig, MasterProvider, TlsFiles};
pub use error::KeysError;
pub use http::router;
pub use key_service::KeyService;
pub use master::{FileMaster, MasterKey};
pub use server::{RunningKeys, start};
pub use upkeep::{Verified, init, rewrap, rotate, verify};
