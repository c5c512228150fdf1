//! Passwords come on standard input or in a file, never in the arguments or the environment, where
//! every process of the machine could read them.

use charthold_workstation::{Secret, WorkstationError};

use crate::arguments::PasswordSource;
use crate::input::{Limit, read, read_file};

/// Reads the password; a final line end is not part of it.
pub(crate) fn password(source: &PasswordSource) -> Result<Secret<String>, WorkstationError> {
    let text = match &source.password_file {
        Some(path) => read_file(path, Limit::PASSWORD)?,
        None if source.password_stdin => read(std::io::stdin(), Limit::PASSWORD)?,
        None => {
            return Err(WorkstationError::InvalidInput(
                "say where the password is: --password-stdin or --password-file",
            ));
        }
    };
    Ok(without_line_end(text))
}

/// Reads the password before it, when there is one to read.
pub(crate) fn previous(
    source: &PasswordSource,
) -> Result<Option<Secret<String>>, WorkstationError> {
    let Some(path) = &source.previous_password_file else {
        return Ok(None);
    };
    Ok(Some(without_line_end(read_file(path, Limit::PASSWORD)?)))
}

fn without_line_end(mut text: String) -> Secret<String> {
    let length = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(length);
    Secret::new(text)
}
