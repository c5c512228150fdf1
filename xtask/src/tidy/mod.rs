//! `cargo xtask tidy`: the rules of the house that no compiler knows.
//!
//! A rule is a function from the tree to what breaks it. What clippy, rustfmt or eslint can hold does not belong
//! here; which crate may use which is `layers`.

mod crates;
mod expose;
mod generated;
mod lock_files;
mod migrations;
mod names;
mod size;
mod skipped;
mod tree;
mod ui_rules;
mod words;

use anyhow::{Result, ensure};

use crate::{terminal, workspace::Workspace};
use tree::Tree;

/// Holds the tree to every rule.
///
/// # Errors
/// When a rule is broken; each place is printed with a sentence.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let findings = check(&Tree::read(workspace.root())?);
    for finding in &findings {
        terminal::complain(&finding.to_string());
    }
    ensure!(findings.is_empty(), "tidy: {} to put right", findings.len());
    Ok(())
}

fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    findings.sort();
    findings
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    crates::readme_and_its_inclusion,
    crates::test_folders_are_targets,
    expose::without_a_reason,
    generated::without_its_mark,
    lock_files::foreign_hosts,
    migrations::numbering,
    names::of_modules,
    size::of_files,
    skipped::tests,
    ui_rules::raw_colours,
    ui_rules::tauri_imports,
    words::left_to_do,
    words::of_the_workplace,
];

/// One place that breaks a rule. Line 0 means the whole file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    sentence: String,
}

impl Finding {
    fn new(path: &str, line: usize, sentence: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            sentence: sentence.into(),
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.path, self.sentence),
            line => write!(out, "{}:{line}: {}", self.path, self.sentence),
        }
    }
}

#[cfg(test)]
mod tests;
