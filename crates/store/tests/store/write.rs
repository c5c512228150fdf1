//! Writing: whole or not at all, once per intent, each operation after the one before.

use charthold_audit::Subtype;
use charthold_chartlog::OpHash;
use charthold_domain::OpId;
use charthold_store::{DraftRow, OpState, StoreError, Write, Written};

use crate::fixture::{CHART, Desk, Draft, PERSON, at, intent, record};

const FLAG: &str = r#"{"resourceType":"Flag","id":"f"}"#;

#[test]
fn an_operation_and_the_event_that_tells_of_it_are_written_together() {
    let mut desk = Desk::new();
    let operation = desk.write_record(1, FLAG);
    let stored = desk
        .journal
        .find_operation(operation.core().op)
        .expect("it is whole");
    let stored = stored.expect("it was written");
    assert_eq!(
        stored.operation.envelope(),
        operation.envelope(),
        "the same bytes"
    );
    assert_eq!(stored.state, OpState::Unconfirmed);
    assert_eq!(desk.journal.audit_head().expect("it was begun").seq, 1);
    let tip = desk
        .journal
        .own_tip(CHART, desk.author.device)
        .expect("it is whole");
    assert_eq!(tip, Some((1, operation.hash())));
    assert_eq!(
        desk.journal
            .record_operations(CHART, record(1))
            .expect("it is whole")
            .len(),
        1
    );
    assert_eq!(
        desk.journal
            .operations_after(CHART, 0, 9)
            .expect("it is whole")
            .len(),
        1
    );
    assert!(
        desk.journal
            .operations_after(CHART, stored.local_seq, 9)
            .expect("it is")
            .is_empty()
    );
}

#[test]
fn the_same_intent_is_carried_out_once() {
    let mut desk = Desk::new();
    let operation = desk.author.operation(&Draft::new(record(1), FLAG));
    let done = desk.try_write(Some(intent(1)), std::slice::from_ref(&operation));
    assert!(matches!(done, Ok(Written::Done(_))));
    let head = desk.journal.audit_head().expect("it was begun");
    let again = desk.author.operation(&Draft::new(record(2), FLAG));
    let second = desk
        .try_write(Some(intent(1)), &[again])
        .expect("there is room");
    assert_eq!(second, Written::AlreadyDone(vec![record(1)]));
    assert_eq!(
        desk.journal.audit_head().expect("it was begun"),
        head,
        "nothing was recorded"
    );
    assert_eq!(
        desk.journal.counts().expect("it is whole").ops_unconfirmed,
        1
    );
    assert_eq!(
        desk.journal.find_intent(intent(1)).expect("it is"),
        Some(vec![record(1)])
    );
    assert_eq!(desk.journal.find_intent(intent(2)).expect("it is"), None);
}

#[test]
fn of_several_operations_one_that_does_not_follow_keeps_all_out() {
    let mut desk = Desk::new();
    let first = desk.author.operation(&Draft::new(record(1), FLAG));
    let _lost = desk.author.operation(&Draft::new(record(2), FLAG));
    let third = desk.author.operation(&Draft::new(record(3), FLAG));
    let refused = desk.try_write(Some(intent(1)), &[first.clone(), third]);
    assert!(matches!(refused, Err(StoreError::Mismatch { .. })));
    assert_eq!(
        desk.journal.counts().expect("it is whole").ops_unconfirmed,
        0
    );
    assert_eq!(desk.journal.audit_head().expect("it was begun").seq, 0);
    assert_eq!(
        desk.journal.find_intent(intent(1)).expect("it is whole"),
        None
    );
    desk.write(&[first]);
}

#[test]
fn an_operation_after_another_hash_or_number_is_refused() {
    let mut desk = Desk::new();
    let first = desk.write_record(1, FLAG);
    for tip in [(1, OpHash([7; 32])), (2, first.hash()), (0, OpHash::NONE)] {
        desk.author.resume(CHART, tip);
        let operation = desk.author.operation(&Draft::new(record(2), FLAG));
        let refused = desk.try_write(None, &[operation]);
        assert!(
            matches!(refused, Err(StoreError::Mismatch { .. })),
            "after {tip:?}"
        );
    }
    desk.author.resume(CHART, (1, first.hash()));
    desk.write_record(2, FLAG);
}

#[test]
fn a_signed_note_takes_the_place_of_its_draft() {
    let mut desk = Desk::new();
    let sealed = b"sealed".to_vec();
    let row = DraftRow {
        person: PERSON,
        chart: CHART,
        draft: record(1),
        sealed,
        saved_at: at(1),
        parents: vec![OpId::from_bytes([4; 16]), OpId::from_bytes([5; 16])],
    };
    desk.journal.save_draft(&row).expect("there is room");
    assert_eq!(
        desk.journal.find_draft(PERSON, CHART).expect("it is"),
        Some(row.clone())
    );
    assert_eq!(
        desk.journal.list_drafts(PERSON).expect("it is"),
        [(CHART, at(1))]
    );
    let operation = desk.author.operation(&Draft::new(record(1), FLAG));
    let event = desk.event(Subtype::NoteSigned);
    let write = Write {
        intent: None,
        operations: &[operation],
        event: &event,
        discard_draft: Some((PERSON, CHART, record(1))),
    };
    desk.journal
        .write(&write, &desk.author.secret)
        .expect("there is room");
    assert_eq!(desk.journal.find_draft(PERSON, CHART).expect("it is"), None);
    desk.journal.save_draft(&row).expect("there is room");
    desk.journal
        .discard_draft(PERSON, CHART, record(9))
        .expect("it is another");
    assert!(
        desk.journal
            .find_draft(PERSON, CHART)
            .expect("it is")
            .is_some()
    );
    desk.journal
        .discard_draft(PERSON, CHART, record(1))
        .expect("it is this");
    assert!(desk.journal.list_drafts(PERSON).expect("it is").is_empty());
}

#[test]
fn thousands_of_operations_are_one_transaction() {
    let mut desk = Desk::new();
    let operations: Vec<_> = (0..3000)
        .map(|n| {
            let json =
                format!(r#"{{"resourceType":"Observation","id":"o{n}","valueInteger":{n}}}"#);
            let id = charthold_domain::RecordId::from_bytes(desk.author.random.id());
            desk.author.operation(&Draft::new(id, &json))
        })
        .collect();
    desk.write(&operations);
    let counts = desk.journal.counts().expect("it is whole");
    assert_eq!(
        (
            counts.ops_unconfirmed,
            counts.charts,
            counts.audit_unconfirmed
        ),
        (3000, 1, 1)
    );
}
