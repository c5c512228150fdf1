//! The chain in the journal.

use charthold_audit::{AuditChainError, AuditEvent, AuditHead, SealedEvent, Subtype, verify_mac};
use charthold_domain::{AuditEventId, ChartId};
use charthold_store::{Journal, StoreError};
use rusqlite::Connection;

use crate::fixture::{CHART, Desk, at, key};
use charthold_crypto::purpose::Database;

#[test]
fn what_was_recorded_is_there_when_the_journal_is_opened_again() {
    let mut desk = Desk::new();
    let event = desk.event(Subtype::SignedIn);
    let receipt = desk
        .journal
        .record(&event, &desk.author.secret)
        .expect("there is room");
    assert_eq!(receipt.id(), event.id);
    assert_eq!(
        receipt.head(),
        desk.journal.audit_head().expect("it was begun")
    );
    let again = desk.reopen().expect("the key is right");
    assert!(again.has_audit_event(event.id).expect("it is whole"));
    assert!(
        !again
            .has_audit_event(AuditEventId::from_bytes([0; 16]))
            .expect("it is whole")
    );
    assert_eq!(
        again
            .verify_audit(&desk.signer().public())
            .expect("it holds"),
        receipt.head()
    );
}

#[test]
fn an_event_that_central_does_not_have_yet_explains_nothing() {
    let mut desk = Desk::new();
    let explaining = |desk: &Desk| desk.journal.last_confirmed_event().expect("it is whole");
    let sent = desk.event(Subtype::SignedIn);
    let receipt = desk
        .journal
        .record(&sent, &desk.author.secret)
        .expect("there is room");
    assert_eq!(explaining(&desk), None, "central has none");
    let head = receipt.head();
    desk.journal
        .save_audit_receipt(&head, b"receipt")
        .expect("it is this chain's");
    let meanwhile = desk.event(Subtype::ChartOpened);
    desk.journal
        .record(&meanwhile, &desk.author.secret)
        .expect("there is room");
    assert_eq!(explaining(&desk), Some(sent.id), "central has this one");
}

#[test]
fn each_event_is_authenticated_by_a_key_of_its_own() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        let event = desk.event(Subtype::Locked);
        desk.journal
            .record(&event, &desk.author.secret)
            .expect("there is room");
    }
    let mut mac_key = key(2);
    for event in desk
        .journal
        .audit_after(0, usize::MAX)
        .expect("it is whole")
    {
        mac_key = verify_mac(&mac_key, &event).expect("the first key leads to all others");
    }
}

#[test]
fn nothing_is_recorded_before_the_chain_is_begun_and_it_is_begun_once() {
    let desk = Desk::new();
    let path = desk.folder.path().join("fresh.db");
    let mut journal = Journal::create(&path, &key(1)).expect("it is new");
    let mut other = Desk::new();
    let event = other.event(Subtype::SignedIn);
    assert!(matches!(
        journal.record(&event, desk.signer()),
        Err(StoreError::NoSuch { .. })
    ));
    journal.start_audit(&key(2)).expect("it was not begun");
    assert!(matches!(
        journal.start_audit(&key(3)),
        Err(StoreError::Mismatch { .. })
    ));
}

#[test]
fn an_event_is_recorded_once() {
    let mut desk = Desk::new();
    let event = desk.event(Subtype::SignedIn);
    desk.journal
        .record(&event, &desk.author.secret)
        .expect("there is room");
    assert!(desk.journal.record(&event, &desk.author.secret).is_err());
    assert_eq!(desk.journal.audit_head().expect("it was begun").seq, 1);
}

#[test]
fn access_is_had_only_for_what_the_event_says() {
    let mut desk = Desk::new();
    let access = desk.access(CHART);
    assert_eq!(access.chart(), CHART);
    assert_eq!(
        access.receipt().head(),
        desk.journal.audit_head().expect("it was begun")
    );
    let before = desk.journal.audit_head().expect("it was begun");
    let elsewhere = ChartId::from_bytes([200; 16]);
    let person = charthold_domain::Person {
        id: crate::fixture::PERSON,
        username: "tberg".into(),
        display_name: "Tomas Berg, RN".into(),
        role: charthold_domain::Role::Nurse,
        units: vec![crate::fixture::UNIT],
    };
    let ask = charthold_access::Ask {
        person: &person,
        chart: CHART,
        unit: Some(crate::fixture::UNIT),
        deed: charthold_access::Deed::ReadChart,
    };
    let charthold_access::Decision::Granted(granted) = charthold_access::decide(&ask) else {
        panic!("a nurse reads her unit")
    };
    let event = AuditEvent {
        chart: Some(elsewhere),
        ..desk.event(Subtype::ChartOpened)
    };
    let refused = desk.journal.grant(granted, &event, &desk.author.secret);
    assert!(matches!(refused, Err(StoreError::Mismatch { .. })));
    assert_eq!(desk.journal.audit_head().expect("it was begun"), before);
}

