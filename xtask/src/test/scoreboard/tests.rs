use super::*;

const ONE: &[Expected] = &[Expected {
    fault: "F8",
    part: "clocks",
    what: "clocks",
    at_least: 60,
    controlled: true,
}];

fn failed(rows: &[Row]) -> u64 {
    table(rows, ONE).1.failed
}

#[test]
fn a_row_holds_when_enough_was_tried_and_its_control_did_not() {
    let row = Row::held("F8", "clocks", 60);
    assert_eq!(failed(&[row.clone().against(3)]), 0);
    assert_eq!(failed(std::slice::from_ref(&row)), 1, "no control");
    assert_eq!(failed(&[row.against(0)]), 1, "a control that survived");
    assert_eq!(failed(&[Row::held("F8", "clocks", 59).against(3)]), 1);
    assert_eq!(failed(&[]), 1, "it did not run");
}

#[test]
fn what_several_tests_tried_is_counted_together() {
    let rows = [
        Row::held("F8", "clocks", 40),
        Row::held("F8", "clocks-ahead", 20),
        Row::held("F8", "clocks-control", 0).against(2),
        Row::held("F9", "clocks", 1),
    ];
    assert_eq!(failed(&rows), 0);
    assert_eq!(failed(&rows[1..]), 1);
}

#[test]
fn the_table_says_so() {
    let (text, _) = table(&[Row::held("F8", "clocks", 60).against(3)], ONE);
    assert!(
        text.contains("| F8 | clocks | 60 | 60 | 3 not survived | held |"),
        "{text}"
    );
    let (text, _) = table(&[], ONE);
    assert!(
        text.contains("| F8 | clocks | 60 | 0 | no control | NOT SHOWN |"),
        "{text}"
    );
}
