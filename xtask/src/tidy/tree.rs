//! The files the rules look at: every text file of the checkout that is ours.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

/// Paths, with `/` between parts and relative to the top, and their text.
pub(super) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads the checkout, without what tools make or fetch.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        let mut waiting: Vec<PathBuf> = vec![root.to_path_buf()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).context("listing the checkout")? {
                let entry = entry.context("listing the checkout")?;
                let path = entry.path();
                let name = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .into_owned();
                let kind = entry.file_type().context("listing the checkout")?;
                if kind.is_dir() {
                    if !is_made_or_fetched(&name) {
                        waiting.push(path);
                    }
                } else if kind.is_file() {
                    let bytes = fs::read(&path).context("reading a file of the checkout")?;
                    // Not text: icons, old databases. No rule speaks of them.
                    if let Ok(text) = String::from_utf8(bytes) {
                        files.insert(name, text);
                    }
                }
            }
        }
        Ok(Self { files })
    }

    /// A tree of the named texts.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self {
            files: files.collect(),
        }
    }

    /// All files in order of path.
    pub(super) fn files(&self) -> impl Iterator<Item = File<'_>> {
        self.files.iter().map(|(path, text)| File { path, text })
    }

    /// One file, if it is there.
    pub(super) fn find(&self, path: &str) -> Option<File<'_>> {
        self.files
            .get_key_value(path)
            .map(|(path, text)| File { path, text })
    }
}

/// One file of the tree.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl<'a> File<'a> {
    /// What follows the last dot of its name.
    pub(super) fn extension(self) -> &'a str {
        self.name()
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// The last part of its path.
    pub(super) fn name(self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Lines, counted from 1.
    pub(super) fn numbered_lines(self) -> impl Iterator<Item = (usize, &'a str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// Whether it is test code: `tests.rs`, anything in a `tests` folder, or a `.test.ts(x)`.
    pub(super) fn is_test(self) -> bool {
        self.name() == "tests.rs"
            || self.path.split('/').any(|part| part == "tests")
            || self.name().contains(".test.")
    }

    /// Whether a program wrote it, by its folder.
    pub(super) fn is_generated(self) -> bool {
        self.path.contains("/generated/")
    }
}

fn is_made_or_fetched(folder: &str) -> bool {
    matches!(folder, ".git" | "target" | "gen" | "ui/dist")
        || folder.rsplit('/').next() == Some("node_modules")
}
