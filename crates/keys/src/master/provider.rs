//! From the configuration to what keeps the master key.

use charthold_crypto::Entropy;

use super::{FileMaster, MasterKey};
use crate::data_dir::DataDir;
use crate::{Home, KeysError, MasterConfig};

/// Makes the master key of `home` with version 1.
///
/// # Errors
/// [`KeysError::AlreadyInitialised`] and those of the provider.
pub(crate) fn make_master(
    home: &Home,
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
    })
}

/// Opens the master key of `home`.
///
/// # Errors
/// Those of the provider.
pub(crate) fn open_master(home: &Home) -> Result<Box<dyn MasterKey>, KeysError> {
    let dir = DataDir::new(&home.data);
    Ok(match &home.master {
        MasterConfig::File => Box::new(FileMaster::open(&dir.master())?),
        MasterConfig::SealedFile {
            passphrase_file, ..
        } => Box::new(FileMaster::open_sealed(
            &dir.sealed_master(),
            passphrase_file.clone(),
        )?),
    })
}
