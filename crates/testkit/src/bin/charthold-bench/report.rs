//! A whole run, for people and for programs.

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::figure::{Figure, Summary, Verdict, table};
use crate::machine::Machine;

/// A run.
#[derive(Serialize)]
pub(crate) struct Report<'a> {
    machine: Machine,
    quick: bool,
    figures: Vec<Judged<'a>>,
}

#[derive(Serialize)]
struct Judged<'a> {
    #[serde(flatten)]
    figure: &'a Figure,
    summary: Option<Summary>,
    verdict: Verdict,
}

impl<'a> Report<'a> {
    /// Of `figures`, taken on `machine`.
    pub(crate) fn of(machine: Machine, quick: bool, figures: &'a [Figure]) -> Self {
        let judged = figures.iter().map(|figure| Judged {
            figure,
            summary: figure.summary(),
            verdict: figure.verdict(),
        });
        Self {
            machine,
            quick,
            figures: judged.collect(),
        }
    }

    /// For programs.
    ///
    /// # Errors
    /// None that happen.
    pub(crate) fn json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).context("writing the figures as JSON")
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let figures: Vec<&Figure> = self.figures.iter().map(|judged| judged.figure).collect();
        let machine = self.machine.line();
        let how = if self.quick { ", quick" } else { "" };
        format!("{machine}{how}\n\n{}", table(&figures))
    }
}
