//! The UI: its packages and its built pages, each only when what they are made from changed.
//!
//! Both keep a stamp, a hash of their inputs. The stamp of a build also covers the page it made, since the app's
//! build script puts a placeholder there when nothing was built.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    terminal, ui,
    workspace::{self, Workspace},
};

/// Installs the UI's packages.
///
/// # Errors
/// When there is no lock file, or npm fails.
pub(crate) fn ensure_installed(workspace: &Workspace) -> Result<()> {
    install(workspace, &ui::folder(workspace))
}

/// Installs those of the sign-on provider that journeys sign in at.
///
/// # Errors
/// As above.
pub(crate) fn ensure_provider(workspace: &Workspace) -> Result<()> {
    install(workspace, &workspace.root().join("tests/sign-on-provider"))
}

/// Runs `npm ci` when the lock file is not the one that was installed.
fn install(workspace: &Workspace, folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("reading a lock file of npm")?;
    let wanted = stamp(&BTreeMap::from([("package-lock.json".to_owned(), lock)]));
    let place = folder.join("node_modules/.charthold-stamp");
    if fs::read_to_string(&place).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    terminal::step("installing packages (npm ci)");
    let mut npm = ui::npm(workspace)?;
    npm.current_dir(folder);
    workspace::run(npm.args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(place, wanted).context("noting what was installed")
}

/// Runs `npm run build` when the sources or the built page are not those of the last build.
///
/// # Errors
/// When the build fails or makes no page.
pub(crate) fn ensure_built(workspace: &Workspace) -> Result<()> {
    let place = workspace.target().join("charthold-ui-build.stamp");
    let noted = fs::read_to_string(&place).ok();
    if noted.is_some() && build_stamp(workspace)? == noted {
        return Ok(());
    }
    terminal::step("building the UI");
    ui::script(workspace, "build")?;
    let made = build_stamp(workspace)?;
    ensure!(
        made.is_some(),
        "building the UI: there is no ui/dist/index.html afterwards"
    );
    fs::create_dir_all(workspace.target()).context("making the target folder")?;
    fs::write(place, made.unwrap_or_default()).context("noting what was built")
}

/// Over the sources and the built page; none while there is no page.
fn build_stamp(workspace: &Workspace) -> Result<Option<String>> {
    let folder = ui::folder(workspace);
    let Ok(page) = fs::read(folder.join("dist/index.html")) else {
        return Ok(None);
    };
    let mut inputs = sources(&folder)?;
    inputs.insert("dist/index.html".to_owned(), page);
    Ok(Some(stamp(&inputs)))
}

fn sources(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut inputs = BTreeMap::new();
    let mut waiting: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        for entry in fs::read_dir(&current).context("listing the UI's sources")? {
            let path = entry.context("listing the UI's sources")?.path();
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "node_modules" | "dist") {
                    waiting.push(path);
                }
            } else {
                inputs.insert(name, fs::read(&path).context("reading a source of the UI")?);
            }
        }
    }
    Ok(inputs)
}

/// Not a promise to anybody: a change of compiler may change it, and then the UI is built once more.
fn stamp(inputs: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = DefaultHasher::new();
    inputs.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests;
