//! What a clinician is asked about a record, and what settles it.

use charthold_chartlog::{Choices, Content, Dispute, FieldName, Flag, FoldInput, RawJson, dispute};
use charthold_domain::OpId;

use crate::combining::{op, write};

const ALLERGY: &str = "AllergyIntolerance";
const REQUEST: &str = "MedicationRequest";

fn asked(operations: &[FoldInput]) -> Dispute {
    dispute(operations).expect("it is in question")
}

fn value(text: &str) -> Option<RawJson> {
    Some(RawJson(text.to_owned()))
}

fn name(field: &str) -> FieldName {
    FieldName(field.to_owned())
}

/// The operation that settles it as `choices` say, over all heads.
fn settled(operations: &[FoldInput], choices: &Choices, n: u8) -> Vec<FoldInput> {
    let asked = asked(operations);
    let patch = asked.settle(choices).expect("it is a choice");
    let mut all = operations.to_vec();
    all.push(FoldInput {
        op: op(n),
        parents: asked.folded.heads.clone(),
        entered_in_error: false,
        content: Content::Patch(patch),
    });
    all
}

fn two_sides() -> [FoldInput; 3] {
    [
        write(
            ALLERGY,
            1,
            &[],
            &[("criticality", "\"low\""), ("note", "1")],
        ),
        write(ALLERGY, 2, &[1], &[("criticality", "\"high\"")]),
        write(
            ALLERGY,
            3,
            &[1],
            &[("criticality", "\"unable-to-assess\""), ("note", "2")],
        ),
    ]
}

#[test]
fn a_record_nobody_disagrees_about_asks_nothing() {
    assert_eq!(dispute(&two_sides()[..2]), None);
    assert_eq!(dispute(&[]), None);
}

#[test]
fn every_value_is_named_with_its_author_and_the_cautious_one_stands() {
    let asked = asked(&two_sides());
    assert_eq!(asked.questions.len(), 1, "the note was changed by one only");
    let question = &asked.questions[0];
    assert_eq!(
        (&question.field, &question.standing, question.flag),
        (&name("criticality"), &value("\"high\""), None)
    );
    assert_eq!(
        question.values,
        [
            (op(2), value("\"high\"")),
            (op(3), value("\"unable-to-assess\""))
        ]
    );
}

#[test]
fn taking_a_side_leaves_its_value_alone_and_takes_nothing_else_away() {
    let operations = two_sides();
    let side = asked(&operations).side_of(op(3));
    assert_eq!(side, Choices::from([(name("criticality"), op(3))]));
    let all = settled(&operations, &side, 9);
    assert_eq!(dispute(&all), None);
    let json = charthold_chartlog::fold(&all).expect("it is").to_json();
    assert!(json.contains("unable-to-assess") && json.contains("\"note\":2"));
}

#[test]
fn who_continued_a_value_takes_its_side() {
    let mut operations = two_sides().to_vec();
    operations.push(write(ALLERGY, 4, &[2], &[("onsetAge", "3")]));
    let side = asked(&operations).side_of(op(4));
    assert_eq!(side, Choices::from([(name("criticality"), op(2))]));
}

#[test]
fn who_saw_both_and_settled_neither_has_no_side() {
    let mut operations = two_sides().to_vec();
    operations.push(write(ALLERGY, 4, &[2, 3], &[("onsetAge", "3")]));
    let asked = asked(&operations);
    assert_eq!(asked.side_of(op(4)), Choices::new());
    assert!(asked.settle(&asked.side_of(op(4))).is_err());
    assert_eq!(
        asked.side_of(op(2)).len(),
        1,
        "an author of a value has one"
    );
}

#[test]
fn a_choice_of_what_nobody_left_or_asks_is_refused() {
    let asked = asked(&two_sides());
    for (field, by) in [("criticality", op(1)), ("note", op(3))] {
        let wrong = Choices::from([(name("criticality"), op(2)), (name(field), by)]);
        assert!(asked.settle(&wrong).is_err(), "{field}");
    }
    assert!(asked.settle(&Choices::new()).is_err());
}

