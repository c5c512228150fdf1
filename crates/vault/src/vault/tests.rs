use charthold_crypto::OsEntropy;
use charthold_crypto::purpose::{Chart, Index};
use charthold_domain::{BootTime, ChartId, Compartment};

use super::*;
use crate::{Keyring, MemoryKeyring, Pin};

const NURSE: PersonId = PersonId::from_bytes([1; 16]);
const OTHER: PersonId = PersonId::from_bytes([2; 16]);
const SESSION: SessionId = SessionId::from_bytes([3; 16]);
const CHART: ChartId = ChartId::from_bytes([4; 16]);

fn password(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn enrolled() -> (MemoryKeyring, Vault<Locked>) {
    let keyring = MemoryKeyring::new();
    let keys = DeviceKeys::make(&mut OsEntropy);
    keys.save(&keyring, "ws").unwrap();
    (keyring, Vault::new(keys))
}

fn signed_in(vault: &Vault<Locked>) -> NewSlot {
    let secret = password("correct horse battery");
    vault
        .make_slot(SESSION, NURSE, &secret, SlotParams::FLOOR, &mut OsEntropy)
        .unwrap()
}

fn unlock(
    vault: Vault<Locked>,
    person: PersonId,
    slot: &NewSlot,
    text: &str,
) -> Result<Vault<Unlocked>, VaultError> {
    let secret = password(text);
    vault
        .unlock(
            SESSION,
            person,
            &slot.slot_bytes,
            &slot.person_key_wrapped,
            &secret,
        )
        .map_err(|(_, error)| error)
}

fn same<P: charthold_crypto::purpose::KeyPurpose>(left: &Key<P>, right: &Key<P>) -> bool {
    // EXPOSE: a test compares keys.
    left.expose_bytes() == right.expose_bytes()
}

#[test]
fn the_right_password_brings_back_the_same_keys() {
    let (keyring, vault) = enrolled();
    let slot = signed_in(&vault);
    let key = Key::<Chart>::make(&mut OsEntropy);
    let index = Key::<Index>::make(&mut OsEntropy);
    let first = &slot.unlocked;
    let wrapped = first.wrap_chart_key(CHART, Compartment::Normal, 2, &key, &mut OsEntropy);
    let wrapped_index = first.wrap_index_key(&index, &mut OsEntropy);

    let device = DeviceKeys::load_enrolled(&keyring, "ws").unwrap();
    let again = unlock(Vault::new(device), NURSE, &slot, "correct horse battery").unwrap();
    assert_eq!((again.person(), again.session()), (NURSE, SESSION));
    assert!(same(&again.charts_key(), &first.charts_key()));
    assert!(same(&again.draft_key(), &first.draft_key()));
    assert!(same(
        &again
            .unwrap_chart_key(CHART, Compartment::Normal, 2, &wrapped)
            .unwrap(),
        &key
    ));
    assert!(same(
        &again.unwrap_index_key(&wrapped_index).unwrap(),
        &index
    ));
    let signature = again.sign_as_person("test/1", b"message");
    slot.person_public
        .verify("test/1", b"message", &signature)
        .unwrap();
    assert_eq!(again.person_public(), slot.person_public);
}

#[test]
fn a_wrong_password_fails_closed_and_gives_the_vault_back() {
    let (_, vault) = enrolled();
    let slot = signed_in(&vault);
    let wrong = password("wrong");
    let refused = vault.unlock(
        SESSION,
        NURSE,
        &slot.slot_bytes,
        &slot.person_key_wrapped,
        &wrong,
    );
    let (vault, error) = refused.err().unwrap();
    assert_eq!(error, VaultError::NotOpened);
    unlock(vault, NURSE, &slot, "correct horse battery").unwrap();
}

#[test]
fn a_slot_opens_on_its_own_workstation_for_its_own_person_only() {
    let (_, vault) = enrolled();
    let slot = signed_in(&vault);
    let elsewhere = Vault::new(DeviceKeys::make(&mut OsEntropy));
    let refused = unlock(elsewhere, NURSE, &slot, "correct horse battery").err();
    assert_eq!(refused, Some(VaultError::NotOpened));
    let refused = unlock(vault, OTHER, &slot, "correct horse battery").err();
    assert_eq!(refused, Some(VaultError::NotOpened));
}

#[test]
fn a_wrapped_chart_key_opens_in_its_own_place_only() {
    let (_, vault) = enrolled();
    let open = signed_in(&vault).unlocked;
    let key = Key::<Chart>::make(&mut OsEntropy);
    let wrapped = open.wrap_chart_key(CHART, Compartment::Normal, 1, &key, &mut OsEntropy);
    let other_chart = ChartId::from_bytes([5; 16]);
    let elsewhere = [
        open.unwrap_chart_key(other_chart, Compartment::Normal, 1, &wrapped),
        open.unwrap_chart_key(CHART, Compartment::Summary, 1, &wrapped),
        open.unwrap_chart_key(CHART, Compartment::Normal, 2, &wrapped),
    ];
    assert!(
        elsewhere
            .iter()
            .all(|opened| matches!(opened, Err(VaultError::Damaged)))
    );
    assert!(matches!(
        open.unwrap_index_key(&wrapped),
        Err(VaultError::Damaged)
    ));
}

#[test]
fn a_changed_password_keeps_the_keys_and_retires_the_old_one() {
    let (keyring, vault) = enrolled();
    let mut slot = signed_in(&vault);
    let new = password("another passphrase");
    slot.slot_bytes = slot
        .unlocked
        .rewrap_password(&new, SlotParams::FLOOR, &mut OsEntropy)
        .unwrap();

    let old = unlock(vault, NURSE, &slot, "correct horse battery").err();
    assert_eq!(old, Some(VaultError::NotOpened));
    let device = DeviceKeys::load_enrolled(&keyring, "ws").unwrap();
    let opened = unlock(Vault::new(device), NURSE, &slot, "another passphrase").unwrap();
    assert!(same(&opened.charts_key(), &slot.unlocked.charts_key()));
}

#[test]
fn a_damaged_slot_or_person_key_is_said_to_be_damaged() {
    let (keyring, vault) = enrolled();
    let mut slot = signed_in(&vault);
    slot.person_key_wrapped[40] ^= 1;
    let refused = unlock(vault, NURSE, &slot, "correct horse battery").err();
    assert_eq!(refused, Some(VaultError::Damaged));

    slot.slot_bytes.pop();
    let device = DeviceKeys::load_enrolled(&keyring, "ws").unwrap();
    let refused = unlock(Vault::new(device), NURSE, &slot, "correct horse battery").err();
    assert_eq!(refused, Some(VaultError::Damaged));
}

#[test]
fn people_and_workstations_share_no_database_key() {
    let (_, vault) = enrolled();
    let nurse = signed_in(&vault).unlocked;
    let other = signed_in(&vault).unlocked;
    assert!(!same(&nurse.charts_key(), &other.charts_key()));

    let facility = Key::<Chart>::make(&mut OsEntropy);
    let second = DeviceKeys::make(&mut OsEntropy);
    assert!(!same(&vault.device().journal_key(), &second.journal_key()));
    assert!(!same(
        &vault.device().directory_key(&facility),
        &second.directory_key(&facility)
    ));
    let other_facility = Key::<Chart>::make(&mut OsEntropy);
    let directory = vault.device().directory_key(&facility);
    assert!(!same(
        &directory,
        &vault.device().directory_key(&other_facility)
    ));
}

#[test]
fn device_keys_survive_the_keyring_and_say_when_they_are_gone() {
    let (keyring, vault) = enrolled();
    let loaded = DeviceKeys::load_enrolled(&keyring, "ws").unwrap();
    assert!(same(&loaded.journal_key(), &vault.device().journal_key()));
    assert_eq!(loaded.verifying_key(), vault.device().verifying_key());
    assert_eq!(
        loaded.agreement().public(),
        vault.device().agreement().public()
    );

    keyring.delete("ws").unwrap();
    assert!(DeviceKeys::load(&keyring, "ws").unwrap().is_none());
    let gone = DeviceKeys::load_enrolled(&keyring, "ws").err();
    assert_eq!(gone, Some(VaultError::KeyringWiped));
}

#[test]
fn a_damaged_or_later_keyring_entry_is_never_taken_for_keys() {
    let (keyring, _) = enrolled();
    // EXPOSE: a test damages it.
    let good = keyring.load("ws").unwrap().unwrap().expose().clone();
    let refusal = |change: fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        keyring.save("ws", &Secret::new(bytes)).unwrap();
        DeviceKeys::load(&keyring, "ws").err()
    };
    assert_eq!(
        refusal(|bytes| bytes.truncate(100)),
        Some(VaultError::Damaged)
    );
    assert_eq!(refusal(|bytes| bytes[2] = 2), Some(VaultError::TooNew));
    assert_eq!(refusal(|bytes| bytes[0] = 0xA3), Some(VaultError::Damaged));
    assert_eq!(refusal(Vec::clear), Some(VaultError::Damaged));
}

