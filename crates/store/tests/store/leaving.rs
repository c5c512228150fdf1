//! A withdrawn workstation lets go of nothing that a restore of central could lose.

use std::collections::BTreeMap;

use charthold_audit::{AuditEvent, Subtype};
use charthold_chartlog::{Elsewhere, QuarantineReason};
use charthold_domain::{ChartId, RecordId, Timestamp};
use charthold_store::{
    BackedUp, DraftRow, Farewell, Journal, LogKind, PersonRow, Remaining, Typed, Unsaid,
};

use crate::fixture::{CHART, Desk, PERSON, at, key, stub};

const FLAG: &str = r#"{"resourceType":"Flag","id":"f"}"#;
const OTHER: ChartId = ChartId::from_bytes([66; 16]);

/// A desk with an operation in central's chain, and one that was written since.
fn desk() -> (Desk, charthold_chartlog::Operation) {
    let mut desk = Desk::new();
    let scope = [(CHART, LogKind::Patient, None)];
    desk.journal.save_scope(&scope).expect("there is room");
    let first = desk.write_record(1, FLAG);
    let frame = [stub(1, &first, None)];
    desk.receive(CHART, 1, &frame).expect("it follows");
    let second = desk.write_record(2, FLAG);
    (desk, second)
}

/// Central says that the last backup has this much of the chart, and every audit event.
fn said(desk: &Desk, durable: u64, aside: bool) -> BackedUp {
    BackedUp {
        epoch: desk.journal.epoch().expect("it is whole"),
        charts: BTreeMap::from([(CHART, Elsewhere { durable, aside })]),
        audit: desk.journal.audit_head().expect("it is whole").seq,
        places: BTreeMap::new(),
    }
}

fn remaining(desk: &Desk, said: &BackedUp) -> Remaining {
    desk.journal.remaining(said).expect("it is whole")
}

fn set_aside(desk: &mut Desk, operation: &charthold_chartlog::Operation) {
    let reason = QuarantineReason::DeviceRevoked;
    let marked = desk.journal.mark_quarantined(operation.core().op, reason);
    marked.expect("it is not confirmed");
}

#[test]
fn there_is_no_leave_while_one_operation_is_not_answered() {
    let (mut desk, second) = desk();
    let mut all = said(&desk, 9, true);
    let unanswered = Remaining {
        operations: 1,
        ..Remaining::default()
    };
    assert_eq!(remaining(&desk, &all), unanswered);
    assert!(unanswered.permit().is_none());

    set_aside(&mut desk, &second);
    assert!(remaining(&desk, &all).permit().is_some());
    all.charts.insert(
        CHART,
        Elsewhere {
            durable: 9,
            aside: false,
        },
    );
    assert_eq!(
        remaining(&desk, &all),
        unanswered,
        "kept aside, and in no backup"
    );
}

#[test]
fn every_part_of_the_answer_counts() {
    let (mut desk, second) = desk();
    set_aside(&mut desk, &second);
    let all = said(&desk, 1, true);
    assert_eq!(remaining(&desk, &all), Remaining::default());
    let short = said(&desk, 0, true);
    assert_eq!(remaining(&desk, &short).charts, 1, "the chain is longer");
    let unnamed = BackedUp {
        charts: BTreeMap::from([(OTHER, Elsewhere::default())]),
        ..all.clone()
    };
    let lost = remaining(&desk, &unnamed);
    assert_eq!((lost.charts, lost.operations), (1, 1), "it was not named");
    let early = BackedUp {
        audit: all.audit - 1,
        ..all.clone()
    };
    assert_eq!(remaining(&desk, &early).audit, 1);
    let elsewhen = BackedUp {
        epoch: all.epoch + 1,
        ..all.clone()
    };
    assert!(remaining(&desk, &elsewhen).permit().is_none());
    assert_eq!(desk.journal.charts_held().expect("it is whole"), [CHART]);
}

#[test]
fn what_central_said_it_has_is_safe_where_it_says_it_is() {
    let (mut desk, second) = desk();
    let op = second.core().op;
    desk.journal.acknowledge(&[op]).expect("there is room");
    let mut all = said(&desk, 2, true);
    let lost = remaining(&desk, &all);
    assert!(lost.lacks_places_alone(), "{lost:?}");
    assert!(lost.permit().is_none());
    all.places = BTreeMap::from([(op, 3)]);
    assert_eq!(remaining(&desk, &all).operations, 1, "the backup ends at 2");
    all.places = BTreeMap::from([(op, 2)]);
    assert!(remaining(&desk, &all).permit().is_some());

    desk.journal
        .offer_again_acknowledged()
        .expect("there is room");
    let unsent = desk.journal.unsent((0, 99), 9, (9_999, 9_999));
    assert_eq!(unsent.expect("it is whole").groups.len(), 1);
}

