//! The plaintext of a body: version, compression, length, payload, padding. Compression happens
//! here, inside the seal; padding hides which of a few sizes a record has (Padmé, PURBs, 2019:
//! at most 12 % longer).
//!
//! `format:u8 = 1 ‖ compression:u8 (0 none, 1 zstd, 2 zstd with dictionary 1) ‖ payload_len:u32 BE ‖ payload ‖ zeros`

use crate::dictionary::{self, Unpacker};
use crate::{ChartlogError, Patch};

const FORMAT: u8 = 1;
const STORED: u8 = 0;
const ZSTD: u8 = 1;
const ZSTD_WITH_FIRST: u8 = 2;
const PREFIX_BYTES: usize = 6;
/// Records above this are refused: no chart record is 64 MiB of text; attachments are blobs.
const MAX_RECORD_BYTES: usize = 64 << 20;

/// Encodes, compresses and pads a patch.
///
/// # Errors
/// [`ChartlogError::Malformed`] when it is larger than 64 MiB.
pub fn encode_body(patch: &Patch) -> Result<Vec<u8>, ChartlogError> {
    let plain = patch.to_bytes();
    if plain.len() > MAX_RECORD_BYTES {
        return Err(ChartlogError::Malformed("record size"));
    }
    let (method, payload) = match dictionary::compress(&plain) {
        Some(packed) if packed.len() < plain.len() => (ZSTD_WITH_FIRST, packed),
        _ => (STORED, plain),
    };
    let length =
        u32::try_from(payload.len()).map_err(|_| ChartlogError::Malformed("record size"))?;
    let mut body = Vec::with_capacity(padded_len(PREFIX_BYTES + payload.len()));
    body.extend_from_slice(&[FORMAT, method]);
    body.extend_from_slice(&length.to_be_bytes());
    body.extend_from_slice(&payload);
    body.resize(padded_len(body.len()), 0);
    Ok(body)
}

/// Reads one opened body; [`BodyDecoder`] reads many.
///
/// # Errors
/// As [`BodyDecoder::decode`].
pub fn decode_body(body: &[u8]) -> Result<Patch, ChartlogError> {
    BodyDecoder::default().decode(body)
}

/// Reads bodies one after another with the same working memory, which costs more to get than a body to unpack. It holds
/// some of what it read last: keep it no longer than the work takes.
#[derive(Default)]
pub struct BodyDecoder {
    unpacker: Unpacker,
}

impl BodyDecoder {
    /// Reads an opened body.
    ///
    /// # Errors
    /// [`ChartlogError::Malformed`] when it is no body of this format or unpacks to more than 64 MiB.
    pub fn decode(&mut self, body: &[u8]) -> Result<Patch, ChartlogError> {
        decode(body, &mut self.unpacker)
    }
}

fn decode(body: &[u8], unpacker: &mut Unpacker) -> Result<Patch, ChartlogError> {
    let (prefix, rest) = body
        .split_first_chunk::<PREFIX_BYTES>()
        .ok_or(ChartlogError::Malformed("body"))?;
    let [FORMAT, method, length @ ..] = *prefix else {
        return Err(ChartlogError::Malformed("body format"));
    };
    let length = usize::try_from(u32::from_be_bytes(length))
        .map_err(|_| ChartlogError::Malformed("body length"))?;
    let payload = rest
        .get(..length)
        .ok_or(ChartlogError::Malformed("body length"))?;
    match method {
        STORED => Patch::from_bytes(payload),
        ZSTD | ZSTD_WITH_FIRST => {
            let capacity = MAX_RECORD_BYTES.min(capacity(payload));
            let plain = match method {
                ZSTD => zstd::bulk::decompress(payload, capacity).ok(),
                _ => unpacker.decompress(payload, capacity),
            };
            Patch::from_bytes(&plain.ok_or(ChartlogError::Malformed("compressed body"))?)
        }
        _ => Err(ChartlogError::Malformed("body compression")),
    }
}

/// The frame says how large it unpacks (RFC 8878 §3.1.1.1.4); without that, the ceiling.
fn capacity(payload: &[u8]) -> usize {
    let said = zstd::zstd_safe::get_frame_content_size(payload).ok();
    let said = said.flatten().and_then(|bytes| usize::try_from(bytes).ok());
    said.unwrap_or(MAX_RECORD_BYTES)
}

/// Padmé: keeps the top bits of a length, so that few distinct lengths exist.
fn padded_len(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let significant = if exponent == 0 {
        0
    } else {
        exponent.ilog2() + 1
    };
    let mask = (1_usize << exponent.saturating_sub(significant)) - 1;
    (length + mask) & !mask
}
