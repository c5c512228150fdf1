//! Passwords come on standard input or in a file, never in the arguments or the environment, where
//! every process of the machine could read them.

use std::io::Read;

use charthold_workstation::{Secret, WorkstationError};

use crate::arguments::PasswordSource;

/// Reads the password; a final line end is not part of it.
pub(crate) fn password(source: &PasswordSource) -> Result<Secret<String>, WorkstationError> {
    let mut text = String::new();
    match &source.password_file {
        Some(path) => {
            text = std::fs::read_to_string(path).map_err(WorkstationError::File)?;
        }
        None if source.password_stdin => {
            std::io::stdin()
                .read_to_string(&mut text)
                .map_err(WorkstationError::File)?;
        }
        None => {
            return Err(WorkstationError::InvalidInput(
                "say where the password is: --password-stdin or --password-file",
            ));
        }
    }
    let length = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(length);
    Ok(Secret::new(text))
}