/// The control of the check: with an answer that is not so there is leave, and what was written is gone for good.
#[test]
fn nothing_but_the_answer_stands_between_the_work_and_its_loss() {
    let (mut desk, second) = desk();
    set_aside(&mut desk, &second);
    let true_answer = said(&desk, 1, false);
    assert!(remaining(&desk, &true_answer).permit().is_none());
    let forged = said(&desk, 1, true);
    let permit = remaining(&desk, &forged).permit().expect("it is believed");
    let begun = desk.home.begin_emptying(permit, &farewell());
    begun.expect("there is room");
    desk.home.empty().expect("it can be removed");
    assert!(!desk.home.exists());
    assert!(desk.reopen().is_err(), "the only copy is gone");
}

fn farewell() -> Farewell {
    Farewell {
        name: "WS-4B-03".into(),
        hospital: "Riverside General".into(),
        at: at(9),
        unsaid: Some(Unsaid {
            device: charthold_domain::DeviceId::from_bytes([4; 16]),
            central_url: "https://central.example".into(),
            ca_pem: "PEM".into(),
            central_verifying_key: [2; 32],
            statement: vec![1],
        }),
    }
}

#[test]
fn a_home_in_use_is_not_emptied_and_one_that_is_left_says_so() {
    let (mut desk, second) = desk();
    desk.charts();
    desk.home.empty().expect_err("nobody said that it may be");
    assert!(desk.home.exists() && desk.charts_path().exists());
    assert_eq!(desk.home.find_farewell().expect("it is whole"), None);

    set_aside(&mut desk, &second);
    let permit = remaining(&desk, &said(&desk, 1, true)).permit();
    let permit = permit.expect("everything is elsewhere");
    desk.home
        .begin_emptying(permit, &farewell())
        .expect("there is room");
    assert!(desk.home.exists(), "saying so removes nothing");
    let _lock = desk.home.lock("test").expect("nobody has it");
    for _ in 0..2 {
        desk.home.empty().expect("it may be done again");
    }
    let left = std::fs::read_dir(desk.home.root()).expect("it is there");
    let mut left: Vec<_> = left.map(|file| file.expect("it is").file_name()).collect();
    left.sort();
    assert_eq!(left, ["lock", "withdrawn"]);
    desk.home.end_farewell(&farewell()).expect("there is room");
    let found = desk.home.find_farewell().expect("it is whole");
    assert_eq!(found.expect("it is said").unsaid, None);
    desk.home.empty().expect_err("another may begin here");
    desk.home.forget_farewell().expect("it can be removed");
    assert_eq!(desk.home.find_farewell().expect("it is whole"), None);
}

fn person(desk: &mut Desk, n: u8) -> charthold_domain::PersonId {
    let id = charthold_domain::PersonId::from_bytes([n; 16]);
    let row = PersonRow {
        person: charthold_domain::Person {
            id,
            username: format!("person{n}"),
            display_name: "Somebody, RN".into(),
            role: charthold_domain::Role::Nurse,
            units: vec![],
        },
        slot: vec![n],
        person_key: vec![n],
        index_key: Some(vec![n]),
        lease_until: Timestamp::from_millis(1),
        last_seen: Timestamp::from_millis(1),
        locked_at: None,
        failures: 0,
        failed_at: None,
        preferences: None,
        sign_on: false,
    };
    desk.journal.save_person(&row).expect("there is room");
    let keys = [(
        CHART,
        (charthold_domain::Compartment::Normal, 1, vec![n, n]),
    )];
    desk.journal
        .save_chart_keys(id, &keys)
        .expect("there is room");
    id
}

fn type_a_note(desk: &mut Desk, author: charthold_domain::PersonId) {
    let draft = DraftRow {
        person: author,
        chart: CHART,
        draft: RecordId::from_bytes([8; 16]),
        sealed: vec![1],
        saved_at: at(1),
        parents: Vec::new(),
    };
    desk.journal.save_draft(&draft).expect("there is room");
}

fn slots(journal: &Journal) -> Vec<charthold_domain::PersonId> {
    let people = journal.list_people().expect("it is whole");
    people.iter().map(|row| row.person.id).collect()
}

#[test]
fn what_opens_charts_goes_and_what_is_to_be_sent_stays() {
    let (mut desk, _) = desk();
    let (typing, done) = (person(&mut desk, 21), person(&mut desk, 22));
    type_a_note(&mut desk, typing);
    for _ in 0..2 {
        desk.journal
            .forget_what_opens_charts()
            .expect("there is room");
    }
    assert_eq!(slots(&desk.journal), [typing], "the text opens with it");
    for id in [typing, done] {
        assert_eq!(desk.journal.all_chart_keys(id).expect("it is whole"), []);
    }
    let kept = desk.journal.find_person(typing).expect("it is whole");
    assert_eq!(kept.expect("she is").index_key, None);
    assert_eq!(
        desk.journal.counts().expect("it is whole").ops_unconfirmed,
        1
    );
    let unsent = desk.journal.unsent((0, 99), 9, (9_999, 9_999));
    assert_eq!(unsent.expect("it is whole").groups.len(), 1);
}

