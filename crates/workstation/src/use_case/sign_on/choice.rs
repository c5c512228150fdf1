//! What may be a password of this workstation: as central has it for one beside something else (NIST SP 800-63B-4, 3.1.1.2), for the
//! device secret in the keyring stands beside it.

use charthold_crypto::Secret;
use charthold_domain::Person;
use zxcvbn::{Score, zxcvbn};

use crate::WorkstationError;

const LEAST: usize = 8;

/// # Errors
/// `PasswordTooSimple`.
pub(in crate::use_case) fn demand_good(
    password: &Secret<String>,
    person: &Person,
) -> Result<(), WorkstationError> {
    let known = format!("{} {}", person.username, person.display_name);
    let words: Vec<&str> = known.split(' ').collect();
    // EXPOSE: it is judged, and nothing of it is kept or said.
    let chosen = password.expose();
    let is_good = chosen.chars().count() >= LEAST && zxcvbn(chosen, &words).score() >= Score::Three;
    is_good
        .then_some(())
        .ok_or(WorkstationError::PasswordTooSimple)
}
