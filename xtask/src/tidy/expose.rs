//! Every place that takes a secret out of its wrapper says why.

use super::{
    Finding,
    tree::{File, Tree},
};

/// Finds `.expose(` and `.expose_bytes(` without `// EXPOSE: …` on the line or in the comment right above it.
///
/// A chain that rustfmt broke into lines counts as one line; what ends with `;`, `,` or a brace does not.
/// Tests are free, and so is the file that defines the wrapper.
pub(super) fn without_a_reason(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .filter(|file| file.extension() == "rs" && !file.is_test() && !defines_the_wrapper(*file))
        .flat_map(in_file)
        .collect()
}

fn in_file(file: File<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut reasoned_above = false;
    for (number, line) in file.numbered_lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            reasoned_above |= has_reason(line);
            continue;
        }
        let exposes = CALLS.iter().any(|call| line.contains(call));
        if exposes && !reasoned_above && !has_reason(line) {
            let sentence = "takes a secret out without `// EXPOSE: why` on the line above";
            findings.push(Finding::new(file.path, number, sentence));
        }
        reasoned_above &= !line.trim_end().ends_with([';', ',', '{', '}']);
    }
    findings
}

fn has_reason(line: &str) -> bool {
    line.split_once("// EXPOSE:")
        .is_some_and(|(_, reason)| !reason.trim().is_empty())
}

fn defines_the_wrapper(file: File<'_>) -> bool {
    file.path == "crates/crypto/src/secret.rs" || file.path.starts_with("crates/crypto/src/secret/")
}

// In two parts, so that this file does not break its own rule.
const CALLS: [&str; 2] = [concat!(".exp", "ose("), concat!(".exp", "ose_bytes(")];
