//! The picture in `docs/scale.md`: processor time of each kind of work, beside what it was at the first size. Both axes
//! are honest: sizes by their logarithm, cost from nothing. Drawn by hand, so that it is small, and readable in
//! light and dark.

use std::fmt::Write as _;

use super::report::Step;

/// The picture.
pub(super) fn svg(steps: &[Step]) -> String {
    let mut out = String::from(HEAD);
    let lines = lines(steps);
    let most = lines
        .iter()
        .flat_map(|(_, ratios)| ratios)
        .copied()
        .fold(2.0, f64::max);
    let top = (most * 2.0).ceil() / 2.0;
    let y = |ratio: f64| BOTTOM - ratio / top * (BOTTOM - TOP);
    for level in (0..=3).map(|third| top * f64::from(third) / 3.0) {
        let at = y(level);
        let _ = write!(
            out,
            r#"<path class="g" d="M{LEFT} {at:.1}H{RIGHT}"/><text x="{:.0}" y="{:.1}" text-anchor="end">{level:.1}×</text>"#,
            LEFT - 8.0,
            at + 4.0,
        );
    }
    for (step, x) in steps.iter().zip(xs(steps)) {
        let (charts, operations) = (step.charts / 1_000, f64::from(step.operations) / 1e6);
        let _ = write!(
            out,
            r#"<text x="{x:.1}" y="{:.0}" text-anchor="middle">{charts} k charts</text><text x="{x:.1}" y="{:.0}" text-anchor="middle">{operations} M operations</text>"#,
            BOTTOM + 20.0,
            BOTTOM + 36.0,
        );
    }
    for (number, (what, ratios)) in lines.iter().enumerate() {
        let points = xs(steps).zip(ratios);
        let points: Vec<String> = points
            .map(|(x, ratio)| format!("{x:.1},{:.1}", y(*ratio)))
            .collect();
        let legend = LEFT + 10.0 + 150.0 * f64::from(u8::try_from(number).unwrap_or(0));
        let _ = write!(
            out,
            r#"<polyline class="l{number}" points="{}"/><path class="l{number}" d="M{legend} 22h24"/><text x="{}" y="26">{what}</text>"#,
            points.join(" "),
            legend + 30.0,
        );
    }
    out.push_str("</svg>\n");
    out
}

/// Each kind of work with its ratios, size by size.
fn lines(steps: &[Step]) -> Vec<(&'static str, Vec<f64>)> {
    let Some(first) = steps.first() else {
        return Vec::new();
    };
    let line = |(kind, base): (usize, &super::cost::Cost)| {
        let costs = steps.iter().filter_map(|step| step.costs.get(kind));
        (
            base.what,
            costs.map(|cost| cost.cpu_s() / base.cpu_s()).collect(),
        )
    };
    first.costs.iter().enumerate().map(line).collect()
}

/// Where each size stands.
fn xs(steps: &[Step]) -> impl Iterator<Item = f64> {
    let logs: Vec<f64> = steps
        .iter()
        .map(|step| f64::from(step.operations).ln())
        .collect();
    let (low, high) = (
        logs.first().copied().unwrap_or(0.0),
        logs.last().copied().unwrap_or(1.0),
    );
    let span = (high - low).max(f64::EPSILON);
    let inner = (LEFT + 50.0, RIGHT - 50.0);
    logs.into_iter()
        .map(move |log| inner.0 + (log - low) / span * (inner.1 - inner.0))
}

const LEFT: f64 = 60.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 310.0;
const HEAD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 360" role="img" aria-label="Processor time of each kind of work beside its time at the first size">
<style>
text{font:13px system-ui,sans-serif;fill:#24292f}
path,polyline{fill:none;stroke-width:2.5}
.g{stroke:#8c959f;stroke-width:.5}
.l0{stroke:#0969da}.l1{stroke:#bc4c00}.l2{stroke:#1a7f37}.l3{stroke:#8250df}
.l1{stroke-dasharray:8 4}.l2{stroke-dasharray:2 4}.l3{stroke-dasharray:12 4 2 4}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.g{stroke:#6e7681}
.l0{stroke:#58a6ff}.l1{stroke:#f0883e}.l2{stroke:#56d364}.l3{stroke:#d2a8ff}}
</style>
"##;

#[cfg(test)]
mod tests;
