//! `cargo xtask layers`: the drawing in ARCHITECTURE.md is a test.
//!
//! Two tables there say which crate may use which, and which crates may name a sharp dependency; here they are
//! compared with the manifests. Only direct dependencies count: whoever names one is who reviews it.

mod edges;
mod owners;
mod table;

use std::fs;

use anyhow::{Context as _, Result, ensure};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::{terminal, workspace::Workspace};

/// Compares ARCHITECTURE.md with `cargo metadata`.
///
/// # Errors
/// When a table cannot be read or an edge breaks it; each edge is printed with a sentence.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let text = fs::read_to_string(workspace.root().join("ARCHITECTURE.md"))
        .context("reading ARCHITECTURE.md")?;
    let metadata = MetadataCommand::new()
        .manifest_path(workspace.root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("asking cargo for the manifests")?;
    let members: Vec<Member> = metadata.packages.iter().map(Member::from).collect();
    let sentences = check(&text, &members)?;
    for sentence in &sentences {
        terminal::complain(sentence);
    }
    ensure!(
        sentences.is_empty(),
        "layers: {} to put right",
        sentences.len()
    );
    Ok(())
}

fn check(architecture: &str, members: &[Member]) -> Result<Vec<String>> {
    let mut sentences = edges::check(&table::layers(architecture)?, members);
    sentences.extend(owners::check(&table::owners(architecture)?, members));
    sentences.sort();
    sentences.dedup();
    Ok(sentences)
}

/// A crate of the workspace under its short name, with what its manifest names.
struct Member {
    name: String,
    uses: Vec<Use>,
}

struct Use {
    name: String,
    when: When,
}

/// When a dependency is there: in the product, or in tests only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    InTests,
}

impl From<&Package> for Member {
    fn from(package: &Package) -> Self {
        let uses = package.dependencies.iter().map(|dependency| Use {
            name: short(&dependency.name),
            when: match dependency.kind {
                DependencyKind::Development => When::InTests,
                _ => When::Always,
            },
        });
        Self {
            name: short(&package.name),
            uses: uses.collect(),
        }
    }
}

/// `charthold-store` is `store`; the root package, `charthold`, is `desktop`.
fn short(name: &str) -> String {
    match name {
        "charthold" => "desktop".to_owned(),
        other => other.strip_prefix("charthold-").unwrap_or(other).to_owned(),
    }
}

#[cfg(test)]
mod tests;
