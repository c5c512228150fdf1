//! Seeded chance. Each patient and each concern (vitals, labs, …) draws from a stream of its own,
//! so that a change to one does not reshuffle the others. Not for keys: see `charthold-crypto`.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::number::real;

/// One stream of reproducible draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream named `concern` of patient `index` in the hospital grown from `seed`.
    pub(crate) fn of(seed: u64, index: usize, concern: &str) -> Self {
        let mut key = [0; 32];
        let index = u64::try_from(index).unwrap_or(u64::MAX);
        let parts = seed
            .to_le_bytes()
            .into_iter()
            .chain(index.to_le_bytes())
            .chain(concern.bytes());
        for (slot, byte) in key.iter_mut().zip(parts) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low))
            .unwrap_or(0)
            .saturating_add(1);
        // Modulo bias is below 2^-40 for every width used here.
        let offset = self.0.next_u64() % width;
        low.saturating_add(i64::try_from(offset).unwrap_or(0))
    }

    /// True `percent` times in a hundred.
    pub(crate) fn percent(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// A real number from 0 up to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        real(self.between(0, 999_999)) / 1_000_000.0
    }

    /// A draw with mean 0 and standard deviation 1, never beyond ±3.5 (sum of four uniforms).
    pub(crate) fn spread(&mut self) -> f64 {
        let sum = self.unit() + self.unit() + self.unit() + self.unit();
        (sum - 2.0) * 3.0_f64.sqrt()
    }

    /// One of `choices`.
    #[expect(
        clippy::indexing_slicing,
        reason = "every table of choices is a non-empty constant"
    )]
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let last = i64::try_from(choices.len()).unwrap_or(1) - 1;
        &choices[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }

    /// Ten bytes for a version 7 id.
    pub(crate) fn id_bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}
