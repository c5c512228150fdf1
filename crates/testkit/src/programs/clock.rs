//! Programs of ours at another time than it is: the wall clock, which people set, is off; the clocks that nobody can set are as
//! they are.

/// Words put before a program that have it see a wall clock that is so many seconds off.
#[must_use]
pub fn clock_off_by(seconds: i64) -> Vec<String> {
    let mut words = WORDS.map(str::to_owned).to_vec();
    words.push(format!("FAKETIME={seconds:+}"));
    words
}

/// The linker knows by `$LIB` where Debian has libraries; without `faketime` (`cargo xtask setup` installs it) it complains.
const WORDS: [&str; 3] = [
    "env",
    "LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1",
    "FAKETIME_DONT_FAKE_MONOTONIC=1",
];
