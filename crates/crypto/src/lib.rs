#![doc = include_str!("../README.md")]

mod agreement;
mod choice;
mod digest;
mod dumps;
mod entropy;
mod error;
mod hazmat;
mod hex;
mod key;
mod locked;
mod passphrase;
mod password;
pub mod purpose;
mod seal;
mod secret;
mod signature;
mod slot;
mod totp;
mod wrap;

pub use agreement::{AgreementPublic, AgreementSecret};
pub use choice::is_hard_to_guess;
pub use digest::{constant_time_eq, hmac_sha256, sha256};
pub use dumps::forbid_dumps;
pub use entropy::{Entropy, OsEntropy};
pub use error::CryptoError;
pub use key::Key;
pub use locked::{KeyMemory, key_memory};
pub use passphrase::derive_from_passphrase;
pub use password::{ServerPasswordParams, hash_password, verify_password};
pub use seal::{open, seal};
pub use secret::Secret;
pub use signature::{Signature, SigningSecret, VerifyingKey};
pub use slot::{PasswordSlot, SlotParams};
pub use totp::Totp;
pub use wrap::{unwrap, wrap};
