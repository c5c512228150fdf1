//! Lock files fetch from the public registries and from nowhere else: a mirror that happens to serve one machine
//! must not be written into what everybody builds from.

use super::{Finding, tree::Tree};

/// Finds lock file lines with an address that is not a public registry's.
pub(super) fn foreign_hosts(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        let (key, registry) = match file.name() {
            "package-lock.json" => ("\"resolved\": \"", "https://registry.npmjs.org/"),
            "Cargo.lock" => (
                "source = \"",
                "registry+https://github.com/rust-lang/crates.io-index",
            ),
            _ => continue,
        };
        for (number, line) in file.numbered_lines() {
            let address = line.trim_start().strip_prefix(key);
            if address.is_some_and(|address| !address.starts_with(registry)) {
                findings.push(Finding::new(
                    file.path,
                    number,
                    "fetches from a place of its own",
                ));
            }
        }
    }
    findings
}
