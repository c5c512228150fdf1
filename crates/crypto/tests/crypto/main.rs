//! What this crate promises, tested from outside. One binary, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, in its fixtures too"
)]

mod agreement;
mod digest;
mod fixtures;
mod key;
mod password;
mod seal;
mod secret;
mod signature;
mod slot;
mod ui;
mod wrap;
mod wycheproof;
