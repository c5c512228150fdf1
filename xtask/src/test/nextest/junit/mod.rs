//! Counts from a JUnit report as nextest writes it: one `testcase` per test, with a child that says how it failed and in what words.

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
        if let Some(failure) = child(case, "failure").or_else(|| child(case, "error")) {
            tally.failed += 1;
            tally.complaints.push(complaint(case, failure));
        } else if child(case, "skipped").is_some() {
            tally.skipped += 1;
        } else {
            tally.passed += 1;
        }
    }
    Ok(tally)
}

/// The test, and the first lines of what it said: a panic's place and its message.
fn complaint(case: Node<'_, '_>, failure: Node<'_, '_>) -> String {
    let name = ["classname", "name"].map(|part| case.attribute(part).unwrap_or_default());
    let said = failure.text().unwrap_or_default().trim();
    let begun: Vec<&str> = said.lines().take(SAID_LINES).collect();
    let begun: String = begun.join("\n").chars().take(SAID_CHARACTERS).collect();
    format!("{}: {begun}", name.join(" "))
}

fn child<'a, 'input>(case: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    case.children().find(|child| child.has_tag_name(name))
}

const SAID_LINES: usize = 4;
const SAID_CHARACTERS: usize = 600;

#[cfg(test)]
mod tests;
