//! What is not to be held here any more goes, when nothing can be lost with it.

use std::collections::BTreeSet;

use charthold_audit::{AuditEvent, Subtype};
use charthold_chartlog::Operation;
use charthold_domain::{ChartId, RecordId};
use charthold_store::{DraftRow, IncomingFrame, LogKind};

use crate::fixture::{CHART, Desk, Draft, Keys, PERSON, at, entry, record, stub};

const FLAG: &str = r#"{"resourceType":"Flag","id":"f"}"#;
const OTHER: ChartId = ChartId::from_bytes([66; 16]);

/// A desk with two operations of its own, confirmed, in a chart that left its scope.
fn out_of_scope() -> (Desk, [Operation; 2]) {
    let mut desk = Desk::new();
    desk.journal
        .save_scope(&[(CHART, LogKind::Patient, None)])
        .expect("there is room");
    let mine = [desk.write_record(1, FLAG), desk.write_record(2, FLAG)];
    let frame = [stub(1, &mine[0], None), stub(2, &mine[1], None)];
    desk.receive(CHART, 2, &frame).expect("they follow");
    desk.journal.save_scope(&[]).expect("there is room");
    (desk, mine)
}

fn let_go(desk: &mut Desk) -> Vec<ChartId> {
    let_go_but(desk, &BTreeSet::new())
}

fn let_go_but(desk: &mut Desk, open: &BTreeSet<ChartId>) -> Vec<ChartId> {
    let event = desk.event(Subtype::ChartLetGo);
    let told = |chart| AuditEvent {
        chart: Some(chart),
        ..event.clone()
    };
    let gone = desk.journal.let_go(open, &told, &desk.author.secret);
    gone.expect("it is whole")
}

fn told_of(desk: &Desk) -> usize {
    let told = desk.journal.list_audit(Some(CHART), None, 99);
    let told = told.expect("it is whole").into_iter();
    told.filter(|event| event.subtype == Subtype::ChartLetGo)
        .count()
}

fn not_in_backup(desk: &Desk) -> u32 {
    desk.journal.counts().expect("it is whole").not_in_backup
}

fn held(desk: &Desk) -> usize {
    let operations = desk.journal.operations_after(CHART, 0, 9);
    operations.expect("it is whole").len()
}

#[test]
fn nothing_goes_before_it_is_durable() {
    let (mut desk, _) = out_of_scope();
    assert_eq!(let_go(&mut desk), [], "no backup was told of");
    assert_eq!(not_in_backup(&desk), 2);
    desk.journal.save_durable(4, &[(CHART, 1)]).expect("room");
    assert_eq!(let_go(&mut desk), [], "the backup lacks the last entry");
    assert_eq!(not_in_backup(&desk), 1);
    desk.journal.save_durable(5, &[(CHART, 2)]).expect("room");
    assert_eq!(not_in_backup(&desk), 0);
    assert_eq!(told_of(&desk), 0, "nothing went");
    assert_eq!(let_go(&mut desk), [CHART]);
    assert_eq!(told_of(&desk), 1, "an audit event tells of it");
    assert_eq!((held(&desk), let_go(&mut desk)), (0, vec![]));
    assert_eq!(desk.journal.known_backup().expect("it is whole"), 5);
}

#[test]
fn a_later_backup_takes_the_place_of_the_one_before() {
    let (mut desk, _) = out_of_scope();
    desk.journal.save_durable(4, &[(CHART, 2)]).expect("room");
    desk.journal.save_durable(5, &[]).expect("room");
    assert_eq!(let_go(&mut desk), []);
}

#[test]
fn a_restore_makes_everything_doubtful_again() {
    let (mut desk, _) = out_of_scope();
    desk.journal.save_durable(4, &[(CHART, 2)]).expect("room");
    let provable = BTreeSet::from([CHART]);
    desk.journal.doubt_chains(&provable).expect("there is room");
    assert_eq!(desk.journal.known_backup().expect("it is whole"), 0);
    assert_eq!(let_go(&mut desk), []);
}

#[test]
fn what_is_in_scope_unsent_open_or_in_a_draft_stays() {
    let (mut desk, _) = out_of_scope();
    desk.journal.save_durable(4, &[(CHART, 2)]).expect("room");
    let open = BTreeSet::from([CHART]);
    assert_eq!(let_go_but(&mut desk, &open), []);
    let scope = [(CHART, LogKind::Patient, None)];
    desk.journal.save_scope(&scope).expect("there is room");
    assert_eq!(let_go(&mut desk), []);
    desk.journal.save_scope(&[]).expect("there is room");
    let draft = DraftRow {
        person: PERSON,
        chart: CHART,
        draft: RecordId::from_bytes([8; 16]),
        sealed: vec![1],
        saved_at: at(1),
        parents: Vec::new(),
    };
    desk.journal.save_draft(&draft).expect("there is room");
    assert_eq!(let_go(&mut desk), [], "somebody is writing");
    let dropped = desk.journal.discard_draft(PERSON, CHART, draft.draft);
    dropped.expect("there is room");
    desk.write_record(3, FLAG);
    assert_eq!(let_go(&mut desk), [], "something is to be sent");
}

#[test]
fn a_chart_that_comes_back_is_whole_and_written_in_further() {
    let (mut desk, [first, second]) = out_of_scope();
    desk.enrol();
    let mut charts = desk.charts();
    let project = |desk: &Desk, charts: &mut charthold_store::Charts| {
        let projected = charts.project(&desk.journal, CHART, &Keys::all());
        projected.expect("it folds").changed
    };
    assert_eq!(project(&desk, &mut charts), [record(1), record(2)]);
    desk.journal.save_durable(4, &[(CHART, 2)]).expect("room");
    assert_eq!(let_go(&mut desk), [CHART]);
    let elsewhere = Draft {
        chart: OTHER,
        ..Draft::new(record(9), FLAG)
    };
    let elsewhere = desk.author.operation(&elsewhere);
    desk.write(std::slice::from_ref(&elsewhere));

    let missing = IncomingFrame {
        chart: CHART,
        registration: None,
        server_seq: 2,
        entries: vec![stub(1, &first, None), entry(2, &second)],
    };
    let lacking = desk.journal.apply_frames(&[missing]);
    assert_eq!(lacking.expect("there is room"), [None]);
    let back = [entry(1, &first), entry(2, &second)];
    desk.receive(CHART, 2, &back).expect("they follow");
    charts.let_go(&desk.journal).expect("there is room");
    assert_eq!(charts.applied_to(CHART).expect("it is whole"), 0);
    assert_eq!(project(&desk, &mut charts), [record(1), record(2)]);
    charts.let_go(&desk.journal).expect("there is room");
    assert_ne!(
        charts.applied_to(CHART).expect("it is whole"),
        0,
        "it is of what is here"
    );
    let third = desk.write_record(3, FLAG);
    assert_eq!(third.core().device_seq, 3);
    assert_eq!(project(&desk, &mut charts), [record(3)]);
}

#[test]
fn a_workstation_put_back_from_a_copy_goes_on_from_what_it_had_written() {
    let mut before = Desk::new();
    let written = [before.write_record(1, FLAG), before.write_record(2, FLAG)];
    let mut after = Desk::new();
    after.enrol();
    let frame = [entry(1, &written[0]), entry(2, &written[1])];
    after.receive(CHART, 2, &frame).expect("they follow");
    let tip = after.journal.own_tip(CHART, after.author.device);
    assert_eq!(tip.expect("it is whole"), Some((2, written[1].hash())));
}
