#![doc = include_str!("../README.md")]

mod chain;
mod event;
mod words;

pub use chain::{
    AuditChainError, AuditHash, AuditHead, SealedEvent, append, next_mac_key, verify_link,
    verify_mac,
};
pub use event::{Action, AuditEvent, Outcome, Subject, Subtype};

#[cfg(test)]
mod tests;
