#![doc = include_str!("../README.md")]

mod blob;
mod caller;
mod donate;
mod error;
mod exchange;
mod greet;
mod incoming;
mod leaving;
mod live;
mod page;
mod pull;
mod push;
mod requests;
mod signatures;
mod transport;

pub use caller::{Authority, Caller, DeviceSigner};
pub use error::SyncError;
pub use exchange::{ExchangeOptions, ExchangeReport, exchange};
pub use leaving::{ask_what_is_backed_up, report_wiped};
pub use live::{LiveEvent, WAYS, Way, listen};
pub use push::push_audit;
pub use transport::{Patience, Transport};

#[cfg(test)]
mod tests;
