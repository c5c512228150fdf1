//! Charts nobody here wrote, for the journeys that import them: found beside the checkout, or made.
//!
//! Real-world synthetic charts, where a person has them, lie in `../shared/data`; elsewhere a few are made by two
//! generators from PyPI. Which of them a test takes, and what must be true of them, is decided in the tests.

mod archive;
mod make;

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::workspace::Workspace;

/// Says where they are: a folder, or nothing to have them made. Tests are told the same way.
pub(crate) const FOLDER: &str = "CHARTHOLD_FOREIGN_CHARTS";
/// Not empty: tests take all of them instead of a sample.
pub(crate) const ALL: &str = "CHARTHOLD_FOREIGN_CHARTS_ALL";

/// Unpacks or makes them where that was not done, and answers the folder they are in.
///
/// # Errors
/// When an archive cannot be unpacked or a generator fails.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let own = workspace.foreign_charts();
    let Some(folder) = source(workspace.root(), env::var_os(FOLDER).map(PathBuf::from)) else {
        return make::ensure(workspace, &own.join("made"));
    };
    let archives = archive::list(&folder)?;
    if archives.is_empty() {
        return Ok(folder);
    }
    archive::ensure_unpacked(workspace, &archives, &own.join("unpacked"))
}

/// The folder that was asked for, else the one beside the checkout when it is there.
fn source(root: &Path, asked: Option<PathBuf>) -> Option<PathBuf> {
    match asked {
        Some(folder) if folder.as_os_str().is_empty() => None,
        Some(folder) => Some(root.join(folder)),
        None => {
            let beside = root.parent()?.join("shared/data");
            SETS.iter()
                .any(|set| beside.join(set).is_dir())
                .then_some(beside)
        }
    }
}

/// The folders of archives that hold charts; what else lies beside them is none of ours.
const SETS: &[&str] = &["synthea", "clinosim"];

#[cfg(test)]
mod tests;
