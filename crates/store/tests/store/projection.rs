//! What people read: always what a projection made from nothing would show.

use std::collections::BTreeSet;

use charthold_chartlog::{Class, QuarantineReason, SCHEMA_VERSION, VoidReason};
use charthold_domain::Compartment;
use charthold_store::Glance;
use proptest::prelude::*;
use rusqlite::Connection;

use crate::fixture::{Author, CHART, Desk, Draft, Keys, PERSON, entry, key, record, stub};
use charthold_crypto::purpose::Database;

const BEFORE: &str =
    r#"{"resourceType":"Condition","id":"c1","recordedDate":"2026-10-05","note":"a"}"#;
const AFTER: &str =
    r#"{"resourceType":"Condition","id":"c1","recordedDate":"2026-10-06","note":"a"}"#;

fn observation(n: u8, day: u8) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"o{n}","status":"final","category":[{{"coding":[{{"code":"vital-signs"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"8867-4"}}]}},"effectiveDateTime":"2026-10-{day:02}T08:00:00Z","valueInteger":{n}}}"#
    )
}

#[test]
fn a_record_is_read_with_what_lists_need() {
    let mut desk = Desk::new();
    let operation = desk.write_record(1, &observation(1, 5));
    let mut charts = desk.charts();
    let projected = charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    assert_eq!(
        (projected.changed, projected.unreadable),
        (vec![record(1)], 0)
    );
    let access = desk.access(CHART);
    let row = charts
        .find(&access, "Observation", "o1")
        .expect("it is")
        .expect("it is there");
    assert_eq!(row.json, observation(1, 5));
    assert_eq!(row.version_id, operation.core().op.to_string());
    assert_eq!(
        (row.version, row.heads.as_slice()),
        (1, [operation.core().op].as_slice())
    );
    assert_eq!(row.code.as_deref(), Some("8867-4"));
    assert_eq!(row.category.as_deref(), Some("vital-signs"));
    assert_eq!(row.status.as_deref(), Some("final"));
    assert_eq!((row.author, row.op_hash), (PERSON, operation.hash()));
    assert!(row.unsent && !row.conflict);
    assert_eq!(
        charts.find_record(&access, record(1)).expect("it is"),
        Some(row)
    );
    assert_eq!(charts.find_record(&access, record(9)).expect("it is"), None);
    assert_eq!(
        charts.find(&access, "Observation", "o2").expect("it is"),
        None
    );
    let again = charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    assert!(again.changed.is_empty(), "nothing is folded twice");
}