#[test]
fn a_pin_opens_what_the_password_opened_and_nothing_of_it_is_a_password() {
    let (_, vault) = enrolled();
    let slot = signed_in(&vault);
    let pin = Pin::choose(password("135790")).unwrap();
    let first = &slot.unlocked;
    let mut kept = first
        .make_pin_slot(&pin, SlotParams::FLOOR, BootTime::default(), &mut OsEntropy)
        .unwrap();
    let tried = kept.take_try(BootTime::default()).unwrap();
    let key = &slot.person_key_wrapped;
    let open = |person, text: &str| {
        let locked = Vault::new(Arc::clone(vault.device()));
        locked
            .unlock_with_pin(SESSION, person, &tried, key, &password(text))
            .map_err(|(_, error)| error)
    };
    let again = open(NURSE, "135790").unwrap();
    assert!(same(&again.charts_key(), &first.charts_key()));
    assert_eq!(again.person_public(), first.person_public());
    assert_eq!(open(NURSE, "135791").err(), Some(VaultError::NotOpened));
    assert_eq!(open(OTHER, "135790").err(), Some(VaultError::NotOpened));
    let as_password = Vault::new(Arc::clone(vault.device()))
        .unlock(SESSION, NURSE, tried.slot(), key, &password("135790"))
        .map_err(|(_, error)| error);
    assert_eq!(as_password.err(), Some(VaultError::NotOpened));
}

