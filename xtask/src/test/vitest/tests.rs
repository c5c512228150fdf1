use super::{super::tally::Tally, read};

#[test]
fn the_counts_of_a_report_are_read() {
    let text = r#"{"numTotalTests":9,"numPassedTests":5,"numFailedTests":2,"numPendingTests":1,
        "numTodoTests":1,"success":false,"testResults":[]}"#;
    assert_eq!(
        read(text).unwrap(),
        Tally {
            passed: 5,
            failed: 2,
            skipped: 2,
            ..Tally::default()
        }
    );
}

#[test]
fn a_file_that_does_not_load_is_a_failure_although_no_test_failed() {
    let text = r#"{"numPassedTests":5,"numFailedTests":0,"numPendingTests":0,"numTodoTests":0,"success":false}"#;
    assert_eq!(read(text).unwrap().failed, 1);
}

#[test]
fn a_report_without_counts_is_an_error() {
    assert!(read("{}").is_err(), "no counts is not zero tests");
}
