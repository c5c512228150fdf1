//! What the workstation knows of itself, its people, its scope and its keys.

use charthold_chartlog::Head;
use charthold_crypto::VerifyingKey;
use charthold_domain::{
    BootTime, ChartId, Colleague, Compartment, DeviceId, Person, PersonId, Role, Timestamp, Unit,
    UnitId,
};
use charthold_store::{LogKind, PersonRow, SharedJournal, StoreError};

use crate::fixture::{CHART, Desk, PERSON, UNIT, at};

fn person(n: u8, username: &str, last_seen: Timestamp) -> PersonRow {
    PersonRow {
        person: Person {
            id: PersonId::from_bytes([n; 16]),
            username: username.into(),
            display_name: "Tomas Berg, RN".into(),
            role: Role::Nurse,
            units: vec![UNIT, UnitId::from_bytes([10; 16])],
        },
        slot: vec![1, 2, 3],
        person_key: vec![4],
        index_key: None,
        lease_until: at(500),
        last_seen,
        locked_at: None,
        failures: 0,
        failed_at: None,
        preferences: None,
        sign_on: false,
    }
}

#[test]
fn the_identity_and_the_settings_outlive_the_process() {
    let mut desk = Desk::new();
    assert_eq!(desk.journal.find_identity().expect("it is whole"), None);
    let identity = desk.enrol();
    assert_eq!(desk.journal.epoch().expect("it is whole"), 0);
    desk.journal.set_epoch(7).expect("there is room");
    desk.journal
        .set_setting("policy", "{}")
        .expect("there is room");
    let units: Vec<Unit> = [("5A", 11), ("4B", 9)]
        .map(|(name, n)| Unit {
            id: UnitId::from_bytes([n; 16]),
            name: name.into(),
        })
        .to_vec();
    desk.journal.save_units(&units).expect("there is room");
    desk.journal.save_units(&units).expect("the same again");
    let again = desk.reopen().expect("the key is right");
    assert_eq!(again.find_identity().expect("it is whole"), Some(identity));
    assert_eq!(again.epoch().expect("it is whole"), 7);
    assert_eq!(
        again.setting("policy").expect("it is whole").as_deref(),
        Some("{}")
    );
    assert_eq!(again.setting("other").expect("it is whole"), None);
    let names: Vec<_> = again
        .list_units()
        .expect("it is")
        .into_iter()
        .map(|u| u.name)
        .collect();
    assert_eq!(names, ["4B", "5A"]);
}

#[test]
fn people_are_kept_and_the_last_one_comes_first() {
    let mut desk = Desk::new();
    let (tomas, ana) = (person(5, "tberg", at(1)), person(6, "aruiz", at(2)));
    for row in [&tomas, &ana] {
        desk.journal.save_person(row).expect("there is room");
    }
    let journal = &mut desk.journal;
    let failed_at = BootTime(std::time::Duration::from_millis(60));
    assert_eq!(journal.list_people().expect("it is"), [ana, tomas.clone()]);
    assert_eq!(
        journal.find_person_by_username("tberg").expect("it is"),
        Some(tomas.clone())
    );
    assert_eq!(
        journal.find_person_by_username("nobody").expect("it is"),
        None
    );
    journal
        .note_failures(PERSON, 3, failed_at)
        .expect("they are known");
    journal.note_locked(PERSON, at(10)).expect("they are known");
    journal.save_lease(PERSON, at(900)).expect("they are known");
    journal
        .save_index_key(PERSON, &[8])
        .expect("they are known");
    journal
        .save_preferences(PERSON, "{}")
        .expect("they are known");
    let expected = PersonRow {
        failures: 3,
        failed_at: Some(failed_at),
        locked_at: Some(at(10)),
        lease_until: at(900),
        index_key: Some(vec![8]),
        preferences: Some("{}".into()),
        sign_on: false,
        ..tomas
    };
    assert_eq!(journal.find_person(PERSON).expect("it is"), Some(expected));
    let nobody = journal.note_locked(PersonId::from_bytes([99; 16]), at(1));
    assert!(matches!(nobody, Err(StoreError::NoSuch { .. })));
    let namesake = journal.save_person(&person(7, "tberg", at(3)));
    assert!(namesake.is_err(), "a user name is one person's");
}

