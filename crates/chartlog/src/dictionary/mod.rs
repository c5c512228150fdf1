//! What the records of a chart have in common, so that it is not in every body: a dictionary for zstd (RFC 8878 §5), trained on
//! generated records. A dictionary that was used once is never changed; a better one gets a number of its own, which bodies name.
//!
//! `cargo run --bin charthold-dictionary` made the file, and makes the next.

use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// Number 1. Generated records alone went into it: no chart of anybody.
const FIRST: &[u8] = include_bytes!("1.zdict");
const LEVEL: i32 = 3;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(FIRST, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(FIRST));

/// Compresses with dictionary 1; `None` when zstd cannot.
pub(crate) fn compress(plain: &[u8]) -> Option<Vec<u8>> {
    let mut compressor = Compressor::with_prepared_dictionary(&ENCODER).ok()?;
    // The body says which dictionary it is.
    compressor.include_dictid(false).ok()?;
    compressor.compress(plain).ok()
}

/// Undoes [`compress`]. Made at the first payload, and kept for the next.
#[derive(Default)]
pub(crate) struct Unpacker(Option<Decompressor<'static>>);

impl Unpacker {
    /// `None` when the payload was something else, or is larger than `capacity` unpacked.
    pub(crate) fn decompress(&mut self, payload: &[u8], capacity: usize) -> Option<Vec<u8>> {
        let decompressor = match &mut self.0 {
            Some(decompressor) => decompressor,
            absent => absent.insert(Decompressor::with_prepared_dictionary(&DECODER).ok()?),
        };
        decompressor.decompress(payload, capacity).ok()
    }
}

#[cfg(test)]
mod tests;
