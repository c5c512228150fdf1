//! The UI's two borders: colours come from tokens, and Tauri is reached through `ipc`.

use super::{Finding, tree::Tree};

/// Finds hex colours in style sheets other than `tokens.css`.
pub(super) fn raw_colours(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sheets = tree.files().filter(|file| {
        file.path.starts_with("ui/src/") && file.extension() == "css" && file.name() != "tokens.css"
    });
    for file in sheets {
        let text = without_comments(file.text);
        for (index, line) in text.lines().enumerate() {
            if let Some(colour) = hex_colour(line) {
                let sentence = format!("`#{colour}`: colours are named in tokens.css");
                findings.push(Finding::new(file.path, index + 1, sentence));
            }
        }
    }
    findings
}

/// Finds imports of `@tauri-apps` outside `ui/src/ipc`.
pub(super) fn tauri_imports(tree: &Tree) -> Vec<Finding> {
    let sources = tree.files().filter(|file| {
        file.path.starts_with("ui/src/")
            && matches!(file.extension(), "ts" | "tsx")
            && !file.path.starts_with("ui/src/ipc/")
    });
    let mut findings = Vec::new();
    for file in sources {
        for (number, line) in file.numbered_lines() {
            if line.contains("'@tauri-apps/") || line.contains("\"@tauri-apps/") {
                let sentence = "only ui/src/ipc talks to Tauri: ask its client";
                findings.push(Finding::new(file.path, number, sentence));
            }
        }
    }
    findings
}

/// A `#` with 3, 4, 6 or 8 hex digits where a value can stand: a selector starts its line.
fn hex_colour(line: &str) -> Option<&str> {
    line.match_indices('#').find_map(|(start, _)| {
        let before = line.get(..start)?.chars().next_back()?;
        let rest = line.get(start + 1..)?;
        let end = rest
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-');
        let word = end.map_or(Some(rest), |end| rest.get(..end))?;
        let is_colour = matches!(word.len(), 3 | 4 | 6 | 8)
            && word.chars().all(|letter| letter.is_ascii_hexdigit());
        (is_colour && matches!(before, ' ' | ':' | ',' | '(' | '\t')).then_some(word)
    })
}

/// Comments blanked, lines kept.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        kept.extend(comment.chars().filter(|letter| *letter == '\n'));
        rest = after;
    }
    kept.push_str(rest);
    kept
}
