//! One figure: ours beside a peer of the same run, and the budget it is held to. Pure, so that what
//! a run says can be tested; how the numbers came about is in `part`.

mod floors;
mod statistics;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub(crate) use floors::Floors;
pub(crate) use statistics::{Summary, median, percentile};
pub(crate) use table::table;

/// One line of the report.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Figure {
    /// Its number among the budgets, as "P1".
    pub(crate) metric: &'static str,
    /// What was measured.
    pub(crate) what: String,
    /// What stands beside it.
    pub(crate) peer: String,
    /// In what both are counted.
    pub(crate) measure: Measure,
    /// What it is held to.
    pub(crate) goal: Goal,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// What a reader should know besides.
    pub(crate) remarks: Vec<String>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Measure {
    /// Seconds of this thread on a processor.
    CpuTime,
    /// Seconds on the wall.
    WallTime,
    /// Bytes.
    Bytes,
}

/// The budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "at_most")]
pub(crate) enum Goal {
    /// The median of the ratios.
    Ratio(f64),
    /// The median of ours: seconds, or bytes.
    Ours(f64),
    /// None was set; it explains another figure.
    Unset,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub(crate) enum Outcome {
    /// Numbers, from a machine that stayed the same meanwhile.
    Measured {
        /// Ours and the peer's, in turns.
        pairs: Vec<Pair>,
        /// The machine before and after; absent where there is no time in it.
        floors: Option<Floors>,
    },
    /// The machine was another afterwards: the numbers mean nothing.
    Discarded {
        /// Before and after.
        floors: Floors,
    },
    /// There was nothing to measure, or nothing to measure against.
    NotMeasured {
        /// Why.
        why: String,
    },
}

/// Ours and the peer's, measured one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Pair {
    /// Ours.
    pub(crate) ours: f64,
    /// The peer's.
    pub(crate) peer: f64,
}

/// Whether the budget holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// It holds.
    Held,
    /// It is missed; by this factor.
    Missed(f64),
    /// There is no budget, or no number.
    Open,
}

impl Outcome {
    /// There is no number, and why.
    pub(crate) fn not_measured(why: impl Into<String>) -> Self {
        Self::NotMeasured { why: why.into() }
    }

    /// What `pairs` of the same run come to: they share its floors, and its fate.
    pub(crate) fn with_pairs(&self, pairs: Vec<Pair>) -> Self {
        match self {
            Self::Measured { floors, .. } => Self::Measured {
                pairs,
                floors: *floors,
            },
            other => other.clone(),
        }
    }
}

impl Figure {
    /// Its medians; `None` when there are no numbers.
    pub(crate) fn summary(&self) -> Option<Summary> {
        match &self.outcome {
            Outcome::Measured { pairs, .. } => Summary::of(pairs),
            Outcome::Discarded { .. } | Outcome::NotMeasured { .. } => None,
        }
    }

    /// Whether its budget holds.
    pub(crate) fn verdict(&self) -> Verdict {
        let Some(summary) = self.summary() else {
            return Verdict::Open;
        };
        let (is, limit) = match self.goal {
            Goal::Ratio(limit) => (summary.ratio, limit),
            Goal::Ours(limit) => (summary.ours, limit),
            Goal::Unset => return Verdict::Open,
        };
        if is <= limit {
            Verdict::Held
        } else {
            Verdict::Missed(is / limit)
        }
    }
}
