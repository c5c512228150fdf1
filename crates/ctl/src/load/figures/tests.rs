use std::time::Duration;

use charthold_workstation::ipc::FailureCode;

use super::Tally;

#[test]
fn percentiles_are_values_that_were_seen() {
    let mut tally = Tally::default();
    for ms in (1..=200).rev() {
        tally.took(Duration::from_millis(ms));
    }
    let figures = tally.figures(Duration::from_secs(10));
    assert_eq!((figures.count, figures.per_second), (200, Some(20.0)));
    let seen = (
        figures.p50_ms,
        figures.p90_ms,
        figures.p99_ms,
        figures.max_ms,
    );
    assert_eq!(seen, (Some(100.0), Some(180.0), Some(198.0), Some(200.0)));
}

#[test]
fn one_value_is_every_percentile() {
    let mut tally = Tally::default();
    tally.took(Duration::from_micros(1_500));
    let figures = tally.figures(Duration::from_secs(1));
    assert_eq!(
        (figures.p50_ms, figures.p99_ms, figures.max_ms),
        (Some(1.5), Some(1.5), Some(1.5))
    );
}

#[test]
fn nothing_has_no_figures_and_failures_are_counted_by_code() {
    let mut tally = Tally::default();
    tally.failed(FailureCode::CentralUnreachable);
    tally.failed(FailureCode::CentralUnreachable);
    tally.failed(FailureCode::DiskFull);
    let figures = tally.figures(Duration::ZERO);
    assert_eq!(
        (figures.count, figures.per_second, figures.p50_ms),
        (0, None, None)
    );
    let errors: Vec<_> = figures
        .errors
        .iter()
        .map(|(code, n)| (code.as_str(), *n))
        .collect();
    assert_eq!(errors, [("central-unreachable", 2), ("disk-full", 1)]);
}
