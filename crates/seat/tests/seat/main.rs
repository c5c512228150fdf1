//! The watch against a real bus daemon, with a logind and a screen saver that the tests serve themselves.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod daemon;
#[cfg(test)]
mod login;
#[cfg(test)]
mod logind;
#[cfg(test)]
mod saver;
#[cfg(test)]
mod watching;
