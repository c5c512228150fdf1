//! What an operator decides: a TOML file, each key of which the environment may override
//! (`tls.cert` as `CHARTHOLD_KEYS_TLS_CERT`).

mod master;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use charthold_crypto::VerifyingKey;
use charthold_protocol::Base64Bytes;
use serde::Deserialize;

use crate::{Home, KeysError};

pub use master::MasterConfig;

/// The configuration of `charthold-keys serve`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder that `init` made.
    pub data: PathBuf,
    /// Signs admissions and warrants; base64 of 32 bytes.
    #[serde(deserialize_with = "verifying_key")]
    pub central_verifying_key: VerifyingKey,
    /// What it shows to those who connect.
    pub tls: TlsFiles,
    /// Where the master key is.
    #[serde(default)]
    pub master: MasterConfig,
}

/// PEM files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The certificate and its chain.
    pub cert: PathBuf,
    /// The certificate's private key.
    pub key: PathBuf,
}

/// What concerns the key service's home alone; the rest of the file is left unread.
#[derive(Deserialize)]
struct HomeSettings {
    data: PathBuf,
    #[serde(default)]
    master: MasterConfig,
}

/// Section (empty: none) and key of everything that can be set.
const SETTINGS: [(&str, &str); 11] = [
    ("", "listen"),
    ("", "data"),
    ("", "central_verifying_key"),
    ("tls", "cert"),
    ("tls", "key"),
    ("master", "provider"),
    ("master", "passphrase_file"),
    ("master", "passphrase_memory_mib"),
    ("master", "module"),
    ("master", "token"),
    ("master", "pin_file"),
];

impl KeysConfig {
    /// Reads `file`, and what `environment` has to say by name.
    ///
    /// # Errors
    /// [`KeysError::File`], [`KeysError::Config`].
    pub fn load(
        file: &Path,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, KeysError> {
        Self::parse(&read(file)?, environment)
    }

    /// The folder and the master key of the configured service.
    #[must_use]
    pub fn home(&self) -> Home {
        Home {
            data: self.data.clone(),
            master: self.master.clone(),
        }
    }

    pub(crate) fn load_home(
        file: &Path,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Home, KeysError> {
        Self::parse_home(&read(file)?, environment)
    }

    fn parse(text: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Self, KeysError> {
        settings(text, environment)?
            .try_into()
            .map_err(|error| refused(&error))
    }

    fn parse_home(
        text: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Home, KeysError> {
        let HomeSettings { data, master } = settings(text, environment)?
            .try_into()
            .map_err(|error| refused(&error))?;
        Ok(Home { data, master })
    }
}

fn read(file: &Path) -> Result<String, KeysError> {
    std::fs::read_to_string(file).map_err(KeysError::file("reading the configuration"))
}

/// The file's table, and over it what the environment says.
fn settings(
    text: &str,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<toml::Value, KeysError> {
    let mut table: toml::Table = toml::from_str(text).map_err(|error| refused(&error))?;
    for (section, key) in SETTINGS {
        let name = match section {
            "" => format!("CHARTHOLD_KEYS_{key}"),
            section => format!("CHARTHOLD_KEYS_{section}_{key}"),
        };
        let Some(value) = environment(&name.to_uppercase()) else {
            continue;
        };
        let target = if section.is_empty() {
            Some(&mut table)
        } else {
            let empty = || toml::Value::Table(toml::Table::new());
            table.entry(section).or_insert_with(empty).as_table_mut()
        };
        if let Some(target) = target {
            target.insert(key.to_owned(), toml::Value::String(value));
        }
    }
    Ok(toml::Value::Table(table))
}

/// The message alone: toml's full text shows the offending line.
fn refused(error: &toml::de::Error) -> KeysError {
    KeysError::Config {
        reason: error.message().to_owned(),
    }
}

fn verifying_key<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<VerifyingKey, D::Error> {
    let bytes = Base64Bytes::deserialize(deserializer)?;
    VerifyingKey::from_slice(&bytes.0)
        .map_err(|_| serde::de::Error::custom("a verifying key is base64 of 32 bytes"))
}

#[cfg(test)]
mod tests;
