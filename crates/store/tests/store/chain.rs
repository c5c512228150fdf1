//! What central says about a chart, and what is left to send.

use std::collections::BTreeSet;

use charthold_chartlog::{Envelope, Head, Operation, QuarantineReason, VoidReason};
use charthold_domain::ChartId;
use charthold_store::{IncomingEntry, IncomingFrame, LogKind, OpState, StoreError};

use crate::fixture::{Author, CHART, Desk, Draft, PERSON, entries, entry, record, stub};

const FLAG: &str = r#"{"resourceType":"Flag","id":"f"}"#;

/// A desk with two operations of its own, and one of a colleague elsewhere.
fn two_here_one_there() -> (Desk, Operation, Operation, Operation) {
    let mut desk = Desk::new();
    let mine = desk.write_record(1, FLAG);
    let next = desk.write_record(2, FLAG);
    let theirs = Author::new(8, PERSON).operation(&Draft::new(record(3), FLAG));
    (desk, mine, next, theirs)
}

fn state(desk: &Desk, operation: &Operation) -> OpState {
    let stored = desk
        .journal
        .find_operation(operation.core().op)
        .expect("it is whole");
    stored.expect("it is here").state
}

fn waiting(desk: &Desk) -> Vec<(ChartId, Vec<Envelope>)> {
    let unsent = desk
        .journal
        .unsent((0, u64::MAX >> 1), 9, (usize::MAX, usize::MAX));
    unsent.expect("it is whole").groups
}

#[test]
fn entries_confirm_own_operations_and_bring_those_of_others() {
    let (mut desk, mine, next, theirs) = two_here_one_there();
    let frame = [stub(1, &mine, None), entry(2, &theirs)];
    let applied = desk.receive(CHART, 2, &frame).expect("they follow");
    assert_eq!((applied.new_operations, applied.head.seq), (1, 2));
    assert_eq!(desk.journal.head(CHART).expect("it is whole"), applied.head);
    assert_eq!(state(&desk, &mine), OpState::Confirmed { seq: 1 });
    assert_eq!(state(&desk, &theirs), OpState::Confirmed { seq: 2 });
    assert_eq!(state(&desk, &next), OpState::Unconfirmed);
    let again = desk
        .receive(CHART, 2, &frame)
        .expect("a reply may come twice");
    assert_eq!((again.new_operations, again.head), (0, applied.head));
    let counts = desk.journal.unconfirmed_by_chart().expect("it is whole");
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(CHART, 1)]);
}

#[test]
fn a_chart_is_complete_when_everything_central_spoke_of_is_here() {
    let (mut desk, mine, _, theirs) = two_here_one_there();
    assert!(
        !desk.journal.is_complete(CHART).expect("it is"),
        "central has not spoken"
    );
    desk.receive(CHART, 2, &[stub(1, &mine, None)])
        .expect("it follows");
    assert!(!desk.journal.is_complete(CHART).expect("it is"));
    desk.receive(CHART, 2, &[entry(2, &theirs)])
        .expect("it follows");
    assert!(desk.journal.is_complete(CHART).expect("it is"));
}

fn frame(chart: ChartId, entries: &[IncomingEntry]) -> IncomingFrame {
    IncomingFrame {
        chart,
        registration: None,
        server_seq: 9,
        entries: entries.to_vec(),
    }
}

/// Nothing of a refused frame is kept.
fn assert_refused(desk: &mut Desk, chart: ChartId, entries: &[IncomingEntry], what: &str) {
    let refused = desk.journal.apply_frames(&[frame(chart, entries)]);
    assert!(
        matches!(refused, Err(StoreError::ChainBroken { .. })),
        "{what}"
    );
    assert_untouched(desk, chart, what);
}

/// Nothing of a frame is kept in which the content of an operation is lacking.
fn assert_lacking(desk: &mut Desk, chart: ChartId, entries: &[IncomingEntry], what: &str) {
    let lacking = desk.journal.apply_frames(&[frame(chart, entries)]);
    assert_eq!(lacking.expect("there is room"), [None], "{what}");
    assert_untouched(desk, chart, what);
}

