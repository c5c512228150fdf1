//! The versions of a master key as bytes: CBOR `{ 0: 1, 1: [key of version 1, key of version 2, …] }`.

use std::convert::Infallible;

use charthold_crypto::purpose::Master;
use charthold_crypto::{Key, Secret};

use crate::KeysError;

const FORMAT: u8 = 1;
pub(super) const DAMAGED: KeysError = KeysError::Damaged {
    what: "the master key's file",
};

/// The bytes of `keys`, version 1 first.
pub(super) fn encode_keys(keys: &[Key<Master>]) -> Secret<Vec<u8>> {
    // Room for all at once: a vector that grew would leave keys in freed memory.
    let mut e = minicbor::Encoder::new(Vec::with_capacity(64 + keys.len() * 34));
    // Encoding into memory cannot fail.
    let _infallible: Result<(), minicbor::encode::Error<Infallible>> = encode(&mut e, keys);
    Secret::new(e.into_writer())
}

/// Reads what [`encode_keys`] wrote.
///
/// # Errors
/// [`KeysError::Damaged`].
pub(super) fn decode_keys(bytes: &[u8]) -> Result<Vec<Key<Master>>, KeysError> {
    match decode(bytes) {
        Ok(keys) if !keys.is_empty() => Ok(keys),
        _ => Err(DAMAGED),
    }
}

fn encode(
    e: &mut minicbor::Encoder<Vec<u8>>,
    keys: &[Key<Master>],
) -> Result<(), minicbor::encode::Error<Infallible>> {
    let count = u64::try_from(keys.len()).unwrap_or(u64::MAX);
    e.map(2)?.u8(0)?.u8(FORMAT)?.u8(1)?.array(count)?;
    for key in keys {
        // EXPOSE: into the file.
        e.bytes(key.expose_bytes())?;
    }
    Ok(())
}

fn decode(bytes: &[u8]) -> Result<Vec<Key<Master>>, minicbor::decode::Error> {
    let wrong = || minicbor::decode::Error::message("not a master key file of this format");
    let mut d = minicbor::Decoder::new(bytes);
    if d.map()? != Some(2) || d.u8()? != 0 || d.u8()? != FORMAT || d.u8()? != 1 {
        return Err(wrong());
    }
    let count = d.array()?.ok_or_else(wrong)?;
    let keys: Result<Vec<_>, _> = (0..count)
        .map(|_| Key::from_slice(d.bytes()?).map_err(|_| wrong()))
        .collect();
    if d.position() == bytes.len() {
        keys
    } else {
        Err(wrong())
    }
}
