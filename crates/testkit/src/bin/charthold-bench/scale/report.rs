//! What a run says: for programs as JSON, for people as the table that stands in `docs/scale.md`.

use serde::Serialize;

use super::cost::Cost;
use crate::machine::Machine;

/// A run.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) machine: Machine,
    /// What central keeps it in.
    pub(super) store: &'static str,
    pub(super) ward_charts: usize,
    pub(super) ward_records: usize,
    pub(super) steps: Vec<Step>,
    /// At the largest size, with a longer list of patients.
    pub(super) lists: Vec<Step>,
}

/// One size.
#[derive(Serialize)]
pub(super) struct Step {
    /// Besides the ward's.
    pub(super) charts: u32,
    pub(super) operations: u32,
    /// Patients in the hospital's list besides the ward's.
    pub(super) listed: u32,
    pub(super) store_bytes: u64,
    pub(super) costs: Vec<Cost>,
}

impl Report {
    /// For people.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.machine.line(), String::new()];
        let of_costs = |step: &Step, cell: fn(&Cost) -> String| -> String {
            step.costs
                .iter()
                .map(|cost| format!(" {} |", cell(cost)))
                .collect()
        };
        if let Some(first) = self.steps.first() {
            let heads = of_costs(first, |cost| cost.what.to_owned());
            let store = self.store;
            lines.push(format!(
                "| charts | operations | patients listed | {store} |{heads}"
            ));
            let rule = of_costs(first, |_| "---".to_owned());
            lines.push(format!("|---|---|---|---|{rule}"));
        }
        for step in self.steps.iter().chain(&self.lists) {
            let cells = of_costs(step, |cost| {
                format!("{:.1} ms ({:.1})", cost.wall_s() * 1e3, cost.cpu_s() * 1e3)
            });
            let (charts, operations, listed) = (step.charts, step.operations, step.listed);
            let store = step.store_bytes / 1_000_000;
            lines.push(format!(
                "| {charts} | {operations} | {listed} | {store} MB |{cells}"
            ));
        }
        lines.join("\n")
    }
}
