//! What a load test says: numbers, and whether they are worth anything.

use serde::Serialize;

use super::figures::Figures;
use super::proof::Proof;

/// The answer.
#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) workstations: usize,
    pub(crate) patients: usize,
    /// Sets that were to be charted.
    pub(crate) sets_due: usize,
    /// Sets that were.
    pub(crate) sets_saved: usize,
    /// From the start to the last save.
    pub(crate) seconds: f64,
    /// Somebody ended it before its time.
    pub(crate) interrupted: bool,
    /// From due to durable here.
    pub(crate) save: Figures,
    /// One exchange with central.
    pub(crate) exchange: Figures,
    /// From due to shown on another workstation.
    pub(crate) seen: Figures,
    /// `null` when central was away at the end, or it was ended before anything was charted.
    pub(crate) proof: Option<Proof>,
}

impl Report {
    /// For people.
    pub(crate) fn words(&self) -> String {
        let Self {
            workstations,
            patients,
            sets_saved,
            sets_due,
            seconds,
            ..
        } = self;
        let ended = if self.interrupted {
            ", ended before its time"
        } else {
            ""
        };
        let mut lines = vec![
            format!(
                "{workstations} workstations, {patients} patients of the test, {sets_saved} of {sets_due} sets of vitals in \
                 {seconds:.1} s{ended}."
            ),
            row(["ms", "count", "a second", "p50", "p90", "p99", "max"].map(str::to_owned)),
        ];
        let kinds = [
            ("save", &self.save),
            ("exchange", &self.exchange),
            ("seen elsewhere", &self.seen),
        ];
        lines.extend(kinds.iter().map(|(kind, figures)| line(kind, figures)));
        for (kind, figures) in kinds {
            for (code, count) in &figures.errors {
                lines.push(format!("{kind}: {count} × {code}."));
            }
        }
        lines.push(verdict(self.workstations, self.proof.as_ref()));
        lines.join("\n")
    }
}

fn line(kind: &str, figures: &Figures) -> String {
    let number = |value: Option<f64>| match value {
        Some(value) => format!("{value:.1}"),
        None => "–".to_owned(),
    };
    row([
        kind.to_owned(),
        figures.count.to_string(),
        number(figures.per_second),
        number(figures.p50_ms),
        number(figures.p90_ms),
        number(figures.p99_ms),
        number(figures.max_ms),
    ])
}

fn row([kind, numbers @ ..]: [String; 7]) -> String {
    let numbers: String = numbers
        .iter()
        .map(|number| format!("{number:>10}"))
        .collect();
    format!("{kind:<14}{numbers}")
}

fn verdict(workstations: usize, proof: Option<&Proof>) -> String {
    match proof {
        None => "Whether anything was lost could not be proven.".to_owned(),
        Some(proof) if proof.holds() => format!(
            "Nothing was lost: all {workstations} workstations show the same {} records, each once.",
            proof.records
        ),
        Some(proof) => format!(
            "DAMAGE: of {} records {} are missing somewhere and {} are shown twice; {} are shown that were never saved, {} \
             changes were not taken, {} workstations differ. Keep central's store and logs, and report this.",
            proof.records,
            proof.lost,
            proof.doubled,
            proof.strange,
            proof.unconfirmed,
            proof.differing
        ),
    }
}
