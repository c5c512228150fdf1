use super::read;
use crate::test::tally::Tally;

#[test]
fn each_way_a_test_can_end_is_counted() {
    let text = r#"<?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="nextest-run" tests="4" failures="1" errors="1">
          <testsuite name="a"><testcase name="good" classname="a" time="0.1"/>
            <testcase name="bad" classname="a"><failure type="test failure">left &lt; right</failure>
              <system-out>&lt;testcase name="printed"/&gt;</system-out></testcase></testsuite>
          <testsuite name="b"><testcase name="gone"><error/></testcase><testcase name="left"><skipped/></testcase>
          </testsuite></testsuites>"#;
    assert_eq!(
        read(text).unwrap(),
        Tally {
            passed: 1,
            failed: 2,
            skipped: 1,
            complaints: vec!["a bad: left < right".to_owned(), " gone: ".to_owned()],
        }
    );
}

#[test]
fn of_a_long_failure_the_beginning_is_told() {
    let said = (0..9)
        .map(|line| format!("line {line} {}\n", "é".repeat(250)))
        .collect::<String>();
    let text = format!(
        r#"<testsuites><testcase name="bad" classname="a"><failure>{said}</failure></testcase></testsuites>"#
    );
    let told = read(&text).unwrap().complaints.concat();
    assert!(told.starts_with("a bad: line 0 é"), "{told}");
    assert_eq!(told.chars().count(), "a bad: ".len() + 600);
}

#[test]
fn a_report_cut_short_is_an_error() {
    assert!(
        read("<testsuites><testcase/>").is_err(),
        "half a report is not a result"
    );
}
