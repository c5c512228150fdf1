//! Who names a sharp dependency, against the owner table. Tests are free to.

use std::collections::BTreeSet;

use super::{Member, When};

/// A sentence for each crate that names a dependency it does not own.
pub(super) fn check(owners: &[(String, BTreeSet<String>)], members: &[Member]) -> Vec<String> {
    let mut sentences = Vec::new();
    for member in members {
        for used in member.uses.iter().filter(|used| used.when == When::Always) {
            let owned = owners
                .iter()
                .filter(|(pattern, _)| matches(pattern, &used.name));
            for (_, names) in owned.filter(|(_, names)| !names.contains(&member.name)) {
                let names = names
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", ");
                let (member, used) = (&member.name, &used.name);
                sentences.push(format!("{member} names {used}, which belongs to {names}"));
            }
        }
    }
    sentences
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}
