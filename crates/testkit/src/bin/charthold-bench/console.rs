//! What the bench says: progress on stderr, the table on stdout.

use std::io::{Write, stderr, stdout};

/// One line of progress.
pub(crate) fn say(line: &str) {
    drop(writeln!(stderr().lock(), "{line}"));
}

/// The result.
///
/// # Errors
/// When nobody reads it.
pub(crate) fn announce(text: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}
