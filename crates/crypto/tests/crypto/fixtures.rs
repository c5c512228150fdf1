//! Replayable entropy, frozen vectors and hexadecimal. The vectors in `tests/fixtures/vectors/crypto` were written by an
//! independent implementation (Python's `cryptography`), so agreement here is agreement of two.

use charthold_crypto::purpose::KeyPurpose;
use charthold_crypto::{Entropy, Key, Secret};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;

/// Gives out exactly these bytes, in order; more were not to be asked for.
pub(crate) struct Scripted(Vec<u8>);

impl Scripted {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Everything was used: the construction draws what its specification says, no less.
    pub(crate) fn assert_spent(&self) {
        assert!(self.0.is_empty(), "{} bytes were not used", self.0.len());
    }
}

impl Entropy for Scripted {
    fn fill(&mut self, out: &mut [u8]) {
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&self.0);
        self.0 = rest;
    }
}

/// An endless, repeatable stream.
pub(crate) struct Seeded(ChaCha20Rng);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    let (pairs, odd) = digits.as_chunks::<2>();
    assert!(odd.is_empty(), "hexadecimal comes in pairs");
    pairs.iter().map(|[high, low]| high << 4 | low).collect()
}

/// The `vectors` of a frozen file; refuses an empty list, which would pass every test.
pub(crate) fn vectors(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    let vectors = file["vectors"].as_array().unwrap().clone();
    assert!(!vectors.is_empty());
    vectors
}

pub(crate) fn field<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name]
        .as_str()
        .unwrap_or_else(|| panic!("the vector has no {name}"))
}

pub(crate) fn bytes(vector: &Value, name: &str) -> Vec<u8> {
    hex(field(vector, name))
}

pub(crate) fn number(vector: &Value, name: &str) -> u32 {
    u32::try_from(vector[name].as_u64().unwrap()).unwrap()
}

pub(crate) fn key<P: KeyPurpose>(vector: &Value, name: &str) -> Key<P> {
    Key::from_slice(&bytes(vector, name)).unwrap()
}

pub(crate) fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// A vector's label as the `'static` the API asks for.
pub(crate) fn label(vector: &Value) -> &'static str {
    Box::leak(field(vector, "label").to_owned().into_boxed_str())
}