#[test]
fn the_scope_says_what_is_held_and_which_keys_are_missing() {
    let mut desk = Desk::new();
    let facility = ChartId::from_bytes([3; 16]);
    let scope = [
        (CHART, LogKind::Patient, Some(UNIT)),
        (facility, LogKind::Facility, None),
    ];
    desk.journal.save_scope(&scope).expect("there is room");
    assert_eq!(desk.journal.scope().expect("it is"), scope);
    assert_eq!(desk.journal.unit_of(CHART).expect("it is"), Some(UNIT));
    assert_eq!(desk.journal.unit_of(facility).expect("it is"), None);
    let admitted = ChartId::from_bytes([50; 16]);
    desk.journal
        .add_to_scope(admitted, UNIT)
        .expect("there is room");
    let part = Compartment::Restricted;
    let wrapped = |bytes: &[u8]| (CHART, (part, 2, bytes.to_vec()));
    desk.journal
        .save_chart_keys(PERSON, &[wrapped(b"wrapped"), wrapped(b"again")])
        .expect("there is room");
    let missing = desk.journal.charts_without_keys(PERSON).expect("it is");
    assert_eq!(missing, [facility, admitted]);
    let key = (part, 2, b"again".to_vec());
    assert_eq!(
        desk.journal.chart_keys(PERSON, CHART).expect("it is"),
        std::slice::from_ref(&key)
    );
    assert_eq!(
        desk.journal.all_chart_keys(PERSON).expect("it is"),
        [(CHART, key)]
    );
    let other = PersonId::from_bytes([6; 16]);
    assert!(
        desk.journal
            .all_chart_keys(other)
            .expect("it is")
            .is_empty()
    );
    desk.journal.save_scope(&[]).expect("there is room");
    assert!(
        desk.journal
            .charts_without_keys(PERSON)
            .expect("it is")
            .is_empty()
    );
}

#[test]
fn a_device_never_changes_its_key() {
    let mut desk = Desk::new();
    let device = DeviceId::from_bytes([70; 16]);
    assert_eq!(desk.journal.find_device_key(device).expect("it is"), None);
    let key = VerifyingKey([1; 32]);
    desk.journal
        .save_device_certificate(device, &key, b"one")
        .expect("it is new");
    desk.journal
        .save_device_certificate(device, &key, b"renewed")
        .expect("the key is the same");
    let swapped = desk
        .journal
        .save_device_certificate(device, &VerifyingKey([2; 32]), b"two");
    assert!(matches!(swapped, Err(StoreError::Mismatch { .. })));
    assert_eq!(
        desk.journal.find_device_key(device).expect("it is"),
        Some(key)
    );
}

#[test]
fn a_place_is_kept_for_its_person() {
    let mut desk = Desk::new();
    assert_eq!(desk.journal.find_place(PERSON).expect("it is"), None);
    desk.journal
        .save_place(PERSON, b"ward")
        .expect("there is room");
    desk.journal
        .save_place(PERSON, b"chart")
        .expect("there is room");
    assert_eq!(
        desk.journal.find_place(PERSON).expect("it is"),
        Some(b"chart".to_vec())
    );
}

#[test]
fn a_thread_that_died_with_the_journal_leaves_an_error_not_a_crash() {
    let desk = Desk::new();
    let shared = SharedJournal::new(desk.reopen().expect("the key is right"));
    let other = shared.clone();
    let died = std::thread::spawn(move || other.with(|_| -> Result<(), _> { panic!("it died") }));
    assert!(died.join().is_err());
    let refused = shared.with(|journal| journal.counts());
    assert!(matches!(refused, Err(StoreError::Mismatch { .. })));
}

#[test]
fn who_wrote_has_a_name_whether_they_were_here_or_not() {
    let mut desk = Desk::new();
    let colleague = |n: u8, name: &str, role| Colleague {
        id: PersonId::from_bytes([n; 16]),
        display_name: name.to_owned(),
        role,
    };
    let there = colleague(50, "Ingrid Lindqvist, RN", Role::Nurse);
    let gone = colleague(51, "Sam Okafor, MD", Role::Resident);
    let find = |desk: &Desk, id| desk.journal.find_colleague(id).expect("it is whole");
    assert_eq!(find(&desk, there.id), None, "nobody said who that is");
    let all = [there.clone(), gone.clone()];
    desk.journal.save_colleagues(&all).expect("there is room");
    let promoted = Colleague {
        role: Role::Physician,
        ..there
    };
    desk.journal
        .save_colleagues(std::slice::from_ref(&promoted))
        .expect("there is room");
    assert_eq!(find(&desk, promoted.id), Some(promoted.clone()));
    assert_eq!(find(&desk, gone.id), Some(gone), "what they wrote stays");
}

/// What stands for a hello speaks of the scope as central told it, and of no other.
#[test]
fn a_changed_scope_is_asked_for_again() {
    let mut desk = Desk::new();
    let told = |desk: &Desk| desk.journal.hello_validator().expect("it is whole");
    assert_eq!(told(&desk), None);
    let scope = [(CHART, LogKind::Patient, Some(UNIT))];
    let admitted = ChartId::from_bytes([50; 16]);
    let changes: [fn(&mut Desk); 2] = [
        |desk| desk.journal.save_scope(&[]).expect("there is room"),
        |desk| {
            let admitted = ChartId::from_bytes([50; 16]);
            let added = desk.journal.add_to_scope(admitted, UNIT);
            added.expect("there is room");
        },
    ];
    for change in changes {
        desk.journal.save_scope(&scope).expect("there is room");
        desk.journal
            .set_hello_validator(&[0xA7; 32])
            .expect("there is room");
        assert_eq!(told(&desk), Some([0xA7; 32]));
        change(&mut desk);
        assert_eq!(told(&desk), None);
    }
    let heads = desk.journal.heads_in_scope().expect("it is whole");
    assert_eq!(
        heads.into_iter().collect::<Vec<_>>(),
        [(CHART, Head::EMPTY), (admitted, Head::EMPTY)],
        "nothing is held of either"
    );
}
