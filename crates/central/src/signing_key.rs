//! Central's own key: signs warrants, admissions and audit receipts. In a file of its own, for its
//! owner's eyes only.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::{CryptoError, Entropy, Secret, SigningSecret, VerifyingKey};

use crate::CentralError;

const FILE: &str = "central-signing-key";

/// Makes a key in the folder `data`; answers its public half.
///
/// # Errors
/// [`CentralError::File`] when there is one already or it cannot be written.
pub(crate) fn make(data: &Path, entropy: &mut dyn Entropy) -> Result<VerifyingKey, CentralError> {
    let secret = SigningSecret::make(entropy);
    // EXPOSE: the key goes into its own file and nowhere else.
    let text = Secret::new(STANDARD.encode(secret.expose_bytes()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(data.join(FILE))
        .map_err(CentralError::file("making the signing key's file"))?;
    // EXPOSE: as above.
    file.write_all(text.expose().as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(CentralError::file("writing the signing key"))?;
    Ok(secret.public())
}

/// Reads the key of the folder `data`.
///
/// # Errors
/// [`CentralError::File`], [`CentralError::SigningKey`]: missing, or not a key.
pub(crate) fn load(data: &Path) -> Result<SigningSecret, CentralError> {
    let text = std::fs::read_to_string(data.join(FILE))
        .map_err(CentralError::file("opening the signing key"))?;
    let text = Secret::new(text);
    // EXPOSE: the seed is decoded into a guarded place of its own.
    let bytes = STANDARD.decode(text.expose().trim()).map(Secret::new);
    let bytes = bytes.map_err(|_| CentralError::SigningKey(CryptoError::BadEncoding))?;
    // EXPOSE: moves into the signing key.
    let seed = <[u8; 32]>::try_from(bytes.expose().as_slice());
    let seed = seed.map_err(|_| CentralError::SigningKey(CryptoError::BadEncoding))?;
    Ok(SigningSecret::from_secret(Secret::new(seed)))
}