#[test]
fn a_chart_is_read_by_kind_and_the_newest_first() {
    let mut desk = Desk::new();
    for (n, day) in [(1, 5), (2, 9), (3, 7)] {
        desk.write_record(n, &observation(n, day));
    }
    desk.write_record(4, BEFORE);
    desk.write_record(5, r#"{"resourceType":"Observation","id":"undated"}"#);
    let mut charts = desk.charts();
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let access = desk.access(CHART);
    let ids = |rows: Vec<charthold_store::RecordRow>| -> Vec<String> {
        rows.into_iter().map(|row| row.fhir_id).collect()
    };
    let all = ids(charts.read(&access).expect("it is whole"));
    assert_eq!(all, ["c1", "o2", "o3", "o1", "undated"]);
    let observations = ids(charts
        .read_kind(&access, "Observation")
        .expect("it is whole"));
    assert_eq!(observations, ["o2", "o3", "o1", "undated"]);
    let counts = charts.counts_by_kind(&access).expect("it is whole");
    let counts: Vec<(String, u32)> = counts.into_iter().collect();
    assert_eq!(
        counts,
        [("Condition".to_owned(), 1), ("Observation".to_owned(), 4)]
    );
}

#[test]
fn a_revision_takes_the_place_of_what_it_revises() {
    let mut desk = Desk::new();
    let first = desk.write_record(1, BEFORE);
    let mut charts = desk.charts();
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let revision = desk
        .author
        .operation(&Draft::revision(&first, BEFORE, AFTER));
    desk.write(std::slice::from_ref(&revision));
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let rows = charts.read(&desk.access(CHART)).expect("it is whole");
    assert_eq!(
        rows.len(),
        1,
        "a record whose moment changed is not there twice"
    );
    assert_eq!((rows[0].json.as_str(), rows[0].version), (AFTER, 2));
    assert_eq!(rows[0].heads, [revision.core().op]);
}

#[test]
fn confirmation_ends_unsent_and_a_new_epoch_brings_it_back() {
    let mut desk = Desk::new();
    let operation = desk.write_record(1, BEFORE);
    let mut charts = desk.charts();
    let unsent = |desk: &mut Desk, charts: &mut charthold_store::Charts| {
        charts
            .project(&desk.journal, CHART, &Keys::all())
            .expect("it folds");
        charts.unsent(&desk.access(CHART)).expect("it is whole")
    };
    assert_eq!(unsent(&mut desk, &mut charts), 1);
    desk.receive(CHART, 1, &[stub(1, &operation, None)])
        .expect("it follows");
    assert_eq!(unsent(&mut desk, &mut charts), 0);
    desk.journal
        .doubt_chains(&BTreeSet::new())
        .expect("there is room");
    assert_eq!(unsent(&mut desk, &mut charts), 1);
    let reason = QuarantineReason::OutOfScope;
    desk.journal
        .mark_quarantined(operation.core().op, reason)
        .expect("it is unconfirmed");
    assert_eq!(
        unsent(&mut desk, &mut charts),
        1,
        "its author still sees it"
    );
}

#[test]
fn an_operation_without_effect_leaves_the_record_as_it_was_without_it() {
    let mut desk = Desk::new();
    let first = desk.write_record(1, BEFORE);
    let second = desk
        .author
        .operation(&Draft::revision(&first, BEFORE, AFTER));
    desk.write(std::slice::from_ref(&second));
    let only = desk.write_record(2, &observation(2, 5));
    let mut charts = desk.charts();
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let void = Some(VoidReason::AlreadySigned);
    let frame = [
        stub(1, &first, None),
        stub(2, &second, void),
        stub(3, &only, void),
    ];
    desk.receive(CHART, 3, &frame).expect("they follow");
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let rows = charts.read(&desk.access(CHART)).expect("it is whole");
    assert_eq!(
        rows.len(),
        1,
        "a record of nothing but void operations is not shown"
    );
    assert_eq!(
        (rows[0].json.as_str(), rows[0].heads.as_slice()),
        (BEFORE, [first.core().op].as_slice())
    );
    desk.journal
        .doubt_chains(&BTreeSet::new())
        .expect("there is room");
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    let rows = charts.read(&desk.access(CHART)).expect("it is whole");
    assert_eq!(
        (rows.len(), rows[0].json.as_str()),
        (2, AFTER),
        "in a new epoch it may be first"
    );
}

#[test]
fn a_draft_is_no_part_of_the_record_and_not_missed() {
    let mut desk = Desk::new();
    let draft = Draft {
        class: Class::Draft,
        ..Draft::new(record(1), BEFORE)
    };
    let operation = desk.author.operation(&draft);
    desk.write(&[operation]);
    assert!(desk.read_anew(&Keys::all()).is_empty());
    let mut charts = desk.charts();
    charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    assert_eq!(charts.unreadable(CHART).expect("it is whole"), 0);
}

#[test]
fn what_there_is_no_key_for_is_counted_and_appears_with_the_key() {
    let mut desk = Desk::new();
    desk.write_record(1, BEFORE);
    let draft = Draft {
        compartment: Compartment::Restricted,
        ..Draft::new(record(2), &observation(2, 5))
    };
    let restricted = desk.author.operation(&draft);
    desk.write(&[restricted]);
    let mut charts = desk.charts();
    let some = Keys::of(&[Compartment::Summary, Compartment::Normal]);
    let projected = charts
        .project(&desk.journal, CHART, &some)
        .expect("it folds");
    assert_eq!(projected.unreadable, 1);
    assert_eq!(
        charts.read(&desk.access(CHART)).expect("it is whole").len(),
        1
    );
    let projected = charts
        .project(&desk.journal, CHART, &some)
        .expect("it folds");
    assert!(
        projected.changed.is_empty(),
        "it is not tried again without a key"
    );
    let projected = charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    assert_eq!(
        (projected.changed, projected.unreadable),
        (vec![record(2)], 0)
    );
    assert_eq!(
        charts.read(&desk.access(CHART)).expect("it is whole").len(),
        2
    );
}

#[test]
fn a_damaged_operation_is_counted_and_hides_nothing_else() {
    let mut desk = Desk::new();
    let first = desk.write_record(1, BEFORE);
    let second = desk
        .author
        .operation(&Draft::revision(&first, BEFORE, AFTER));
    let newer = Draft {
        min_reader: SCHEMA_VERSION + 1,
        ..Draft::new(record(2), BEFORE)
    };
    let newer = desk.author.operation(&newer);
    desk.write(&[second.clone(), newer]);
    let connection = Connection::open(desk.home.journal_path()).expect("it is there");
    let literal = key::<Database>(1).sqlcipher_literal();
    connection
        .execute_batch(&format!(
            "PRAGMA key = \"{}\"; PRAGMA cipher_page_size = 16384;
             PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
             UPDATE operation SET body = zeroblob(length(body)) WHERE local_seq = 2;",
            literal.expose()
        ))
        .expect("who has the key can do this");
    let rows = desk.read_anew(&Keys::all());
    assert_eq!((rows.len(), rows[0].json.as_str()), (1, BEFORE));
    let mut charts = desk.charts();
    let projected = charts
        .project(&desk.journal, CHART, &Keys::all())
        .expect("it folds");
    assert_eq!(
        projected.unreadable, 2,
        "the damaged one and the one of a newer program"
    );
    let stored = desk.journal.find_operation(second.core().op);
    assert!(matches!(
        stored,
        Err(charthold_store::StoreError::Damaged {
            table: "operation",
            row: 2
        })
    ));
}

#[test]
fn what_is_shown_without_opening_a_chart_is_kept_as_it_comes() {
    let desk = Desk::new();
    let mut charts = desk.charts();
    assert_eq!(charts.ward_line(CHART).expect("it is"), None);
    assert!(!charts.has_glance(CHART).expect("it is"));
    for (ward_line, doubles) in [("{}", 0), (r#"{"bed":"4"}"#, 2)] {
        let ward_line = ward_line.to_owned();
        let glance = Glance { ward_line, doubles };
        charts.save_glance(CHART, &glance).expect("there is room");
    }
    assert!(charts.has_glance(CHART).expect("it is"));
    let waiting = charts.charts_to_decide_about();
    assert_eq!(waiting.expect("it is"), [(CHART, 2)]);
    assert_eq!(
        charts.ward_line(CHART).expect("it is").as_deref(),
        Some(r#"{"bed":"4"}"#)
    );
}

/// One thing that happens at a desk.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Write a new record, or revise it when it is there.
    Write(u8),
    /// A colleague elsewhere does so, and it arrives.
    Arrive(u8),
    /// Central confirms the oldest own operation, with or without effect.
    Confirm { void: bool },
    /// The server is restored.
    Restore,
    /// The projection catches up.
    Project,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_u8..5).prop_map(Step::Write),
        2 => (5_u8..9).prop_map(Step::Arrive),
        3 => any::<bool>().prop_map(|void| Step::Confirm { void }),
        1 => Just(Step::Restore),
        3 => Just(Step::Project),
    ]
}

