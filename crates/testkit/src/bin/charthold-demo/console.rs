//! What the demo says: progress on stderr, so that stdout is the announcement and nothing else. A
//! terminal that has gone away is no reason to stop a hospital.

use std::io::{Write, stderr, stdout};

/// One line of progress.
pub(crate) fn say(line: &str) {
    drop(writeln!(stderr().lock(), "{line}"));
}

/// One line of result.
///
/// # Errors
/// When nobody reads it: whoever waits for the announcement would wait for ever.
pub(crate) fn announce(line: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
