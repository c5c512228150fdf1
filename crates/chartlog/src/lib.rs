#![doc = include_str!("../README.md")]

mod accept;
mod author;
mod body;
mod chain;
mod device_chain;
mod dictionary;
mod dispute;
mod draft;
mod epoch;
mod error;
mod fold;
mod header;
mod history;
mod operation;
mod patch;
mod policy;
mod receive;
mod set;
mod standing;

pub use accept::{Decision, Facts, QuarantineReason, decide};
pub use author::{Authoring, author};
pub use body::{BodyDecoder, decode_body, encode_body};
pub use chain::{ChainEntry, Head, VoidReason, chain_hash, extend, heads_digest};
pub use device_chain::{DeviceTip, Link};
pub use dispute::{Choices, Dispute, Question, dispute};
pub use draft::standing_drafts;
pub use epoch::{Contact, Place, contact, next_epoch, place, shorter};
pub use error::ChartlogError;
pub use fold::{Content, Field, FoldInput, Folded, fold, versions};
pub use header::{AuthContext, Class, HeaderCore, SCHEMA_VERSION, SUITE, VERSION};
pub use operation::{Envelope, NamedBody, OpHash, Operation};
pub use patch::{FieldName, Patch, RawJson};
pub use policy::{Flag, possible_doubles};
pub use receive::{Arrival, Broken, HeldCopy, receive};
pub use standing::{Attention, Elsewhere, OpState, Safekeeping, may_purge};

#[cfg(test)]
mod tests;
