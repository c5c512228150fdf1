//! `cargo xtask check`: the fast part of CI, run before every commit.
//!
//! All steps run even when one fails, so that one run tells everything. Tests that need a window, a keyring or a
//! server belong to `test`.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    bindings, layers, setup, terminal, tidy, ui,
    workspace::{self, Workspace},
};

/// Runs every step, cheapest first, and names those that failed.
///
/// # Errors
/// When set-up fails; a failing step is a result, not an error.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    setup::for_checks(workspace)?;
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        terminal::step(name);
        if let Err(error) = step(workspace) {
            terminal::complain(&format!("{error:#}"));
            failed.push(*name);
        }
    }
    if failed.is_empty() {
        terminal::result("check: all good");
        return Ok(ExitCode::SUCCESS);
    }
    terminal::result(&format!("check: failed in {}", failed.join(", ")));
    Ok(ExitCode::FAILURE)
}

type Step = fn(&Workspace) -> Result<()>;

const STEPS: &[(&str, Step)] = &[
    ("format", |workspace| {
        workspace::run(workspace.cargo().args(["fmt", "--all", "--check"]))
    }),
    ("tidy", tidy::run),
    ("layers", layers::run),
    ("ui lint", |workspace| ui::script(workspace, "lint")),
    ("ui types", |workspace| ui::script(workspace, "typecheck")),
    ("ui tests", |workspace| ui::script(workspace, "test")),
    ("clippy", |workspace| {
        workspace::run(workspace.cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("bindings", bindings::check),
    ("unit tests", |workspace| {
        workspace::run(
            workspace
                .cargo()
                .args(["nextest", "run", "--workspace", "--lib", "--bins"]),
        )
    }),
];
