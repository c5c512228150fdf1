//! A PIN: some digits in place of the password, for somebody who unlocked here with their password not long ago.
//!
//! It lives in the memory of one process and nowhere else. So few digits protect nothing on a disk, and are no match for whoever
//! reads the memory of a locked machine: what stands against guesses is that there are three, and the cost of each.

use std::sync::Arc;
use std::time::Duration;

use charthold_crypto::Secret;
use charthold_domain::BootTime;

use crate::VaultError;
use crate::deadlines::SESSION_MAX;

/// Digits of the shortest PIN. NIST SP 800-63B-4 (3.2.10, activation secrets) asks for four and recommends six.
pub const PIN_DIGITS_MIN: usize = 6;
/// Digits of the longest.
pub const PIN_DIGITS_MAX: usize = 12;
/// With so many wrong ones it is gone. NIST's ceiling is ten.
pub const PIN_TRIES: u8 = 3;

/// A PIN somebody may have.
pub struct Pin(Secret<String>);

impl Pin {
    /// Takes what was typed as a PIN to be set.
    ///
    /// # Errors
    /// [`VaultError::PinTooSimple`]: not 6 to 12 digits, one digit over and over, or digits in a row up or down.
    pub fn choose(typed: Secret<String>) -> Result<Self, VaultError> {
        // EXPOSE: its form is looked at; nothing of it is kept.
        let digits = typed.expose().as_bytes();
        let is_long_enough = (PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&digits.len());
        if !is_long_enough || !digits.iter().all(u8::is_ascii_digit) || is_series(digits) {
            return Err(VaultError::PinTooSimple);
        }
        Ok(Self(typed))
    }

    pub(crate) const fn secret(&self) -> &Secret<String> {
        &self.0
    }
}

/// 000000, 123456, 987654, 890123.
fn is_series(digits: &[u8]) -> bool {
    let steps: Vec<u8> = digits
        .iter()
        .zip(digits.iter().skip(1))
        .map(|(left, right)| (right + 10 - left) % 10)
        .collect();
    [0, 1, 9]
        .iter()
        .any(|step| steps.iter().all(|each| each == step))
}

/// A person's user key under their PIN and this device, until it is too old or was guessed at. Wiped when dropped.
pub struct PinSlot {
    bytes: Arc<Secret<Vec<u8>>>,
    made_at: BootTime,
    tries_left: u8,
}

impl PinSlot {
    /// How long a PIN stands for the password it was set with: as long as a session at the most.
    pub const LIFE: Duration = SESSION_MAX;

    pub(crate) fn new(bytes: Vec<u8>, made_at: BootTime) -> Self {
        Self {
            bytes: Arc::new(Secret::new(bytes)),
            made_at,
            tries_left: PIN_TRIES,
        }
    }

    /// Whether it may be tried at `now`.
    #[must_use]
    pub fn is_good(&self, now: BootTime) -> bool {
        self.tries_left > 0 && now >= self.made_at && now.since(self.made_at) < Self::LIFE
    }

    /// Takes one try off, before it is known how it goes: whoever cuts it short has had it.
    ///
    /// # Errors
    /// [`VaultError::PinGone`].
    pub fn take_try(&mut self, now: BootTime) -> Result<PinTry, VaultError> {
        if !self.is_good(now) {
            return Err(VaultError::PinGone);
        }
        self.tries_left -= 1;
        Ok(PinTry(Arc::clone(&self.bytes)))
    }

    /// How many tries are left.
    #[must_use]
    pub const fn tries_left(&self) -> u8 {
        self.tries_left
    }

    /// It was right: slips before it are forgotten.
    pub const fn forgive(&mut self) {
        self.tries_left = PIN_TRIES;
    }
}

/// One try at a PIN.
pub struct PinTry(Arc<Secret<Vec<u8>>>);

impl PinTry {
    pub(crate) fn slot(&self) -> &[u8] {
        // EXPOSE: the slot is tried.
        self.0.expose()
    }
}

#[cfg(test)]
mod tests;
