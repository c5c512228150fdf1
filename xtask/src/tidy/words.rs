//! Words that must not be committed: promises to do something later, and names of the place we work in.

use super::{
    Finding,
    tree::{File, Tree},
};

/// Finds notes of unfinished work in code. An issue is the place for them.
pub(super) fn left_to_do(tree: &Tree) -> Vec<Finding> {
    let code = tree.files().filter(|file| {
        matches!(
            file.extension(),
            "rs" | "ts" | "tsx" | "js" | "css" | "html" | "sql" | "toml" | "sh"
        )
    });
    find(code, LEFT, |word| {
        format!("`{word}`: finish it, or open an issue")
    })
}

/// Finds names of the workplace, which mean nothing to whoever reads this elsewhere.
pub(super) fn of_the_workplace(tree: &Tree) -> Vec<Finding> {
    find(tree.files(), WORKPLACE, |word| {
        format!("`{word}` names the place we work in")
    })
}

fn find<'a>(
    files: impl Iterator<Item = File<'a>>,
    words: &[&str],
    sentence: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in file.numbered_lines() {
            let found = words.iter().filter(|word| has_word(line, word));
            findings.extend(found.map(|word| Finding::new(file.path, number, sentence(word))));
        }
    }
    findings
}

/// Whether `word` is in `line` with no letter, digit, `_`, `-` or `.` before it, nor letter, digit or `_` after it.
fn has_word(line: &str, word: &str) -> bool {
    let is_inner = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line
            .get(start + word.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(|letter| is_inner(letter) || matches!(letter, '-' | '.'))
            && !after.is_some_and(is_inner)
    })
}

// In two parts each, so that this file does not break its own rule.
const LEFT: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
];
const WORKPLACE: &[&str] = &[concat!("/wo", "rk"), concat!(".lib", "rary")];
