//! Every crate introduces itself, and no folder of tests is forgotten.

use std::collections::BTreeSet;

use super::{Finding, tree::Tree};

/// Finds crates without a README, or whose library does not show it as its documentation.
pub(super) fn readme_and_its_inclusion(tree: &Tree) -> Vec<Finding> {
    let crates: BTreeSet<&str> = tree
        .files()
        .filter_map(|file| file.path.strip_prefix("crates/")?.split_once('/'))
        .filter(|(_, rest)| *rest == "Cargo.toml")
        .map(|(name, _)| name)
        .collect();
    let mut findings = Vec::new();
    for name in crates {
        let readme = format!("crates/{name}/README.md");
        if tree.find(&readme).is_none() {
            findings.push(Finding::new(
                &readme,
                0,
                "a crate has a README that says what it is for",
            ));
        }
        let library = format!("crates/{name}/src/lib.rs");
        if tree
            .find(&library)
            .is_some_and(|file| !file.text.contains(INCLUSION))
        {
            findings.push(Finding::new(
                &library,
                0,
                format!("does not say `{INCLUSION}…)]`"),
            ));
        }
    }
    findings
}

/// Finds `tests/NAME/main.rs` that the root package does not name as a target: with `autotests = false` cargo
/// would leave it out without a word.
pub(super) fn test_folders_are_targets(tree: &Tree) -> Vec<Finding> {
    let manifest = tree.find("Cargo.toml").map_or("", |file| file.text);
    let mains = tree.files().filter(|file| {
        let parts: Vec<&str> = file.path.split('/').collect();
        matches!(parts.as_slice(), ["tests", _, "main.rs"])
    });
    mains
        .filter(|file| !manifest.contains(&format!("path = \"{}\"", file.path)))
        .map(|file| Finding::new(file.path, 0, "no [[test]] of the root Cargo.toml names it"))
        .collect()
}

const INCLUSION: &str = "#![doc = include_str!(";
