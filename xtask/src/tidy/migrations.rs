//! Migrations are `NNNN_what_it_does.sql`, numbered from 0001 without a gap or a double, in each folder.

use std::collections::BTreeMap;

use super::{Finding, tree::Tree};

/// Finds files that break the numbering.
pub(super) fn numbering(tree: &Tree) -> Vec<Finding> {
    let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for file in tree.files() {
        let Some(rest) = file.path.strip_prefix("migrations/") else {
            continue;
        };
        if let Some((folder, name)) = rest.split_once('/') {
            folders.entry(folder).or_default().push((file.path, name));
        }
    }
    folders
        .into_values()
        .flat_map(|files| in_folder(&files))
        .collect()
}

/// `files` are in order of path, so numbers must count up as they come.
fn in_folder(files: &[(&str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut expected = 1_u32;
    for (path, name) in files {
        match number(name) {
            None => findings.push(Finding::new(path, 0, "is not named NNNN_what_it_does.sql")),
            Some(found) if found != expected => {
                let sentence = format!("has number {found:04} where {expected:04} should be");
                findings.push(Finding::new(path, 0, sentence));
                expected = found + 1;
            }
            Some(_) => expected += 1,
        }
    }
    findings
}

fn number(name: &str) -> Option<u32> {
    let (digits, what) = name.strip_suffix(".sql")?.split_once('_')?;
    let is_named = !what.is_empty()
        && what
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    (digits.len() == 4 && is_named)
        .then(|| digits.parse().ok())
        .flatten()
}
