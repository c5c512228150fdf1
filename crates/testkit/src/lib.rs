#![doc = include_str!("../README.md")]

mod authority;
mod chance;
mod clock;
pub mod foreign;
pub mod hospital;
mod operators;
mod plug;
pub mod postgres;
pub mod programs;
mod riverside;
mod settings;
mod sign_on;
mod site;

pub use authority::{Authority, Certificate};
pub use chance::SeededEntropy;
pub use clock::ManualClock;
pub use operators::Operators;
pub use plug::{Fault, Mishap, Plug, Way};
pub use riverside::{Riverside, read_link};
pub use sign_on::{Provider, sign_in_at};
pub use site::{Site, SiteError};
