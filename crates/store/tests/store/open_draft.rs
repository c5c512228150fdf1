//! Notes in progress that are operations: told to their author without a key, and only while they stand.

use charthold_chartlog::{Class, Operation};
use charthold_domain::{OpId, PersonId};
use charthold_store::DraftRow;

use crate::fixture::{Author, CHART, Desk, Draft, PERSON, at, entry, record};

const TEXT: &str = r#"{"resourceType":"Composition","id":"1","status":"preliminary"}"#;
const NOTHING: &str = r#"{"resourceType":"Composition","id":"1"}"#;

fn draft(parents: &[&Operation]) -> Draft {
    Draft {
        class: Class::Draft,
        parents: parents.iter().map(|parent| parent.core().op).collect(),
        ..Draft::new(record(1), TEXT)
    }
}

fn standing(desk: &Desk, person: PersonId) -> Vec<OpId> {
    let versions = desk.journal.draft_versions(person, CHART);
    let mut ops: Vec<OpId> = versions
        .expect("they can be read")
        .iter()
        .map(|version| version.op)
        .collect();
    ops.sort_unstable();
    ops
}

fn listed(desk: &Desk, person: PersonId) -> usize {
    let drafts = desk.journal.list_drafts(person);
    drafts.expect("they can be read").len()
}

fn arrive(desk: &mut Desk, seq: u64, operation: &Operation) {
    let entries = [entry(seq, operation)];
    let arrived = desk.receive(CHART, seq, &entries);
    arrived.expect("it follows");
}

#[test]
fn a_draft_stands_until_a_later_text_or_a_signature_has_seen_it() {
    let mut desk = Desk::new();
    let mut elsewhere = Author::new(8, PERSON);
    let first = elsewhere.operation(&draft(&[]));
    arrive(&mut desk, 1, &first);
    assert_eq!(standing(&desk, PERSON), [first.core().op]);
    assert_eq!(listed(&desk, PERSON), 1);
    let colleague = PersonId::from_bytes([6; 16]);
    assert_eq!(
        (listed(&desk, colleague), standing(&desk, colleague)),
        (0, vec![])
    );

    let here = desk.author.operation(&draft(&[&first]));
    desk.write(std::slice::from_ref(&here));
    assert_eq!(standing(&desk, PERSON), [here.core().op]);
    let there = elsewhere.operation(&draft(&[&first]));
    arrive(&mut desk, 2, &there);
    let mut both = vec![here.core().op, there.core().op];
    both.sort_unstable();
    assert_eq!(standing(&desk, PERSON), both, "written apart");
    let apart = desk.journal.charts_with_versions(PERSON);
    assert_eq!(apart.expect("they can be read"), [CHART]);

    let signed = elsewhere.operation(&Draft {
        class: Class::Signed,
        ..draft(&[&there])
    });
    arrive(&mut desk, 3, &signed);
    assert_eq!(
        standing(&desk, PERSON),
        [here.core().op],
        "it had not seen that"
    );
    let signed = desk.author.operation(&Draft {
        class: Class::Signed,
        ..draft(&[&here])
    });
    desk.write(&[signed]);
    assert_eq!(
        (standing(&desk, PERSON), listed(&desk, PERSON)),
        (vec![], 0)
    );
}

#[test]
fn what_was_thrown_away_ends_what_it_had_seen() {
    let mut desk = Desk::new();
    let mut elsewhere = Author::new(8, PERSON);
    let first = elsewhere.operation(&draft(&[]));
    arrive(&mut desk, 1, &first);
    let ended = elsewhere.operation(&Draft {
        patch: Draft::new(record(1), NOTHING).patch,
        ..draft(&[&first])
    });
    arrive(&mut desk, 2, &ended);
    assert_eq!(
        (standing(&desk, PERSON), listed(&desk, PERSON)),
        (vec![], 0)
    );
}

#[test]
fn what_is_typed_counts_beside_what_it_does_not_go_on_from() {
    let mut desk = Desk::new();
    let mut elsewhere = Author::new(8, PERSON);
    let first = elsewhere.operation(&draft(&[]));
    arrive(&mut desk, 1, &first);
    let mut typed = DraftRow {
        person: PERSON,
        chart: CHART,
        draft: record(1),
        sealed: vec![1],
        saved_at: at(1),
        parents: vec![first.core().op],
    };
    let apart = |desk: &Desk| {
        let apart = desk.journal.charts_with_versions(PERSON);
        apart.expect("they can be read")
    };
    desk.journal.save_draft(&typed).expect("there is room");
    assert_eq!(apart(&desk), []);
    typed.parents = Vec::new();
    desk.journal.save_draft(&typed).expect("there is room");
    assert_eq!(apart(&desk), [CHART]);
    assert_eq!(listed(&desk, PERSON), 1, "one chart");
}