#[test]
fn each_field_may_be_chosen_by_itself_and_what_is_not_stays_in_question() {
    let operations = [
        write(
            REQUEST,
            1,
            &[],
            &[("dosageInstruction", "[1]"), ("note", "1")],
        ),
        write(
            REQUEST,
            2,
            &[1],
            &[("dosageInstruction", "[2]"), ("note", "2")],
        ),
        write(
            REQUEST,
            3,
            &[1],
            &[("dosageInstruction", "[3]"), ("note", "3")],
        ),
    ];
    let both = [("dosageInstruction", op(2)), ("note", op(3))];
    let both: Choices = both.map(|(field, by)| (name(field), by)).into();
    let all = settled(&operations, &both, 9);
    let json = charthold_chartlog::fold(&all).expect("it is").to_json();
    assert!(
        json.contains("[2]") && json.contains("\"note\":3"),
        "{json}"
    );

    let one = Choices::from([(name("note"), op(3))]);
    let rest = asked(&settled(&operations, &one, 9));
    let fields: Vec<&str> = rest.questions.iter().map(|one| &*one.field.0).collect();
    assert_eq!(fields, ["dosageInstruction"]);
}

#[test]
fn a_removed_field_is_a_value_that_can_be_taken() {
    let mut operations = two_sides();
    if let Content::Patch(patch) = &mut operations[2].content {
        patch.set.clear();
        patch.unset.push(name("criticality"));
    }
    let side = asked(&operations).side_of(op(3));
    let json = charthold_chartlog::fold(&settled(&operations, &side, 9));
    assert!(!json.expect("it is").to_json().contains("criticality"));
}

#[test]
fn an_end_beside_a_change_is_asked_about_as_ended_or_as_the_other_left_it() {
    let operations = [
        write(REQUEST, 1, &[], &[("status", "\"active\"")]),
        write(REQUEST, 2, &[1], &[("status", "\"stopped\"")]),
        write(REQUEST, 3, &[1], &[("dosageInstruction", "[2]")]),
    ];
    let question = &asked(&operations).questions[0];
    assert_eq!(question.flag, Some(Flag::EndedWhileChanged));
    assert_eq!(
        question.values,
        [(op(2), value("\"stopped\"")), (op(3), value("\"active\""))]
    );
    for (side, status) in [(2, "stopped"), (3, "active")] {
        let all = settled(&operations, &asked(&operations).side_of(op(side)), 9);
        let folded = charthold_chartlog::fold(&all).expect("it is");
        assert!(!folded.needs_reconciliation(), "{status}");
        let json = folded.to_json();
        assert!(json.contains(status) && json.contains("[2]"), "{json}");
    }
}

#[test]
fn a_flag_is_not_ended_by_a_choice_about_something_else() {
    let operations = [
        write(ALLERGY, 1, &[], &[("note", "1")]),
        write(
            ALLERGY,
            2,
            &[1],
            &[
                ("verificationStatus", "\"entered-in-error\""),
                ("note", "2"),
            ],
        ),
        write(ALLERGY, 3, &[1], &[("note", "3")]),
    ];
    let asked = asked(&operations);
    let status = &asked.questions[1];
    assert_eq!(status.flag, Some(Flag::EnteredInErrorWhileChanged));
    assert_eq!(
        status.values[1],
        (op(3), None),
        "the other said nothing of it"
    );
    let only = Choices::from([(name("note"), op(3))]);
    assert!(asked.settle(&only).is_err());
    let whole = asked.side_of(op(3));
    assert_eq!(whole.len(), 2);
    assert_eq!(dispute(&settled(&operations, &whole, 9)), None);
}

#[test]
fn a_side_of_an_operation_of_another_record_is_none() {
    assert!(
        asked(&two_sides())
            .side_of(OpId::from_bytes([77; 16]))
            .is_empty()
    );
}