#[test]
fn events_go_out_in_batches_and_a_receipt_confirms_them() {
    let mut desk = Desk::new();
    for _ in 0..5 {
        let event = desk.event(Subtype::Locked);
        desk.journal
            .record(&event, &desk.author.secret)
            .expect("there is room");
    }
    let first = desk.journal.audit_after(0, 1).expect("it is whole");
    assert_eq!(
        first.len(),
        1,
        "at least one goes out however little room there is"
    );
    let head = desk
        .journal
        .audit_after(0, usize::MAX)
        .expect("it is whole")[2]
        .head();
    desk.journal
        .save_audit_receipt(&head, b"signed")
        .expect("it is ours");
    assert_eq!(desk.journal.audit_confirmed().expect("it was begun"), head);
    assert_eq!(
        desk.journal
            .counts()
            .expect("it is whole")
            .audit_unconfirmed,
        2
    );
    assert_eq!(
        desk.journal.audit_receipt().expect("it was begun"),
        Some(b"signed".to_vec())
    );
    let earlier = first[0].head();
    desk.journal
        .save_audit_receipt(&earlier, b"late")
        .expect("it is ours");
    assert_eq!(
        desk.journal.audit_confirmed().expect("it was begun"),
        head,
        "never backwards"
    );
    let foreign = AuditHead {
        seq: 4,
        hash: head.hash,
    };
    let refused = desk.journal.save_audit_receipt(&foreign, b"forged");
    assert!(matches!(refused, Err(StoreError::Mismatch { .. })));
}

#[test]
fn what_a_central_put_back_from_a_copy_lost_is_unsent_again() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        let event = desk.event(Subtype::Locked);
        desk.journal
            .record(&event, &desk.author.secret)
            .expect("there is room");
    }
    let events = desk
        .journal
        .audit_after(0, usize::MAX)
        .expect("it is whole");
    let heads: Vec<AuditHead> = events.iter().map(SealedEvent::head).collect();
    let mut journal = desk.journal;
    journal
        .save_audit_receipt(&heads[2], b"before")
        .expect("it is ours");
    journal
        .shorten_confirmed_audit(&heads[0], b"after")
        .expect("it is ours");
    assert_eq!(journal.audit_confirmed().expect("it was begun"), heads[0]);
    let again = journal.audit_after(1, usize::MAX).expect("it is whole");
    assert_eq!(again, events[1..], "the rest goes out once more");
    let foreign = AuditHead {
        seq: 1,
        hash: heads[1].hash,
    };
    let refused = journal.shorten_confirmed_audit(&foreign, b"forged");
    assert!(matches!(refused, Err(StoreError::Mismatch { .. })));
    journal
        .shorten_confirmed_audit(&AuditHead::EMPTY, b"nothing")
        .expect("an empty central is one, too");
    journal
        .shorten_confirmed_audit(&heads[2], b"more")
        .expect("it is ours");
    let confirmed = journal.audit_confirmed().expect("it was begun");
    assert_eq!(confirmed, AuditHead::EMPTY, "only backwards");
}

#[test]
fn events_are_listed_by_chart_and_time_newest_first() {
    let mut desk = Desk::new();
    for second in 0..4 {
        let chart = (second % 2 == 0).then_some(CHART);
        let event = AuditEvent {
            chart,
            at: at(second),
            ..desk.event(Subtype::ChartOpened)
        };
        desk.journal
            .record(&event, &desk.author.secret)
            .expect("there is room");
    }
    let seconds = |chart, since, limit| -> Vec<i64> {
        let events = desk
            .journal
            .list_audit(chart, since, limit)
            .expect("it is whole");
        events
            .iter()
            .map(|event| (event.at.as_millis() - at(0).as_millis()) / 1000)
            .collect()
    };
    assert_eq!(seconds(None, None, 9), [3, 2, 1, 0]);
    assert_eq!(seconds(Some(CHART), None, 9), [2, 0]);
    assert_eq!(seconds(None, Some(at(2)), 9), [3, 2]);
    assert_eq!(seconds(None, None, 1), [3]);
}

/// The journal as somebody with its key would change it.
fn tamper(desk: &Desk, sql: &str) -> rusqlite::Result<()> {
    let connection = Connection::open(desk.home.journal_path())?;
    let literal = key::<Database>(1).sqlcipher_literal();
    connection.execute_batch(&format!(
        "PRAGMA key = \"{}\"; PRAGMA cipher_page_size = 16384;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
        literal.expose()
    ))?;
    connection.execute_batch(sql)
}

#[test]
fn a_changed_or_shortened_chain_does_not_verify() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        let event = desk.event(Subtype::Locked);
        desk.journal
            .record(&event, &desk.author.secret)
            .expect("there is room");
    }
    let device = desk.signer().public();
    assert!(
        tamper(&desk, "DELETE FROM audit_event WHERE seq = 3").is_err(),
        "append-only"
    );
    assert!(
        tamper(&desk, "UPDATE audit_event SET at = 0").is_err(),
        "append-only"
    );
    let drop_guards = "DROP TRIGGER audit_event_is_never_removed;
                       DROP TRIGGER audit_event_is_never_changed;";
    tamper(&desk, drop_guards).expect("who has the key can do this");
    tamper(&desk, "DELETE FROM audit_event WHERE seq = 3").expect("who has the key can do this");
    let shortened = desk.journal.verify_audit(&device);
    assert!(
        matches!(shortened, Err(StoreError::Damaged { .. })),
        "{shortened:?}"
    );
    tamper(&desk, "DELETE FROM audit_event WHERE seq = 1").expect("who has the key can do this");
    let broken = desk.journal.verify_audit(&device);
    assert!(
        matches!(
            broken,
            Err(StoreError::AuditChain(AuditChainError::Broken { seq: 2 }))
        ),
        "{broken:?}"
    );
    let other = charthold_crypto::SigningSecret::make(&mut crate::fixture::Seeded(8)).public();
    let mut fresh = Desk::new();
    let event = fresh.event(Subtype::Locked);
    fresh
        .journal
        .record(&event, &fresh.author.secret)
        .expect("there is room");
    assert!(
        fresh.journal.verify_audit(&other).is_err(),
        "signed by another device"
    );
}
