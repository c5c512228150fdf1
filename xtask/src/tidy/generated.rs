//! A file that a program wrote says so on its first line, so that nobody mends it by hand.

use super::{Finding, tree::Tree};

/// Finds files in `generated` folders without the mark.
pub(super) fn without_its_mark(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .filter(|file| file.is_generated() && matches!(file.extension(), "rs" | "ts" | "tsx"))
        .filter(|file| !file.text.starts_with("// Generated"))
        .map(|file| {
            Finding::new(
                file.path,
                1,
                "its first line does not begin with `// Generated`",
            )
        })
        .collect()
}