#[test]
fn the_last_event_is_recorded_once_and_again_when_it_is_not_the_last() {
    let (mut desk, _) = desk();
    let typing = person(&mut desk, 21);
    type_a_note(&mut desk, typing);
    let (lost, last) = (
        desk.event(Subtype::DraftLost),
        desk.event(Subtype::DeviceEmptied),
    );
    let again = desk.event(Subtype::DeviceEmptied);
    let between = desk.event(Subtype::Exchange);
    let mut record = |last: &AuditEvent| {
        let told = |typed: Option<Typed>| match typed {
            Some((person, chart, _)) => AuditEvent {
                person: Some(person),
                chart: Some(chart),
                ..lost.clone()
            },
            None => last.clone(),
        };
        let recorded = desk.journal.record_leaving(&told, &desk.author.secret);
        recorded.expect("there is room")
    };
    assert!(record(&last));
    assert!(!record(&again), "it is the last one");
    desk.journal
        .record(&between, &desk.author.secret)
        .expect("there is room");
    let mut record = |last: &AuditEvent| {
        let told = |typed: Option<Typed>| {
            assert_eq!(typed, None, "each loss is told once");
            last.clone()
        };
        let recorded = desk.journal.record_leaving(&told, &desk.author.secret);
        recorded.expect("there is room")
    };
    assert!(record(&again));
    let told = desk.journal.list_audit(None, None, 4).expect("it is whole");
    let told: Vec<_> = told
        .iter()
        .map(|event| (event.subtype, event.person))
        .collect();
    assert_eq!(
        told,
        [
            (Subtype::DeviceEmptied, Some(PERSON)),
            (Subtype::Exchange, Some(PERSON)),
            (Subtype::DeviceEmptied, Some(PERSON)),
            (Subtype::DraftLost, Some(typing)),
        ]
    );
}

#[test]
fn somebody_who_left_goes_when_their_work_is_safe_and_others_stay() {
    let (mut desk, _) = desk();
    let (hers, other) = (PERSON, person(&mut desk, 22));
    person(&mut desk, 5);
    let told = desk.event(Subtype::PersonLetGo);
    let go = |desk: &mut Desk| {
        let gone = desk.journal.let_person_go(hers, &told, &desk.author.secret);
        gone.expect("it is whole")
    };
    desk.journal.save_durable(1, &[(CHART, 1)]).expect("room");
    assert!(!go(&mut desk), "she wrote what is not sent");
    let unsent = desk.journal.unsent((0, 99), 9, (9_999, 9_999));
    let unsent = unsent.expect("it is whole").groups.remove(0).1.remove(0);
    let second = charthold_chartlog::Operation::parse(unsent).expect("it is one");
    desk.receive(CHART, 2, &[stub(2, &second, None)])
        .expect("it follows");
    assert!(!go(&mut desk), "the backup ends before it");
    desk.journal.save_durable(2, &[(CHART, 2)]).expect("room");
    type_a_note(&mut desk, hers);
    assert!(!go(&mut desk), "her slot opens what she typed");
    let id = RecordId::from_bytes([8; 16]);
    desk.journal
        .discard_draft(hers, CHART, id)
        .expect("there is room");
    assert!(go(&mut desk));
    assert!(!go(&mut desk), "once");
    assert_eq!(slots(&desk.journal), [other]);
    assert_eq!(desk.journal.all_chart_keys(hers).expect("whole"), []);
    assert_eq!(desk.journal.all_chart_keys(other).expect("whole").len(), 1);

    desk.journal.save_closed(&[hers, other]).expect("room");
    assert_eq!(desk.journal.closed().expect("whole"), [hers, other]);
    desk.journal.save_closed(&[]).expect("room");
    assert_eq!(desk.journal.closed().expect("whole"), []);
}

#[test]
fn only_charts_of_people_who_are_still_here_stay() {
    let mut desk = Desk::new();
    let other = person(&mut desk, 22);
    drop(desk.charts());
    let theirs = desk.home.charts_path(other);
    drop(charthold_store::Charts::open_or_create(&theirs, &key(3)).expect("it is new"));
    desk.home.remove_charts_but(&[other]).expect("it is there");
    assert!(!desk.charts_path().exists() && theirs.exists());
    desk.home.remove_projections().expect("it is there");
    assert!(!theirs.exists() && desk.home.exists());
}
