//! The report for people: a Markdown table that a terminal shows as well, and below it what a reader
//! should know.

use super::{Figure, Goal, Measure, Outcome, Summary, Verdict};

/// All figures as one table, and their remarks.
pub(crate) fn table(figures: &[&Figure]) -> String {
    let mut lines = vec![
        "| | measured | beside | ours | peer | ratio (min–max of n) | goal | |".to_owned(),
        "|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(figures.iter().copied().map(line));
    let remarked = figures.iter().filter(|figure| !figure.remarks.is_empty());
    let mut remarks = remarked.peekable();
    if remarks.peek().is_some() {
        lines.push(String::new());
    }
    lines.extend(remarks.map(|figure| {
        let remarks = figure.remarks.join("; ");
        format!("- {}, {}: {remarks}.", figure.metric, figure.what)
    }));
    lines.join("\n")
}

fn line(figure: &Figure) -> String {
    let numbers = match (figure.summary(), &figure.outcome) {
        (Some(summary), _) => numbers(&summary, figure.measure),
        (None, Outcome::Discarded { floors }) => {
            let (before, after) = (seconds(floors.before), seconds(floors.after));
            format!("discarded: floor {before} before, {after} after | | ")
        }
        (None, Outcome::NotMeasured { why }) => format!("not measured: {why} | | "),
        (None, Outcome::Measured { .. }) => "not measured: no pair was taken | | ".to_owned(),
    };
    let goal = match figure.goal {
        Goal::Ratio(limit) => format!("≤ {} ×", short(limit)),
        Goal::Ours(limit) => format!("≤ {}", amount(limit, figure.measure)),
        Goal::Unset => "–".to_owned(),
    };
    let verdict = match figure.verdict() {
        Verdict::Held => "holds".to_owned(),
        Verdict::Missed(by) => format!("missed by {} ×", short(by)),
        Verdict::Open => String::new(),
    };
    let (metric, what, peer) = (figure.metric, &figure.what, &figure.peer);
    format!("| {metric} | {what} | {peer} | {numbers} | {goal} | {verdict} |")
}

fn numbers(summary: &Summary, measure: Measure) -> String {
    let (ours, peer) = (amount(summary.ours, measure), amount(summary.peer, measure));
    let (ratio, low, high) = (
        short(summary.ratio),
        short(summary.ratio_min),
        short(summary.ratio_max),
    );
    let unit = match measure {
        Measure::CpuTime => " CPU",
        Measure::WallTime | Measure::Bytes => "",
    };
    let pairs = summary.pairs;
    format!("{ours}{unit} | {peer}{unit} | {ratio} × ({low}–{high} of {pairs})")
}

/// An amount with a unit of its own size.
pub(super) fn amount(value: f64, measure: Measure) -> String {
    match measure {
        Measure::CpuTime | Measure::WallTime => seconds(value),
        Measure::Bytes => scaled(value, &[(1e6, "MB"), (1e3, "kB"), (1.0, "B")]),
    }
}

fn seconds(value: f64) -> String {
    scaled(
        value,
        &[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")],
    )
}

/// In the first unit that `value` reaches, else in the last.
fn scaled(value: f64, units: &[(f64, &str)]) -> String {
    let fitting = units.iter().find(|(size, _)| value >= *size);
    match fitting.or(units.last()) {
        Some((size, unit)) => format!("{} {unit}", short(value / size)),
        None => short(value),
    }
}

/// Three digits that count.
pub(super) fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}