fn assert_untouched(desk: &Desk, chart: ChartId, what: &str) {
    assert_eq!(
        desk.journal.head(chart).expect("it is whole"),
        Head::EMPTY,
        "{what}"
    );
    let counts = desk.journal.counts().expect("it is whole");
    assert_eq!((counts.ops_unconfirmed, counts.charts), (2, 1), "{what}");
    assert_eq!(
        desk.journal
            .operations_after(CHART, 0, 9)
            .expect("it is")
            .len(),
        2,
        "{what}"
    );
}

#[test]
fn entries_that_do_not_follow_are_refused_whole() {
    let (mut desk, mine, _, theirs) = two_here_one_there();
    let first = stub(1, &mine, None);
    let gap = [first.clone(), entry(3, &theirs)];
    assert_refused(&mut desk, CHART, &gap, "a gap");
    assert_refused(&mut desk, CHART, &[entry(2, &theirs)], "another beginning");
    let twice = [entry(1, &theirs), first, entry(3, &theirs)];
    assert_refused(&mut desk, CHART, &twice, "the same operation twice");
}

#[test]
fn charts_before_one_whose_chain_is_broken_are_kept() {
    let (mut desk, mine, _, theirs) = two_here_one_there();
    let elsewhere = ChartId::from_bytes([66; 16]);
    let good = frame(CHART, &[stub(1, &mine, None)]);
    let broken = frame(elsewhere, &[entry(1, &theirs)]);
    let behind = frame(CHART, &[entry(2, &theirs)]);
    let refused = desk.journal.apply_frames(&[good, broken, behind]);
    assert!(matches!(refused, Err(StoreError::ChainBroken { seq: 1 })));
    assert_eq!(state(&desk, &mine), OpState::Confirmed { seq: 1 });
    assert_eq!(desk.journal.head(CHART).expect("it is whole").seq, 1);
    let head = desk.journal.head(elsewhere).expect("it is whole");
    assert_eq!(head, Head::EMPTY);
}

#[test]
fn entries_of_operations_that_are_not_what_they_are_called_are_refused_whole() {
    let (mut desk, mine, _, theirs) = two_here_one_there();
    let other = ChartId::from_bytes([66; 16]);
    assert_refused(
        &mut desk,
        other,
        &[entry(1, &theirs)],
        "an operation of another chart",
    );
    let own = stub(1, &mine, None);
    let unknown = stub(2, &theirs, None);
    let elsewhere = std::slice::from_ref(&own);
    assert_lacking(&mut desk, other, elsewhere, "an own one of another chart");
    assert_lacking(&mut desk, CHART, &[own, unknown], "one that nobody has");
    let forged = IncomingEntry {
        op_hash: theirs.hash(),
        ..entry(1, &mine)
    };
    assert_refused(&mut desk, CHART, &[forged], "one under the hash of another");
}

#[test]
fn the_outbox_keeps_causal_order_and_its_limits() {
    let mut desk = Desk::new();
    let other = ChartId::from_bytes([66; 16]);
    let mut written = Vec::new();
    for n in 1..=6 {
        let chart = if n % 2 == 0 { other } else { CHART };
        let operation = desk.author.operation(&Draft {
            chart,
            ..Draft::new(record(n), FLAG)
        });
        desk.write(std::slice::from_ref(&operation));
        written.push(operation);
    }
    let envelopes = |picked: &[usize]| -> Vec<_> {
        picked
            .iter()
            .map(|index| written[*index].envelope().clone())
            .collect()
    };
    let unsent = |after, max_ops, max_bytes| {
        let unsent = desk
            .journal
            .unsent((after, 6), max_ops, (max_bytes, usize::MAX));
        unsent.expect("it is whole")
    };
    let all = unsent(0, 100, usize::MAX);
    assert_eq!(
        all.groups,
        [
            (CHART, envelopes(&[0, 2, 4])),
            (other, envelopes(&[1, 3, 5]))
        ]
    );
    let little = unsent(0, 100, 1);
    assert_eq!(
        little.groups,
        [(CHART, envelopes(&[0]))],
        "at least one however little room there is"
    );
    let some = unsent(little.last, 2, usize::MAX);
    assert_eq!(
        some.groups,
        [(other, envelopes(&[1])), (CHART, envelopes(&[2]))]
    );
    let alone = desk.journal.unsent((0, 6), 100, (usize::MAX, 0));
    assert_eq!(
        alone.expect("it is whole").groups,
        [(CHART, envelopes(&[0]))],
        "a large one travels alone"
    );
    let early = desk.journal.unsent((0, 1), 100, (usize::MAX, usize::MAX));
    assert_eq!(
        early.expect("it is whole").groups,
        [(CHART, envelopes(&[0]))],
        "what was written later waits"
    );
    assert_eq!(desk.journal.last_place().expect("it is whole"), 6);
    let none = unsent(all.last, 100, usize::MAX);
    assert_eq!((none.groups, none.last), (vec![], all.last));
}

