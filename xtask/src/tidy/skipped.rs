//! No test is skipped: one that does not run proves nothing and looks as if it did.

use super::{
    Finding,
    tree::{File, Tree},
};

/// Finds tests marked so as not to run, and marks that keep all others from running.
pub(super) fn tests(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        let marks = match file.extension() {
            "rs" => RUST,
            "ts" | "tsx" => TYPESCRIPT,
            _ => continue,
        };
        findings.extend(in_file(file, marks));
    }
    findings
}

fn in_file(file: File<'_>, marks: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.numbered_lines() {
        if let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) {
            let sentence = format!("`{mark}`: a test runs, or is not there");
            findings.push(Finding::new(file.path, number, sentence));
        }
    }
    findings
}

// In two parts, so that this file does not break its own rule.
const RUST: &[&str] = &[concat!("#[igno", "re")];
const TYPESCRIPT: &[&str] = &[
    "it.skip",
    "it.only",
    "it.todo",
    "test.skip",
    "test.only",
    "test.todo",
    "describe.skip",
    "describe.only",
    "describe.todo",
    "it.runIf",
    "test.runIf",
    "xit(",
    "xdescribe(",
];
