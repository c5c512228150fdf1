//! No file over 450 lines: a file that needs more holds more than one thing.

use super::{Finding, tree::Tree};

/// Finds source files over the limit.
pub(super) fn of_files(tree: &Tree) -> Vec<Finding> {
    let sources = tree.files().filter(|file| {
        matches!(file.extension(), "rs" | "ts" | "tsx" | "css") && !file.is_generated()
    });
    let counted = sources.map(|file| (file, file.text.lines().count()));
    counted
        .filter(|(_, lines)| *lines > LIMIT_LINES)
        .map(|(file, lines)| {
            let sentence =
                format!("{lines} lines, the limit is {LIMIT_LINES}: split it by purpose");
            Finding::new(file.path, 0, sentence)
        })
        .collect()
}

const LIMIT_LINES: usize = 450;