#[test]
fn what_is_in_quarantine_is_not_sent_but_listed() {
    let (mut desk, mine, next, theirs) = two_here_one_there();
    let reason = QuarantineReason::OutOfScope;
    desk.journal
        .mark_quarantined(mine.core().op, reason)
        .expect("it is unconfirmed");
    assert_eq!(state(&desk, &mine), OpState::Quarantined { reason });
    let waiting = waiting(&desk);
    assert_eq!(waiting, [(CHART, vec![next.envelope().clone()])]);
    let counts = desk.journal.counts().expect("it is whole");
    assert_eq!((counts.ops_unconfirmed, counts.ops_quarantined), (1, 1));
    let listed = desk.journal.list_unconfirmed(9).expect("it is whole");
    assert_eq!(listed.len(), 2, "people see it");
    assert_eq!(
        desk.journal.list_unconfirmed(1).expect("it is whole").len(),
        1
    );
    let unknown = desk.journal.mark_quarantined(theirs.core().op, reason);
    assert!(matches!(unknown, Err(StoreError::NoSuch { .. })));
}

#[test]
fn what_central_says_it_has_waits_for_its_chain_and_is_sent_again_when_that_does_not_show_it() {
    let (mut desk, mine, next, _) = two_here_one_there();
    let both = [mine.core().op, next.core().op];
    let all = vec![(
        CHART,
        [&mine, &next].map(|op| op.envelope().clone()).to_vec(),
    )];
    desk.journal.acknowledge(&both).expect("there is room");
    assert_eq!(waiting(&desk), [], "it is not sent at every contact");
    assert_eq!(state(&desk, &mine), OpState::Unconfirmed);
    let counts = desk.journal.counts().expect("it is whole");
    assert_eq!(counts.ops_unconfirmed, 2, "an answer confirms nothing");

    desk.journal.offer_again_unproven().expect("there is room");
    assert_eq!(waiting(&desk), [], "no chain out of scope was pulled");
    desk.journal
        .save_scope(&[(CHART, LogKind::Patient, None)])
        .expect("there is room");
    desk.journal.offer_again_unproven().expect("there is room");
    assert_eq!(waiting(&desk), all);

    desk.journal.acknowledge(&both).expect("there is room");
    desk.journal
        .doubt_chains(&BTreeSet::new())
        .expect("there is room");
    assert_eq!(waiting(&desk), all, "it was said in another epoch");
}

#[test]
fn a_new_epoch_sends_everything_again_and_keeps_everything() {
    let (mut desk, mine, next, theirs) = two_here_one_there();
    let reason = VoidReason::AlreadySigned;
    let frame = [stub(1, &mine, Some(reason)), entry(2, &theirs)];
    desk.receive(CHART, 2, &frame).expect("they follow");
    assert_eq!(state(&desk, &mine), OpState::Void { seq: 1, reason });
    let quarantined = QuarantineReason::DeviceRevoked;
    desk.journal
        .mark_quarantined(next.core().op, quarantined)
        .expect("it is unconfirmed");
    desk.journal
        .doubt_chains(&BTreeSet::new())
        .expect("there is room");
    assert_eq!(desk.journal.head(CHART).expect("it is whole"), Head::EMPTY);
    assert!(!desk.journal.is_complete(CHART).expect("it is whole"));
    let waiting = waiting(&desk);
    let all: Vec<_> = [&mine, &next, &theirs]
        .map(|op| op.envelope().clone())
        .to_vec();
    assert_eq!(
        waiting,
        [(CHART, all)],
        "the operations of others too: this may be the last copy"
    );
    let frame = entries(1, &[&theirs, &mine, &next]);
    let applied = desk
        .receive(CHART, 3, &frame)
        .expect("another order is lawful");
    assert_eq!(applied.new_operations, 0);
    assert_eq!(state(&desk, &mine), OpState::Confirmed { seq: 2 });
    assert_eq!(
        desk.journal.counts().expect("it is whole").ops_unconfirmed,
        0
    );
}

