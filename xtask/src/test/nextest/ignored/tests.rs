use super::read;

#[test]
fn only_ignored_tests_are_counted() {
    let text = r#"{"rust-build-meta":{},"test-count":3,"rust-suites":{
        "a":{"package-name":"a","testcases":{"x":{"ignored":false},"y":{"ignored":true}}},
        "b":{"status":"skipped"}, "c":{"testcases":{"z":{"ignored":true,"filter-match":{"status":"matches"}}}}}}"#;
    assert_eq!(read(text).unwrap(), 2);
}
