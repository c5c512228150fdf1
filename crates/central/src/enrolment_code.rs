//! Enrolment codes: 128 random bits as people can read them out, Crockford's base32 in groups of
//! four. Stored as a hash only.

use charthold_crypto::{Entropy, sha256};

/// Digits and letters without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 26 × 5 bits hold 128.
const SYMBOLS: usize = 26;
const GROUP: usize = 4;

/// A new code, as "7K2M-…".
pub(crate) fn make(entropy: &mut dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let mut rest = u128::from_be_bytes(bytes);
    let mut symbols = Vec::with_capacity(SYMBOLS);
    for _ in 0..SYMBOLS {
        let index = usize::try_from(rest & 31).unwrap_or(0);
        symbols.push(char::from(ALPHABET.get(index).copied().unwrap_or(b'0')));
        rest >>= 5;
    }
    symbols
        .chunks(GROUP)
        .map(String::from_iter)
        .collect::<Vec<_>>()
        .join("-")
}

/// How a code is stored: hyphens, spaces, case and look-alikes do not count.
pub(crate) fn hash(typed: &str) -> [u8; 32] {
    let symbols: String = typed.chars().filter_map(normal).take(SYMBOLS * 2).collect();
    sha256(&[b"charthold/enrolment-code/1", &[0], symbols.as_bytes()])
}

fn normal(typed: char) -> Option<char> {
    match typed.to_ascii_uppercase() {
        '-' | ' ' => None,
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        other => Some(other),
    }
}