#[test]
fn a_chain_is_shortened_to_what_is_proven_and_goes_on_from_there() {
    let mut desk = Desk::new();
    let written: Vec<Operation> = (1..=4).map(|n| desk.write_record(n, FLAG)).collect();
    let void = Some(VoidReason::AlreadySigned);
    let frame = [
        stub(1, &written[0], None),
        stub(2, &written[1], void),
        stub(3, &written[2], None),
    ];
    let two = desk.receive(CHART, 3, &frame[..2]);
    let two = two.expect("they follow").head;
    desk.receive(CHART, 3, &frame[2..]).expect("it follows");
    let told = desk.journal.list_void(9).expect("it is whole");
    let told: Vec<_> = told.iter().map(|one| one.operation.hash()).collect();
    assert_eq!(told, [written[1].hash()], "its author is to be told");

    let provable = BTreeSet::from([CHART]);
    desk.journal.doubt_chains(&provable).expect("there is room");
    assert_eq!(
        state(&desk, &written[2]),
        OpState::Confirmed { seq: 3 },
        "what a pull can prove is not given up before"
    );
    let head = desk.journal.shorten_chain(CHART, 2).expect("it is whole");
    assert_eq!(head, two, "the head is the one it had there");
    assert_eq!(desk.journal.head(CHART).expect("it is whole"), two);
    let reason = VoidReason::AlreadySigned;
    assert_eq!(state(&desk, &written[1]), OpState::Void { seq: 2, reason });
    assert_eq!(state(&desk, &written[2]), OpState::Unconfirmed);
    assert!(
        !desk.journal.is_complete(CHART).expect("it is whole"),
        "central has not said yet what it has"
    );

    desk.journal.note_complete(&[CHART]).expect("there is room");
    assert!(desk.journal.is_complete(CHART).expect("it is whole"));
    let frame = [stub(3, &written[3], None), stub(4, &written[2], None)];
    desk.receive(CHART, 4, &frame)
        .expect("another order is lawful");
    assert_eq!(state(&desk, &written[2]), OpState::Confirmed { seq: 4 });
    assert_eq!(
        desk.journal.shorten_chain(CHART, 0).expect("it is whole"),
        Head::EMPTY
    );
    let counts = desk.journal.counts().expect("it is whole");
    assert_eq!(counts.ops_unconfirmed, 4, "at zero nothing is confirmed");
}

#[test]
fn what_was_kept_aside_for_want_of_scope_is_sent_again_when_the_chart_is_back() {
    let (mut desk, mine, next, _) = two_here_one_there();
    let (scope, fork) = (QuarantineReason::OutOfScope, QuarantineReason::ForkedDevice);
    for (operation, reason) in [(&mine, scope), (&next, fork)] {
        desk.journal
            .mark_quarantined(operation.core().op, reason)
            .expect("it is unconfirmed");
    }
    desk.journal.save_scope(&[]).expect("there is room");
    desk.journal.offer_again_in_scope().expect("there is room");
    assert_eq!(
        state(&desk, &mine),
        OpState::Quarantined { reason: scope },
        "the chart is still out of scope"
    );
    desk.journal
        .save_scope(&[(CHART, LogKind::Patient, None)])
        .expect("there is room");
    desk.journal.offer_again_in_scope().expect("there is room");
    assert_eq!(state(&desk, &mine), OpState::Unconfirmed);
    assert_eq!(
        state(&desk, &next),
        OpState::Quarantined { reason: fork },
        "a fork does not end with scope"
    );
}
