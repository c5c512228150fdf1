#![doc = include_str!("../README.md")]

mod anchor;
mod deadlines;
mod device_keys;
mod error;
mod hold_off;
mod keyring;
mod pin;
mod vault;

pub use crate::keyring::{KEYRING_SERVICE, Keyring, MemoryKeyring, OsKeyring};
pub use anchor::Anchor;
pub use deadlines::{Deadlines, SESSION_MAX, SessionEnd, Standing, WARNING_SPAN};
pub use device_keys::DeviceKeys;
pub use error::VaultError;
pub use hold_off::{HoldOff, OFFLINE_FAILURES_MAX, Trying, wait_after};
pub use pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, PIN_TRIES, Pin, PinSlot, PinTry};
pub use vault::{Locked, NewSlot, Unlocked, Vault};
