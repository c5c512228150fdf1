//! Chance that repeats, so that a run that failed can be looked at again.

use std::time::Duration;

use crate::torture;

/// Random numbers decided by a seed: SplitMix64.
pub(super) struct Chance(u64);

impl Chance {
    /// That of this run.
    pub(super) fn of_this_run() -> Self {
        Self::of(torture::seed())
    }

    /// That of `seed`.
    pub(super) const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// A moment in something that takes about `whole`. Half of them fall into its last third, where
    /// the writing is: before it come the keyring and the password.
    pub(super) fn moment(&mut self, whole: Duration) -> Duration {
        let permille = if self.below(2) == 0 {
            self.below(1_050)
        } else {
            650 + self.below(400)
        };
        whole.mul_f64(f64::from(u32::try_from(permille).expect("it is small")) / 1_000.0)
    }
}
