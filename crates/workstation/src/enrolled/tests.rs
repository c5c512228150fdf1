use charthold_domain::DeviceId;
use charthold_store::{Home, Journal};
use charthold_vault::{Anchor, DeviceKeys, MemoryKeyring};
use std::sync::Arc;

use super::Enrolled;
use crate::{Environment, Programme, WorkstationError};

fn environment() -> Environment {
    let programme = Programme {
        name: "test".into(),
        version: "0.1.0".into(),
    };
    Environment {
        keyring: Arc::new(MemoryKeyring::new()),
        ..Environment::system(programme)
    }
}

#[test]
fn an_enrolment_that_was_cut_off_leaves_nothing_in_the_way_of_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = Home::at(folder.path().join("home"));
    let environment = environment();
    home.create().expect("it can be made");
    let keys = DeviceKeys::make((environment.entropy)().as_mut());
    keys.save(environment.keyring.as_ref(), &home.keyring_account())
        .expect("it is kept");
    drop(Journal::create(&home.journal_path(), &keys.journal_key()).expect("a journal"));
    assert!(home.exists(), "the process died here");

    let opened = Enrolled::open(&home, &environment).expect("it can be opened");
    assert!(opened.is_none(), "nobody was enrolled");
    assert!(!home.exists(), "and nothing is left that says otherwise");
}

#[test]
fn a_home_whose_secret_is_gone_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = Home::at(folder.path().join("home"));
    home.create().expect("it can be made");
    let environment = environment();
    let keys = DeviceKeys::make((environment.entropy)().as_mut());
    drop(Journal::create(&home.journal_path(), &keys.journal_key()).expect("a journal"));
    assert!(Enrolled::open(&home, &environment).is_err());
    assert!(home.exists(), "nothing is ever re-created over a home");
}

#[test]
fn a_home_that_was_anchored_and_is_empty_is_no_enrolment_that_was_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = Home::at(folder.path().join("home"));
    let environment = environment();
    home.create().expect("it can be made");
    let (keyring, account) = (environment.keyring.as_ref(), home.keyring_account());
    let keys = DeviceKeys::make((environment.entropy)().as_mut());
    keys.save(keyring, &account).expect("it is kept");
    let device = DeviceId::from_bytes([7; 16]);
    let anchor = Anchor::new(device, (1, [1; 32]), (2, [2; 32]));
    anchor.save(keyring, &account).expect("it is kept");
    drop(Journal::create(&home.journal_path(), &keys.journal_key()).expect("a journal"));

    let opened = Enrolled::open(&home, &environment).map(|_| ());
    assert!(
        matches!(opened, Err(WorkstationError::RolledBack)),
        "{opened:?}"
    );
    assert!(home.exists(), "what is left of it is left");
}
