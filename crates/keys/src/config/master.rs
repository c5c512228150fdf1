//! The section `[master]`: what keeps the master key, and what that needs to know.

use std::path::PathBuf;

use charthold_crypto::{SlotParams, sha256};
use serde::Deserialize;

/// What keeps the master key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Section")]
#[non_exhaustive]
pub enum MasterConfig {
    /// `file`: a file in the data folder, readable by its owner alone.
    #[default]
    File,
    /// `sealed-file`: a file in the data folder, sealed under a passphrase.
    SealedFile {
        /// The passphrase is the line in this file, which only its owner may read.
        passphrase_file: PathBuf,
        /// What a guess costs, when the file is made and when its passphrase is changed.
        params: SlotParams,
    },
    /// `pkcs11`: a security module, which never gives it away.
    Pkcs11 {
        /// The vendor's library.
        module: PathBuf,
        /// The token's label.
        token: String,
        /// The user's PIN is the line in this file, which only its owner may read.
        pin_file: PathBuf,
    },
}

impl MasterConfig {
    /// What keeps the master key, as the store and the log call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File => "file".to_owned(),
            Self::SealedFile { .. } => "sealed-file".to_owned(),
            Self::Pkcs11 { token, .. } => format!("pkcs11:{token}"),
        }
    }

    /// Over all that says where it is: two people agree on the same.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let parts = match self {
            Self::File => [String::new(), String::new()],
            Self::SealedFile {
                passphrase_file, ..
            } => [passphrase_file.display().to_string(), String::new()],
            Self::Pkcs11 {
                module, pin_file, ..
            } => [module.display().to_string(), pin_file.display().to_string()],
        };
        // Encoding into memory cannot fail.
        let bytes = minicbor::to_vec((self.name(), parts)).unwrap_or_default();
        sha256(&[b"charthold/keys-master-config/1\0", &bytes])
    }
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Provider {
    #[default]
    File,
    SealedFile,
    Pkcs11,
}

/// As written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    #[serde(default)]
    provider: Provider,
    passphrase_file: Option<PathBuf>,
    passphrase_memory_mib: Option<Number>,
    module: Option<PathBuf>,
    token: Option<String>,
    pin_file: Option<PathBuf>,
}

/// A number; the environment has it as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Is(u32),
    Says(String),
}

impl TryFrom<Section> for MasterConfig {
    type Error = &'static str;

    fn try_from(section: Section) -> Result<Self, Self::Error> {
        let Section {
            provider,
            passphrase_file,
            passphrase_memory_mib: memory,
            module,
            token,
            pin_file,
        } = section;
        let sealing = passphrase_file.is_some() || memory.is_some();
        let in_token = module.is_some() || token.is_some() || pin_file.is_some();
        match provider {
            Provider::File if sealing || in_token => {
                Err("master.provider \"file\" takes no other setting")
            }
            Provider::File => Ok(Self::File),
            Provider::SealedFile if in_token => {
                Err("master.provider \"sealed-file\" takes no setting of a token")
            }
            Provider::SealedFile => Ok(Self::SealedFile {
                passphrase_file: passphrase_file
                    .ok_or("master.provider \"sealed-file\" needs master.passphrase_file")?,
                params: params(memory)?,
            }),
            Provider::Pkcs11 if sealing => {
                Err("master.provider \"pkcs11\" takes no setting of a passphrase")
            }
            Provider::Pkcs11 => match (module, token, pin_file) {
                (Some(module), Some(token), Some(pin_file)) => Ok(Self::Pkcs11 {
                    module,
                    token,
                    pin_file,
                }),
                _ => Err(
                    "master.provider \"pkcs11\" needs master.module, master.token and master.pin_file",
                ),
            },
        }
    }
}

/// The standard cost, with more or less memory.
fn params(memory: Option<Number>) -> Result<SlotParams, &'static str> {
    const WRONG: &str = "master.passphrase_memory_mib is a number from 19 to 1024";
    let memory_mib = match memory {
        None => return Ok(SlotParams::STANDARD),
        Some(Number::Is(number)) => number,
        Some(Number::Says(text)) => text.parse().map_err(|_| WRONG)?,
    };
    if (19..=1024).contains(&memory_mib) {
        Ok(SlotParams {
            memory_kib: memory_mib * 1024,
            ..SlotParams::STANDARD
        })
    } else {
        Err(WRONG)
    }
}
