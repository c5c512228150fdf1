//! What xtask says: results on stdout, progress and complaints on stderr.
//!
//! One place, so that `cargo xtask test | tail -1` is the result and nothing else. A terminal that has gone away is
//! no reason to stop a test run, so write errors are dropped here on purpose.

use std::io::{Write as _, stderr, stdout};

/// One line of result.
pub(crate) fn result(line: &str) {
    drop(writeln!(stdout().lock(), "{line}"));
}

/// One line that says what is about to happen.
pub(crate) fn step(what: &str) {
    drop(writeln!(stderr().lock(), "\n==> {what}"));
}

/// Captured output of a child, passed on as it came.
pub(crate) fn pass_on(output: &[u8]) {
    drop(stderr().lock().write_all(output));
}

/// One line that says what went wrong.
pub(crate) fn complain(what: &str) {
    drop(writeln!(stderr().lock(), "error: {what}"));
}