fn take(desk: &mut Desk, colleague: &mut Author, step: Step) {
    let head = desk.journal.head(CHART).expect("it is whole").seq;
    match step {
        Step::Write(n) => {
            let held = desk
                .journal
                .record_operations(CHART, record(n))
                .expect("it is whole");
            let operation = match held.last() {
                None => desk
                    .author
                    .operation(&Draft::new(record(n), &observation(n, 1))),
                Some(last) => {
                    let (day, next) = (held.len() % 20 + 1, held.len() % 20 + 2);
                    let [before, after] =
                        [day, next].map(|day| observation(n, u8::try_from(day).expect("small")));
                    let draft = Draft::revision(&last.operation, &before, &after);
                    desk.author.operation(&draft)
                }
            };
            desk.write(&[operation]);
        }
        Step::Arrive(n) => {
            let operation = colleague.operation(&Draft::new(record(n), &observation(n, n)));
            let frame = [entry(head + 1, &operation)];
            desk.receive(CHART, head + 1, &frame).expect("it follows");
        }
        Step::Confirm { void } => {
            let oldest = desk.journal.list_unconfirmed(1).expect("it is whole");
            if let Some(oldest) = oldest.first() {
                let void = void.then_some(VoidReason::AlreadySigned);
                let frame = [stub(head + 1, &oldest.operation, void)];
                desk.receive(CHART, head + 1, &frame).expect("it follows");
            }
        }
        Step::Restore => desk
            .journal
            .doubt_chains(&BTreeSet::new())
            .expect("there is room"),
        Step::Project => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_happened_the_projection_is_what_a_new_one_would_be(
        steps in proptest::collection::vec(step(), 1..24)
    ) {
        let mut desk = Desk::new();
        let mut colleague = Author::new(8, PERSON);
        let mut charts = desk.charts();
        for step in steps {
            take(&mut desk, &mut colleague, step);
            if matches!(step, Step::Project) {
                charts.project(&desk.journal, CHART, &Keys::all()).expect("it folds");
            }
        }
        charts.project(&desk.journal, CHART, &Keys::all()).expect("it folds");
        let access = desk.access(CHART);
        prop_assert_eq!(charts.read(&access).expect("it is whole"), desk.read_anew(&Keys::all()));
        let last = desk.journal.operations_after(CHART, 0, 1000).expect("it is whole");
        let last = last.last().map_or(0, |stored| stored.local_seq);
        prop_assert_eq!(charts.applied_to(CHART).expect("it is whole"), last);
    }
}
