//! What may be a password of this workstation: as central has it for one beside something else (NIST SP 800-63B-4, 3.1.1.2), for the
//! device secret in the keyring stands beside it.

use charthold_crypto::{Secret, is_hard_to_guess};
use charthold_domain::Person;

use crate::WorkstationError;

const LEAST: usize = 8;

/// # Errors
/// `PasswordTooSimple`.
pub(in crate::use_case) fn demand_good(
    password: &Secret<String>,
    person: &Person,
) -> Result<(), WorkstationError> {
    let known = [person.username.as_str(), person.display_name.as_str()];
    is_hard_to_guess(password, LEAST, &known)
        .then_some(())
        .ok_or(WorkstationError::PasswordTooSimple)
}
