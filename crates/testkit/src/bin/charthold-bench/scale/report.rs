//! What a run says: for programs as JSON, for people as the table that stands in `docs/scale.md`.

use serde::Serialize;

use super::cost::Cost;
use crate::machine::Machine;

/// A run.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) machine: Machine,
    pub(super) ward_charts: usize,
    pub(super) ward_records: usize,
    pub(super) steps: Vec<Step>,
}

/// One size.
#[derive(Serialize)]
pub(super) struct Step {
    /// Besides the ward's.
    pub(super) charts: u32,
    pub(super) operations: u32,
    pub(super) file_bytes: u64,
    pub(super) costs: Vec<Cost>,
}

impl Report {
    /// For people.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.machine.line(), String::new()];
        let costs = |step: &Step, cell: fn(&Cost) -> String| -> String {
            step.costs
                .iter()
                .map(|cost| format!(" {} |", cell(cost)))
                .collect()
        };
        if let Some(first) = self.steps.first() {
            let heads = costs(first, |cost| cost.what.to_owned());
            lines.push(format!("| charts | operations | file |{heads}"));
            lines.push(format!(
                "|---|---|---|{}",
                costs(first, |_| "---".to_owned())
            ));
        }
        for step in &self.steps {
            let file = step.file_bytes / 1_000_000;
            let cells = costs(step, |cost| {
                format!("{:.1} ms ({:.1})", cost.wall_s() * 1e3, cost.cpu_s() * 1e3)
            });
            let (charts, operations) = (step.charts, step.operations);
            lines.push(format!("| {charts} | {operations} | {file} MB |{cells}"));
        }
        lines.join("\n")
    }
}