#[test]
fn a_user_key_that_was_put_by_gives_what_was_there_to_its_person_alone() {
    let (_, vault) = enrolled();
    let slot = signed_in(&vault);
    let put_by = slot.unlocked.user_key_bytes();
    let forgotten = password("a new one, well remembered");
    let anew = |person, key: &Secret<Vec<u8>>| {
        let kept = (key, slot.person_key_wrapped.as_slice());
        vault.close_anew(person, kept, &forgotten, SlotParams::FLOOR, &mut OsEntropy)
    };
    let slot_bytes = anew(NURSE, &put_by).unwrap();
    let again = Vault::new(Arc::clone(vault.device()))
        .unlock(
            SESSION,
            NURSE,
            &slot_bytes,
            &slot.person_key_wrapped,
            &forgotten,
        )
        .map_err(|(_, error)| error)
        .unwrap();
    assert!(same(&again.charts_key(), &slot.unlocked.charts_key()));
    assert_eq!(anew(OTHER, &put_by), Err(VaultError::NotOpened));
    for wrong in [vec![0; 32], vec![0; 31], Vec::new()] {
        assert_eq!(anew(NURSE, &Secret::new(wrong)), Err(VaultError::NotOpened));
    }
}

#[test]
fn device_keys_that_were_put_by_are_the_same_keys() {
    let keys = DeviceKeys::make(&mut OsEntropy);
    let back = DeviceKeys::from_entry(&keys.to_entry()).unwrap();
    assert_eq!(back.verifying_key(), keys.verifying_key());
    assert!(same(&back.journal_key(), &keys.journal_key()));
    let cut = Secret::new(vec![0xa4, 0]);
    assert_eq!(
        DeviceKeys::from_entry(&cut).err(),
        Some(VaultError::Damaged)
    );
}
