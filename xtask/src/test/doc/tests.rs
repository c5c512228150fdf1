use super::{super::tally::Tally, summary};

#[test]
fn a_summary_line_is_read() {
    let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s";
    assert_eq!(
        summary(line),
        Some(Tally {
            passed: 12,
            failed: 3,
            skipped: 1,
            ..Tally::default()
        })
    );
}

#[test]
fn any_other_line_is_not_a_summary() {
    assert_eq!(summary("test src/lib.rs - seal (line 3) ... ok"), None);
    assert_eq!(summary("test result: ok"), None);
}
