//! What may be chosen as a password (NIST SP 800-63B-4, 3.1.1.2): long enough, and none of those that are tried first. Nothing about kinds
//! of characters. How long is enough is said by whoever asks: it depends on what stands beside it.

use zxcvbn::{Score, zxcvbn};

use crate::Secret;

/// Whether `chosen` has so many characters at least and is not among the first hundred million that somebody would try who knows what
/// is `known`: names, separated by spaces.
#[must_use]
pub fn is_hard_to_guess(chosen: &Secret<String>, least_chars: usize, known: &[&str]) -> bool {
    let words: Vec<&str> = known.iter().flat_map(|text| text.split(' ')).collect();
    // EXPOSE: it is judged, and nothing of it is kept or said.
    let chosen = chosen.expose();
    chosen.chars().count() >= least_chars && zxcvbn(chosen, &words).score() >= Score::Three
}
