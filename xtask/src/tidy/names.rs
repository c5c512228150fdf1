//! A module is named for what it holds, never for being a drawer.

use super::{
    Finding,
    tree::{File, Tree},
};

/// Finds files, folders and inline modules named like a drawer.
pub(super) fn of_modules(tree: &Tree) -> Vec<Finding> {
    let sources = tree.files().filter(|file| {
        matches!(file.extension(), "rs" | "ts" | "tsx" | "css") && !file.is_generated()
    });
    sources.flat_map(in_file).collect()
}

fn in_file(file: File<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let parts = file
        .path
        .split('/')
        .map(|part| part.split('.').next().unwrap_or(part));
    findings.extend(
        parts
            .filter(|part| FORBIDDEN.contains(part))
            .map(|part| named(file, 0, part)),
    );
    if file.extension() == "rs" {
        for (number, line) in file.numbered_lines() {
            let name = inline_module(line).filter(|name| FORBIDDEN.contains(name));
            findings.extend(name.map(|name| named(file, number, name)));
        }
    }
    findings
}

fn named(file: File<'_>, line: usize, name: &str) -> Finding {
    Finding::new(
        file.path,
        line,
        format!("a module named `{name}`: name it for what it holds"),
    )
}

/// The name in `mod name {`; a `mod name;` is found by its file.
fn inline_module(line: &str) -> Option<&str> {
    let declaration = line.trim().strip_suffix('{')?.trim_end();
    let (before, name) = declaration.rsplit_once(' ')?;
    (before == "mod" || before.ends_with(" mod")).then_some(name)
}

const FORBIDDEN: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "manager", "service", "types",
];
