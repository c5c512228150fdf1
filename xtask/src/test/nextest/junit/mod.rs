//! Counts from a JUnit report as nextest writes it: one `testcase` per test, with a child that says how it failed.

use anyhow::{Context as _, Result};
use roxmltree::{Document, Node};

use crate::test::tally::Tally;

/// Reads a whole report.
///
/// # Errors
/// When it is not XML.
pub(crate) fn read(text: &str) -> Result<Tally> {
    let document = Document::parse(text).context("understanding the report of nextest")?;
    let mut tally = Tally::default();
    for case in document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
    {
        if has_child(case, "failure") || has_child(case, "error") {
            tally.failed += 1;
        } else if has_child(case, "skipped") {
            tally.skipped += 1;
        } else {
            tally.passed += 1;
        }
    }
    Ok(tally)
}

fn has_child(case: Node<'_, '_>, name: &str) -> bool {
    case.children().any(|child| child.has_tag_name(name))
}

#[cfg(test)]
mod tests;
