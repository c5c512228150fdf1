//! Passwords and codes come on standard input or in a file, never in the arguments or the environment, where
//! every process of the machine could read them.

use std::path::{Path, PathBuf};

use charthold_workstation::{Secret, Typed, WorkstationError};

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

/// All that somebody shows: the password, the one before it and a code, where there are such.
pub(crate) fn typed(source: &PasswordSource) -> Result<Typed, WorkstationError> {
    let of_file = |path: &Option<PathBuf>| path.as_deref().map(of_file).transpose();
    Ok(Typed {
        password: password(source)?,
        previous: of_file(&source.previous_password_file)?,
        code: of_file(&source.second_factor_file)?,
    })
}

/// What stands in a file.
pub(crate) fn of_file(path: &Path) -> Result<Secret<String>, WorkstationError> {
    Ok(without_line_end(read_file(path, Limit::PASSWORD)?))
}

fn without_line_end(mut text: String) -> Secret<String> {
    let length = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(length);
    Secret::new(text)
}
