//! What one row adds to the digest.

use charthold_crypto::sha256;
use rusqlite::types::ValueRef;

/// Of any number of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest(pub(super) [u8; 32]);

impl Digest {
    /// With one row more, or, as it is its own opposite, one less.
    #[must_use]
    pub(super) fn with(self, row: [u8; 32]) -> Self {
        let mut sum = self.0;
        for (byte, more) in sum.iter_mut().zip(row) {
            *byte ^= more;
        }
        Self(sum)
    }
}

/// A row that is being read value by value, of a place: a table, or an index.
pub(super) struct RowHash(Vec<u8>);

impl RowHash {
    pub(super) fn new(key: &[u8; 32], place: &str) -> Self {
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        bytes.extend_from_slice(key);
        let mut row = Self(bytes);
        row.push(ValueRef::Text(place.as_bytes()));
        row
    }

    /// Each value with its type and length, so that none can pass for two.
    pub(super) fn push(&mut self, value: ValueRef<'_>) {
        let (kind, bytes): (u8, &[u8]) = match value {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(number) => (1, &number.to_le_bytes()),
            ValueRef::Real(number) => (2, &number.to_le_bytes()),
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(blob) => (4, blob),
        };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.push(kind);
        self.0.extend_from_slice(&length.to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn finish(self) -> [u8; 32] {
        sha256(&[&self.0])
    }
}

/// More than most rows have.
const USUAL_BYTES: usize = 1024;
