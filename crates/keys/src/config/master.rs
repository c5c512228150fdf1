//! The section `[master]`: what keeps the master key, and what that needs to know.

use std::path::PathBuf;

use charthold_crypto::SlotParams;
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
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Provider {
    #[default]
    File,
    SealedFile,
}

/// As written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    #[serde(default)]
    provider: Provider,
    passphrase_file: Option<PathBuf>,
    passphrase_memory_mib: Option<Number>,
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
        } = section;
        match (provider, passphrase_file) {
            (Provider::File, None) if memory.is_none() => Ok(Self::File),
            (Provider::File, _) => Err("master.provider \"file\" takes no other setting"),
            (Provider::SealedFile, Some(passphrase_file)) => Ok(Self::SealedFile {
                passphrase_file,
                params: params(memory)?,
            }),
            (Provider::SealedFile, None) => {
                Err("master.provider \"sealed-file\" needs master.passphrase_file")
            }
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
