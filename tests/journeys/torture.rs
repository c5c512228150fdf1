//! How much a journey that repeats does: as much as fits into a test run, or many times that for `cargo xtask torture`.

use std::env;
use std::str::FromStr;

/// So many times as many.
const TIMES: &str = "CHARTHOLD_TORTURE_TIMES";
/// Another seed than that of every test run. A run that fails prints its own.
const SEED: &str = "CHARTHOLD_TORTURE_SEED";

/// How often to do what a test run does `in_a_test_run` times.
pub(crate) fn times(in_a_test_run: u32) -> u32 {
    in_a_test_run * read(TIMES, 1)
}

/// The seed of this run.
pub(crate) fn seed() -> u64 {
    let seed = read(SEED, 20_261_126);
    println!("{SEED}={seed}");
    seed
}

fn read<T: FromStr>(name: &str, otherwise: T) -> T {
    match env::var(name) {
        Ok(text) => text
            .parse()
            .ok()
            .unwrap_or_else(|| panic!("{name} is a number")),
        Err(_) => otherwise,
    }
}
