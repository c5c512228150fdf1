//! From the configuration to what keeps the master key.

use std::path::Path;

use charthold_crypto::Entropy;

use super::pkcs11::{TokenMaster, TokenPlace};
use super::{FileMaster, MasterKey};
use crate::data_dir::DataDir;
use crate::{Home, KeysError, MasterConfig};

/// Makes the master key of `home` with version 1. In a token it is named after the key service `install`.
///
/// # Errors
/// [`KeysError::AlreadyInitialised`] and those of the provider.
pub(crate) fn make_master(
    home: &Home,
    install: &str,
    entropy: &mut dyn Entropy,
) -> Result<Box<dyn MasterKey>, KeysError> {
    let dir = DataDir::new(&home.data);
    Ok(match &home.master {
        MasterConfig::File => Box::new(FileMaster::make(&dir.master(), entropy)?),
        MasterConfig::SealedFile {
            passphrase_file,
            params,
        } => Box::new(FileMaster::make_sealed(
            &dir.sealed_master(),
            passphrase_file.clone(),
            *params,
            entropy,
        )?),
        MasterConfig::Pkcs11 {
            module,
            token,
            pin_file,
        } => Box::new(TokenMaster::make(place(module, token, pin_file), install)?),
    })
}

/// Makes the next version of the master key of `home`, which is made when there is none: what it held before may have
/// been seen since.
///
/// # Errors
/// Those of the provider.
pub(crate) fn renew_master(
    home: &Home,
    install: &str,
    entropy: &mut dyn Entropy,
) -> Result<Box<dyn MasterKey>, KeysError> {
    match make_master(home, install, entropy) {
        Err(KeysError::AlreadyInitialised) => {
            let master = open_master(home, install)?;
            master.rotate(entropy)?;
            Ok(master)
        }
        made => made,
    }
}

/// Opens the master key of `home`.
///
/// # Errors
/// Those of the provider.
pub(crate) fn open_master(home: &Home, install: &str) -> Result<Box<dyn MasterKey>, KeysError> {
    let dir = DataDir::new(&home.data);
    Ok(match &home.master {
        MasterConfig::File => Box::new(FileMaster::open(&dir.master())?),
        MasterConfig::SealedFile {
            passphrase_file, ..
        } => Box::new(FileMaster::open_sealed(
            &dir.sealed_master(),
            passphrase_file.clone(),
        )?),
        MasterConfig::Pkcs11 {
            module,
            token,
            pin_file,
        } => Box::new(TokenMaster::open(place(module, token, pin_file), install)?),
    })
}

fn place(module: &Path, token: &str, pin_file: &Path) -> TokenPlace {
    TokenPlace {
        module: module.to_owned(),
        token: token.to_owned(),
        pin_file: pin_file.to_owned(),
    }
}
