//! Disagreement is shown with every value, and settled by who has seen them all.

use charthold_chartlog::dispute;
use charthold_store::Charts;

use crate::fixture::{Author, CHART, Desk, Draft, Keys, PERSON, entry, record, stub};

const BASE: &str = r#"{"resourceType":"AllergyIntolerance","id":"a1","criticality":"low"}"#;
const HIGH: &str = r#"{"resourceType":"AllergyIntolerance","id":"a1","criticality":"high"}"#;
const NONE: &str = r#"{"resourceType":"AllergyIntolerance","id":"a1"}"#;

fn project(desk: &Desk, charts: &mut Charts) {
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
}

#[test]
fn two_authors_of_one_field_are_both_heard_until_somebody_settles_it() {
    let mut desk = Desk::new();
    let base = desk.write_record(1, BASE);
    let mine = desk.author.operation(&Draft::revision(&base, BASE, HIGH));
    desk.write(std::slice::from_ref(&mine));
    let theirs = Author::new(8, PERSON).operation(&Draft::revision(&base, BASE, NONE));
    let frame = [stub(1, &base, None), entry(2, &theirs)];
    desk.receive(CHART, 2, &frame).expect("they follow");
    let mut charts = desk.charts();
    project(&desk, &mut charts);
    let access = desk.access(CHART);
    let rows = charts.conflicts(&access).expect("it is whole");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].conflict);
    assert_eq!(
        rows[0].version_id.len(),
        32,
        "a state with two heads has a name of its own"
    );
    assert_eq!(
        charts.charts_to_decide_about().expect("it is"),
        [(CHART, 1)]
    );
    let history = charts
        .history(&access, &desk.journal, record(1), &Keys::all())
        .expect("it is whole");
    let written: Vec<_> = history.written.iter().map(|one| one.op).collect();
    let ops = [&base, &mine, &theirs].map(|operation| operation.core().op);
    assert_eq!((written.as_slice(), history.unreadable), (&ops[..], 0));
    let asked = dispute(&history.inputs).expect("it is in question");
    let fields: Vec<_> = asked.questions.iter().map(|one| &*one.field.0).collect();
    assert_eq!(fields, ["criticality"]);

    let before = rows[0].json.clone();
    let other = if before == HIGH { BASE } else { HIGH };
    let mut draft = Draft::revision(&mine, &before, other);
    draft.parents = rows[0].heads.clone();
    let settled = desk.author.operation(&draft);
    desk.write(std::slice::from_ref(&settled));
    project(&desk, &mut charts);
    let row = charts
        .find_record(&access, record(1))
        .expect("it is")
        .expect("it is there");
    assert_eq!(
        (row.conflict, row.heads.as_slice()),
        (false, [settled.core().op].as_slice())
    );
    assert_eq!(row.json, other);
    let history = charts.history(&access, &desk.journal, record(1), &Keys::all());
    assert_eq!(dispute(&history.expect("it is whole").inputs), None);
    assert!(charts.charts_to_decide_about().expect("it is").is_empty());
}

#[test]
fn changes_to_different_fields_are_one_record() {
    let mut desk = Desk::new();
    let base = desk.write_record(1, BASE);
    let mine = desk.author.operation(&Draft::revision(&base, BASE, HIGH));
    desk.write(&[mine]);
    let noted =
        r#"{"resourceType":"AllergyIntolerance","id":"a1","criticality":"low","note":1.50}"#;
    let theirs = Author::new(8, PERSON).operation(&Draft::revision(&base, BASE, noted));
    let frame = [stub(1, &base, None), entry(2, &theirs)];
    desk.receive(CHART, 2, &frame).expect("they follow");
    let mut charts = desk.charts();
    project(&desk, &mut charts);
    let row = charts.find(&desk.access(CHART), "AllergyIntolerance", "a1");
    let row = row.expect("it is whole").expect("it is there");
    let merged =
        r#"{"resourceType":"AllergyIntolerance","id":"a1","criticality":"high","note":1.50}"#;
    assert_eq!(
        (row.json.as_str(), row.conflict, row.version),
        (merged, false, 3)
    );
}

#[test]
fn a_part_without_its_key_is_counted_and_not_passed_over() {
    let mut desk = Desk::new();
    let base = desk.write_record(1, BASE);
    let mine = desk.author.operation(&Draft::revision(&base, BASE, HIGH));
    desk.write(std::slice::from_ref(&mine));
    let mut charts = desk.charts();
    project(&desk, &mut charts);
    let access = desk.access(CHART);
    let history = charts.history(&access, &desk.journal, record(1), &Keys::of(&[]));
    let history = history.expect("it is whole");
    assert_eq!((history.unreadable, history.inputs.len()), (2, 2));
    assert!(history.written.is_empty(), "nothing was opened");
}
