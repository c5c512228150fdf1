#![doc = include_str!("../README.md")]

mod accept;
mod author;
mod body;
mod chain;
mod error;
mod fold;
mod header;
mod operation;
mod patch;

pub use accept::{Decision, Facts, QuarantineReason, decide};
pub use author::{Authoring, author};
pub use body::{decode_body, encode_body};
pub use chain::{ChainEntry, Head, VoidReason, chain_hash, extend};
pub use error::ChartlogError;
pub use fold::{Field, FoldInput, Folded, fold};
pub use header::{AuthContext, Class, HeaderCore, SCHEMA_VERSION, SUITE, VERSION};
pub use operation::{Envelope, OpHash, Operation};
pub use patch::{FieldName, Patch, RawJson};

#[cfg(test)]
mod tests;
