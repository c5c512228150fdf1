//! Passphrases and PINs: one line in a file that only its owner may read, as systemd hands credentials to a service. Never
//! an argument or a variable of the environment, which others can list.

use std::path::Path;

use charthold_crypto::Secret;

use crate::KeysError;
use crate::data_dir::check_private;

/// Longer than any; a file that is something else is not read whole.
const BYTES_MAX: u64 = 1024;

/// The first line of the file at `path`, which holds `what`.
///
/// # Errors
/// [`KeysError::File`], [`KeysError::Exposed`], [`KeysError::SecretUnusable`].
pub(crate) fn read_secret(path: &Path, what: &'static str) -> Result<Secret<String>, KeysError> {
    check_private(path, what)?;
    let doing = || KeysError::file("reading a passphrase or PIN");
    let length = std::fs::metadata(path).map_err(doing())?.len();
    if length > BYTES_MAX {
        return Err(KeysError::SecretUnusable { what });
    }
    let bytes = Secret::new(std::fs::read(path).map_err(doing())?);
    // EXPOSE: into a secret of one line.
    let text =
        std::str::from_utf8(bytes.expose()).map_err(|_| KeysError::SecretUnusable { what })?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() || text.lines().nth(1).is_some() {
        return Err(KeysError::SecretUnusable { what });
    }
    Ok(Secret::new(line.to_owned()))
}

// Modes of files are not every system's.
#[cfg(unix)]
#[cfg(test)]
mod tests;
